"""A mapping that is made when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar


Value = TypeVar("Value")


class Deferred(Mapping[str, Value]):
    """What a workspace has of something by name, made when first asked for.

    Most commands need a part of the engine only, and would wait for the rest longer than they run.

    Raises:
        UserError: when first asked, as what makes it does.
    """

    def __init__(self, make: Callable[[], Mapping[str, Value]]) -> None:
        self._make = make

    def __getitem__(self, name: str) -> Value:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    @cached_property
    def _made(self) -> Mapping[str, Value]:
        return self._make()
