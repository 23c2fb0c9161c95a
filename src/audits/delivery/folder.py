"""A folder for each unit, from which a person sends by the unit's own secure route.

    outbox/police/MASH-2017-W10-police-pack-1.xlsx     what goes with the letter, written first
    outbox/police/MASH-2017-W10_police_pack_1.txt      the letter, written last: it is the receipt

Whatever is cut short leaves no letter, so nothing that is not whole is ever found.
"""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from audits.domain.clock import Clock
from audits.domain.errors import RefusedError, TryAgainError, UnconfirmedError
from audits.domain.message import DeliveryOutcome, DeliveryReport, Message, Receipt
from audits.domain.writing import what_failed

from .channel import Channel
from .checking import check_text
from .disk import Disk
from .letter import read_letter, write_letter


# No waiting mends these: a file where the folder should be, a name the disk will not take.
NEVER = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})


class FolderChannel:
    """Delivers into ``root``, which must be there: an absent drive is not made up for."""

    by_hand = True
    can_tell = False

    def __init__(self, root: Path, clock: Clock, *, disk: Disk | None = None) -> None:
        self._root = root
        self._clock = clock
        self._disk = disk or Disk()

    def send(self, message: Message) -> Receipt:
        """Write the attachments, then the letter; a key already delivered is left as it lies.

        Raises:
            TryAgainError: if the folder cannot be written to; no letter was left.
            RefusedError: if the unit's folder cannot be a folder, or a name is no file name.
            UnconfirmedError: if the disk failed after the letter was in its place.
        """
        if message.unit != _parts(message.key)[1]:
            raise ValueError(f"{message.key} is not a message to {message.unit}")
        earlier = self.find(message.key)  # the same key says the same thing
        if earlier:
            return earlier
        letter = self._letter(message.key)
        _check_names(message, letter)
        check_text(message)
        at = self._clock()
        with _nothing_sent(letter.parent):
            self._write_files(message, letter.parent)
            self._place(letter, write_letter(message, at))
        with _perhaps_sent(letter.parent):
            self._disk.settle(letter.parent)
        return Receipt(letter.name, at)

    def find(self, key: str) -> Receipt | None:
        """Look for the letter with this key, and return when it says it was sent.

        Raises:
            TryAgainError: if the folder cannot be looked into.
            UnconfirmedError: if a letter lies there that is not this one.
        """
        letter = self._letter(key)
        with _nothing_sent(letter.parent):
            if not letter.is_file():
                return None
            content = letter.read_bytes()
        return Receipt(letter.name, _sent_at(content, key, letter))

    def follow(self, reference: str) -> DeliveryReport:
        """Say that a folder does not know: a person takes it from there."""
        return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)

    def destroy(self, key: str, names: Iterable[str], *, with_letter: bool = False) -> None:
        """Remove what went with a message, by the names of its files, and its letter if wanted."""
        try:
            letter = self._letter(key)
        except RefusedError:
            return  # with such a key nothing was ever written here
        for name in names:
            letter.with_name(name).unlink(missing_ok=True)
            _part_of(letter.with_name(name)).unlink(missing_ok=True)
        if with_letter:
            letter.unlink(missing_ok=True)

    def _letter(self, key: str) -> Path:
        """Return where the letter with this key lies."""
        parts = _parts(key)
        return self._root / parts[1] / f"{'_'.join(parts)}.txt"

    def _write_files(self, message: Message, folder: Path) -> None:
        self._disk.make_folder(folder)
        self._disk.settle(self._root)
        for attachment in message.attachments:
            self._place(folder / attachment.name, attachment.content)
        self._disk.settle(folder)

    def _place(self, path: Path, content: bytes) -> None:
        # The temporary name is always the same, so a second attempt writes over a cut-off first.
        part = _part_of(path)
        self._disk.write(part, content)
        self._disk.rename(part, path)


class FolderSettings(BaseModel):
    """Which folder holds the units' folders."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["folder"]
    root: Path

    def build(self, clock: Clock) -> Channel:
        """Return the channel these settings describe."""
        return FolderChannel(self.root, clock)


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _parts(key: str) -> list[str]:
    """Return the parts of a key, each fit to be part of a file name."""
    parts = key.split("/")
    if len(parts) < 4:
        raise ValueError(f"a key is cycle/unit/purpose/edition, not {key!r}")
    if len(parts) > 4:  # the code of a unit that an older list brought in
        raise RefusedError(
            f"{key!r} is no key of cycle/unit/purpose/edition: a code has a / in it, which can be "
            "no folder. Nothing was sent. Give the unit another code in your list of agencies."
        )
    for part in parts:
        _check_name(part)
    return parts


def _sent_at(content: bytes, key: str, letter: Path) -> datetime:
    try:
        key_found, at = read_letter(content)
    except ValueError:
        key_found = ""
    if key_found != key:
        raise UnconfirmedError(
            f"{letter} is not the letter that was written for {key}. Find out whether that message "
            "was sent; if it was not, remove the file and it is written again."
        )
    return at


def _check_names(message: Message, letter: Path) -> None:
    """Refuse a message whose files would lie elsewhere, or one upon another."""
    names = [letter.name, *(attachment.name for attachment in message.attachments)]
    for name in names:
        _check_name(name)
    if len({name.casefold() for name in names}) < len(names):
        raise RefusedError(f"{message.key} has two files of one name. Give each its own.")


def _check_name(name: str) -> None:
    """Refuse a name that would lead out of the unit's folder, or be hidden in it."""
    if not name or name.startswith(".") or set(name) & set('/\\:*?"<>|\0'):
        raise RefusedError(f"{name!r} cannot be the name of a file or folder. Choose another.")


@contextmanager
def _nothing_sent(folder: Path) -> Iterator[None]:
    """Say what is known when the disk fails before the letter is in its place."""
    try:
        yield
    except OSError as failure:
        if failure.errno in NEVER:
            raise RefusedError(
                f"{folder} cannot hold what is sent there: {failure.strerror}. Nothing was sent. "
                "Put right what lies there, or change where this unit's messages go."
            ) from failure
        raise TryAgainError(
            f"{what_failed(str(folder), failure)}. Nothing was sent. Check that the drive "
            "is there, may be written to and has room; it is tried again."
        ) from failure


@contextmanager
def _perhaps_sent(folder: Path) -> Iterator[None]:
    """Say what is known when the disk fails after the letter is in its place."""
    try:
        yield
    except OSError as failure:
        raise UnconfirmedError(
            f"{folder} failed just after a letter was put in it: {failure.strerror}. Look whether "
            "it is there and whole."
        ) from failure
