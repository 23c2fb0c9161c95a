"""What all parts of a file that people write have in common."""

from typing import Any, ClassVar


class FromFile:
    """A part of a file that people write: a key that it does not have is refused, not ignored."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
