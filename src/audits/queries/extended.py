"""A view that holds all that another does, and more."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar


T = TypeVar("T")


def extended(view: type[T], line: Any, **more: object) -> T:
    """Return a ``view`` with every field that ``line`` has, and with ``more``."""
    kind: Any = type(line)
    names, values_of = _fields_of(kind)
    return view(**dict(zip(names, values_of(line), strict=True)), **more)


@cache
def _fields_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of a view's fields and what gets their values; long lists ask it a row."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)
