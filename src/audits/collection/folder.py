"""A folder into which returned workbooks are saved, at its top or one folder down."""

import hashlib
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from audits.domain.clock import Clock
from audits.domain.errors import NotTakenError, TryAgainError, WorkspaceError

from .inbox import Arrival, Inbox
from .looking import Seen, dated, left_over, look


LOCK = ".collecting.lock"


class FolderInbox:
    """Lists, reads and clears files in ``root``, which must be there.

    A file that changed less than ``still_for`` before the first look is looked at a second time,
    after ``pause``, and listed if it has not changed since. A file dated later than the clock (a
    copy that kept its date, a demonstration set in the past) cannot be judged so and is listed;
    were it unfinished, `settle` would leave the rest to arrive again.
    """

    def __init__(
        self,
        root: Path,
        clock: Clock,
        *,
        still_for: timedelta = timedelta(seconds=2),
        pause: Callable[[float], None] = time.sleep,
        read: Callable[[Path], bytes] = Path.read_bytes,
        remove: Callable[[Path], None] = Path.unlink,
    ) -> None:
        self._root = root
        self._clock = clock
        self._still_for = still_for
        self._pause = pause
        self._read = read
        self._remove = remove

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the inbox for one process; the hold ends with the process, however it ends.

        Raises:
            TryAgainError: if another process has it.
            WorkspaceError: if the inbox cannot be used.
        """
        with _usable(self._root):
            next(self._root.iterdir(), None)  # or the lock would make a folder that is not there
            held = self._hold()
        with held:
            yield

    def _hold(self) -> AbstractContextManager[object]:
        from filelock import FileLock, Timeout

        try:
            return FileLock(self._root / LOCK).acquire(timeout=0)
        except Timeout as taken:
            raise TryAgainError(
                f"Something else is collecting from {self._root}. Nothing was taken; wait a "
                "minute and collect again."
            ) from taken

    def waiting(self) -> tuple[Arrival, ...]:
        """Return the files that have wholly arrived, oldest first, then what is left lying.

        Raises:
            WorkspaceError: if the inbox cannot be looked into.
        """
        with _usable(self._root):
            seen = set(look(self._root))
            if any(self._is_fresh(one) for one in seen):
                self._pause(self._still_for.total_seconds())
                seen &= set(look(self._root))
            left = tuple(left_over(self._root, int(self._clock().timestamp() * 1e9)))
        files = sorted(seen, key=lambda one: (one.changed_ns, one.path))
        return (*(one.arrival for one in files), *left)

    def read(self, arrival: Arrival) -> bytes:
        """Return what the file holds, and leave it where it is.

        Raises:
            NotTakenError: if it has changed, is gone, or cannot be read at present.
        """
        one = self._find(arrival)
        if one is None:
            raise _changed(arrival)
        try:
            content = self._read(one.path)
        except OSError as failure:
            raise NotTakenError(
                f"File {arrival.reference} in the inbox ({dated(one.changed_ns)}) cannot be read: "
                f"{failure.strerror}. Close it if it is open and check that it may be read; it is "
                "tried again."
            ) from None  # the system's own error names the file
        if self._find(arrival) is None:
            raise _changed(arrival)
        return content

    def settle(self, arrival: Arrival) -> None:
        """Remove the file unless it has changed since it was listed; may be called again.

        Raises:
            NotTakenError: if it is still in use or may not be removed.
        """
        one = self._find(arrival)
        if one is None:
            return
        try:
            self._remove(one.path)
        except FileNotFoundError:
            return  # somebody else took it out
        except OSError as failure:
            raise NotTakenError(
                f"File {arrival.reference} ({dated(one.changed_ns)}) is kept but cannot be taken "
                f"out of the inbox: {failure.strerror}. Close it if it is open; it is tried again."
            ) from None

    def destroy(self, digests: Collection[str]) -> None:
        """Remove every file that holds what one of these SHA-256 is of; none need be there."""
        if not digests or not self._root.is_dir():
            return
        for one in look(self._root):
            if hashlib.sha256(self._read(one.path)).hexdigest() in digests:
                one.path.unlink(missing_ok=True)

    def _find(self, arrival: Arrival) -> Seen | None:
        with _usable(self._root):
            return next((one for one in look(self._root) if one.arrival == arrival), None)

    def _is_fresh(self, one: Seen) -> bool:
        age_ns = int(self._clock().timestamp() * 1e9) - one.changed_ns
        return 0 <= age_ns < self._still_for.total_seconds() * 1e9


class FolderInboxSettings(BaseModel):
    """Which folder returned workbooks are saved into."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["folder"]
    root: Path
    still_for_seconds: float = Field(default=2, ge=0, le=600)

    def build(self, clock: Clock) -> Inbox:
        """Return the inbox these settings describe."""
        return FolderInbox(self.root, clock, still_for=timedelta(seconds=self.still_for_seconds))


def _changed(arrival: Arrival) -> NotTakenError:
    return NotTakenError(
        f"File {arrival.reference} changed or went while it was collected. Nothing was taken; "
        "what lies there now is collected next time."
    )


@contextmanager
def _usable(root: Path) -> Iterator[None]:
    """Say in a sentence that the inbox itself cannot be used."""
    try:
        yield
    except OSError as failure:
        raise WorkspaceError(
            f"The inbox {root} cannot be used: {failure.strerror}. Check that the folder is there "
            "and may be read and written, or name another in the settings."
        ) from None
