"""What every place that agencies send to must be able to do, whatever lies behind it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from .notices import Notice


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that waits. ``reference`` identifies nobody; ``name`` may, as senders choose it.

    ``sender`` is the address it came from; None where a person put it there and so vouches for it.
    ``notice`` is what a machine says in a mail without a file, which is then what waits.
    ``unread`` names the kinds of parts of a mail that nobody can read: what waits, and is read, is
    the mail itself, and ``beside`` files of it wait by themselves. ``left`` says in a sentence why
    something is left where it lies: it can neither be read nor settled.
    """

    reference: str
    name: str = field(repr=False)
    sender: str | None = field(default=None, repr=False)
    notice: Notice | None = None
    unread: str = ""
    beside: int = 0
    left: str = ""


class Inbox(Protocol):
    """A place where files wait until they are kept elsewhere."""

    def turn(self) -> AbstractContextManager[None]:
        """Hold the inbox for one process while it collects.

        Raises TryAgainError when another process has it.
        """
        ...

    def waiting(self) -> tuple[Arrival, ...]:
        """Return the files that have wholly arrived, and machines' notices, oldest first."""
        ...

    def read(self, arrival: Arrival) -> bytes:
        """Return what the file holds, and leave it where it is.

        Raises TryAgainError when it is no longer what it was, or cannot be read at present.
        """
        ...

    def settle(self, arrival: Arrival) -> None:
        """Take the file out of the inbox, once its bytes are kept elsewhere; or the notice.

        May be called again. What has changed since it was listed is left, as a new arrival.
        """
        ...
