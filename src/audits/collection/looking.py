"""Which files in a folder somebody sent, and how each stands at one look."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .inbox import Arrival


# What Excel and LibreOffice leave beside an open workbook, and what systems keep for themselves.
NOT_SENT = (".", "~$", "thumbs.db", "desktop.ini")
# A download that a browser, a mail program or a file transfer has not finished.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".tmp")


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
        for path in folder.iterdir():
            if _is_sent(path.name):
                yield from _as_it_is(root, path)


def _folders(root: Path) -> list[Path]:
    """Return the folders directly under the inbox; a link could lead anywhere, so none."""
    named = [path for path in root.iterdir() if _is_sent(path.name)]
    return [path for path in named if path.is_dir() and not path.is_symlink()]


def _is_sent(name: str) -> bool:
    low = name.casefold()
    return not low.startswith(NOT_SENT) and not low.endswith(UNFINISHED)


def _as_it_is(root: Path, path: Path) -> Iterator[Seen]:
    """Yield the file as it is, unless it is gone or not a plain file."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(found.st_mode):
        yield Seen(root, path.relative_to(root), found.st_mtime_ns, found.st_size)
