"""What to say where a disk will not take what is written to it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import WorkspaceError


# No room, a quota or a limit on files reached; or nobody, or not this user, may write there.
FULL_OR_SHUT = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
    }
)


@contextmanager
def writing(place: Path, *also: type[Exception]) -> Iterator[None]:
    """Say where it was, and what to do, when a disk will not take what is written.

    ``also`` are a library's own errors that mean the same.

    Raises:
        WorkspaceError: in place of the system's own error.
    """
    kinds: tuple[type[Exception], ...] = (OSError, *also)
    try:
        yield
    except kinds as failure:
        raise cannot_write(str(place), failure) from failure


def cannot_write(place: str, failure: Exception) -> WorkspaceError:
    """Return the error of a file or folder that could not be written."""
    return WorkspaceError(f"{what_failed(place, failure)}. {WHAT_TO_DO}")


def what_failed(place: str, failure: Exception) -> str:
    """Return the words for it, without a full stop.

    >>> what_failed("outbox", OSError(errno.ENOSPC, "No space left on device"))
    'outbox cannot be used: the disk is full or may not be written (No space left on device)'
    """
    if not isinstance(failure, OSError):
        return f"{place} cannot be used: {in_words(str(failure))}"
    reason = failure.strerror or type(failure).__name__
    if failure.errno in FULL_OR_SHUT:
        reason = in_words(reason)
    return f"{place} cannot be used: {reason}"


def in_words(reason: str) -> str:
    """Return what is said of a disk that is full or shut, with the system's own words."""
    return f"the disk is full or may not be written ({reason})"


WHAT_TO_DO = "Make room there or see that you may write there, then do the same again."
