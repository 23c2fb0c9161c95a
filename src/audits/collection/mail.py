"""What the mailboxes share: which attachments are files, and when a whole message is done with.

A message leaves the inbox once every file in it is kept; until then it lies there as it came. A
message without a file is left for a person to read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from audits.domain.errors import TryAgainError
from audits.domain.writing import writing


class Place(NamedTuple):
    """Where a file lies: its message, and which of how many files in it."""

    message: str
    number: int
    among: int

    def __str__(self) -> str:
        return f"{self.message}#{self.number}/{self.among}"


def place_of(reference: str) -> Place:
    """Return the place that a reference names."""
    message, _, rest = reference.rpartition("#")
    number, _, among = rest.partition("/")
    return Place(message, int(number), int(among))


def is_file(name: str, kind: str, *, inline: bool) -> bool:
    """Tell whether a part of a mail is something its sender returned, not a logo or a signature."""
    kind = kind.casefold()
    is_picture = kind.startswith("image/") and inline
    is_seal = "signature" in kind or "pkcs7" in kind or "calendar" in kind
    return bool(name) and not is_picture and not is_seal


class Settled:
    """Which files of each message are done with; the last one lets the message go."""

    def __init__(self) -> None:
        self._done: dict[str, set[int]] = defaultdict(set)

    def settle(self, reference: str, let_go: Callable[[str], None]) -> None:
        """Note that a file is done with, and let its message go if it was the last."""
        place = place_of(reference)
        self._done[place.message].add(place.number)
        if len(self._done[place.message]) == place.among:
            let_go(place.message)
            del self._done[place.message]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a mailbox for one process of this machine.

    Raises:
        TryAgainError: if another process has it.
    """
    lock = Path(gettempdir()) / f"audits-{sha256(name.encode()).hexdigest()[:16]}.lock"
    with writing(lock):
        held = _held(lock)
    with held:
        yield


def _held(lock: Path) -> AbstractContextManager[object]:
    from filelock import FileLock, Timeout

    try:
        return FileLock(lock).acquire(timeout=0)
    except Timeout as taken:
        raise TryAgainError(
            "Something else is collecting from this mailbox. Nothing was taken; wait a minute and "
            "collect again."
        ) from taken
