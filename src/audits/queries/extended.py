"""A view that holds all that another does, and more."""

from dataclasses import fields
from typing import Any, TypeVar


T = TypeVar("T")


def extended(view: type[T], line: Any, **more: object) -> T:
    """Return a ``view`` with every field that ``line`` has, and with ``more``."""
    same = {field.name: getattr(line, field.name) for field in fields(line)}
    return view(**same, **more)
