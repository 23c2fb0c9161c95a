"""Which files in a folder somebody sent, how each stands at one look, and what is no file."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from audits.domain.days import moment_in_words

from .inbox import Arrival


# What Excel and LibreOffice leave beside an open workbook, and what systems keep for themselves.
NOT_SENT = (".", "~$", "thumbs.db", "desktop.ini")
# A download that a browser, a mail program or a file transfer has not finished.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".tmp")
A_DAY_NS = 24 * 60 * 60 * 10**9  # a download that has not changed for so long never will
LARGEST = 256 * 1024 * 1024  # bytes; a return has 20 MB at the most, and a mail 150
HUGE = "a file of more than 256 MB, which is no return"
NO_FILE = "a pipe or a device, which is no file"
LINK = "a link to something elsewhere, which is not followed"
DEEP = "a folder within a folder: files are collected at the top and one folder down"
SHUT = "a folder that may not be read"
CUT_OFF = "a download that did not finish"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as one look found it; when two looks differ, it was being written."""

    root: Path
    place: Path = field(repr=False)  # within the root
    changed_ns: int
    size: int

    @property
    def path(self) -> Path:
        """Return where it lies."""
        return self.root / self.place

    @property
    def arrival(self) -> Arrival:
        """Return it under a reference that a changed file would not have."""
        text = b"%s|%d|%d" % (os.fsencode(self.place), self.changed_ns, self.size)
        name = os.fsencode(self.place.name).decode("utf-8", "replace")
        return Arrival(hashlib.sha256(text).hexdigest()[:16], name)


def look(root: Path) -> Iterator[Seen]:
    """Yield every file that somebody sent, in ``root`` or one folder down, as it is now."""
    for folder in (root, *_folders(root)):
        for path in _entries(folder, root):
            if _is_sent(path.name):
                yield from _as_it_is(root, path)


def left_over(root: Path, now_ns: int) -> Iterator[Arrival]:
    """Yield what lies in ``root`` and cannot be collected, each with a sentence that says why.

    No name is said, for it may be a child's; it is found by its date.
    """
    for folder in (root, *_folders(root)):
        for path in _entries(folder, root):
            if path.name.startswith("."):
                continue
            facts = _lstat(path)
            if facts is None:
                continue
            reason = _why_left(path, facts, root, now_ns)
            if reason:
                yield _left(root, path, reason, facts.st_mtime_ns)


def dated(changed_ns: int) -> str:
    """Return by what date somebody finds a file whose name is not said."""
    return f"dated {moment_in_words(datetime.fromtimestamp(changed_ns / 1e9, UTC))}"


def _why_left(path: Path, facts: os.stat_result, root: Path, now_ns: int) -> str:
    """Return why something is not collected, "" if it is, or is not meant to be."""
    if stat.S_ISLNK(facts.st_mode):
        return LINK
    if stat.S_ISDIR(facts.st_mode):
        if path.parent != root:
            return DEEP
        if os.access(path, os.R_OK | os.X_OK):
            return ""
        return SHUT
    if not stat.S_ISREG(facts.st_mode):
        return NO_FILE
    if facts.st_size > LARGEST:
        return HUGE
    is_old = now_ns - facts.st_mtime_ns > A_DAY_NS
    if is_old and path.name.casefold().endswith(UNFINISHED):
        return CUT_OFF
    return ""


def _left(root: Path, path: Path, what: str, changed_ns: int) -> Arrival:
    text = b"%s|%s" % (os.fsencode(path.relative_to(root)), what.encode())
    reference = hashlib.sha256(text).hexdigest()[:16]
    says = (
        f"Left in the inbox {root}: {what}. It is {dated(changed_ns)}. Look at it and take it out."
    )
    return Arrival(reference, "", left=says)


def _folders(root: Path) -> list[Path]:
    """Return the folders directly under the inbox; a link could lead anywhere, so none."""
    named = [path for path in _entries(root, root) if _is_sent(path.name)]
    return [path for path in named if path.is_dir() and not path.is_symlink()]


def _entries(folder: Path, root: Path) -> list[Path]:
    """Return what lies in a folder; nothing of one that is gone or shut, unless it is the inbox."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        if folder == root:
            raise
        return []


def _is_sent(name: str) -> bool:
    low = name.casefold()
    return not low.startswith(NOT_SENT) and not low.endswith(UNFINISHED)


def _as_it_is(root: Path, path: Path) -> Iterator[Seen]:
    """Yield the file as it is, unless it is gone, no plain file, or huge."""
    facts = _lstat(path)
    if facts is not None and stat.S_ISREG(facts.st_mode) and facts.st_size <= LARGEST:
        yield Seen(root, path.relative_to(root), facts.st_mtime_ns, facts.st_size)


def _lstat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None  # gone, or in a folder that is shut
