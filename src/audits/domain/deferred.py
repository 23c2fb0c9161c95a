"""What is made or loaded when it is first asked for."""

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar


Value = TypeVar("Value")


class Deferred(Mapping[str, Value]):
    """What a workspace has of something by name, made when first asked for.

    Most commands need a part of the engine only, and would wait for the rest longer than they run.
    It is made again once what ``stamp`` returns is another: what runs for months sees the change.

    Raises:
        UserError: when first asked, as what makes it does.
    """

    def __init__(
        self, make: Callable[[], Mapping[str, Value]], stamp: Callable[[], object] | None = None
    ) -> None:
        self._make, self._stamp = make, stamp
        self._kept: tuple[object, Mapping[str, Value]] | None = None

    def __getitem__(self, name: str) -> Value:
        return self._made()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())

    def _made(self) -> Mapping[str, Value]:
        stamp = self._stamp and self._stamp()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            kept = self._kept = (stamp, self._make())
        return kept[1]


def deferred_names(room: str, places: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a room: a name's module is loaded when it is first asked for.

    ``places`` holds the names of each module, with spaces between them.
    """
    module_of = {name: module for module, names in places.items() for name in names.split()}

    def named(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module '{room}' has no attribute '{name}'")
        value = getattr(import_module(f".{module_of[name]}", room), name)
        setattr(sys.modules[room], name, value)  # from now on it is found without us
        return value

    return named
