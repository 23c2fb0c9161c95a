"""What waits in one mail: a notice, files, or the mail itself, to be put aside."""

from email import message_from_bytes

from .contents import (
    NOT_WELL_FORMED,
    UNKNOWN_CONTENTS,
    Contents,
    File,
    contents_of,
    in_words,
    sender_of,
)
from .inbox import Arrival
from .mail import Place
from .notices import Notice, read_notice


def arrivals_in(raw: bytes, message: str, *, linked: int = 0) -> tuple[Arrival, ...]:
    """Return what waits in a mail, the mail itself last if it holds what nobody can read.

    Nothing is returned for a mail without a file: it is a person's to read. ``linked`` files are
    known to be kept elsewhere.
    """
    sender, notice, contents = _opened(raw, linked)
    if notice is not None:
        return (Arrival(str(Place(message, 1, 1)), "", sender, notice),)
    names = [file.name for file in contents.files]
    among = len(names) + bool(contents.unread)
    found = [
        Arrival(str(Place(message, number, among)), name, sender)
        for number, name in enumerate(names, start=1)
    ]
    if contents.unread:
        place, says = Place(message, among, among), in_words(contents.unread)
        found.append(Arrival(str(place), "", sender, unread=says, beside=len(names)))
    return tuple(found)


def content_in(raw: bytes, arrival: Arrival, place: Place) -> bytes | None:
    """Return what an arrival of a mail holds; None if the mail is not what it was."""
    if arrival.unread:
        return raw
    files = _opened(raw, 0)[2].files
    return files[place.number - 1].content if place.number <= len(files) else None


def saved_mail(raw: bytes, name: str, reference: str) -> tuple[tuple[File, ...], Arrival | None]:
    """Return what a mail holds that somebody saved as a file: files, and what nobody can read.

    The file itself is all there is if it is no saved mail, or one without a file. Whoever saved it
    vouches for it.
    """
    contents = _opened(raw, 0)[2] if name.casefold().endswith(".eml") else Contents()
    if not contents.files and not contents.unread:
        return (File(name, raw),), None
    unread = in_words(contents.unread) if contents.unread else ""
    rest = Arrival(reference, "", unread=unread, beside=len(contents.files)) if unread else None
    return contents.files, rest


def _opened(raw: bytes, linked: int) -> tuple[str, Notice | None, Contents]:
    """Return who a mail is from, what a machine says in it, and what else it holds."""
    try:
        mail = message_from_bytes(raw)
        sender = sender_of(mail)
    except NOT_WELL_FORMED:
        return "", None, UNKNOWN_CONTENTS  # it is put aside whole
    try:
        notice = read_notice(mail)
        return sender, notice, Contents() if notice else contents_of(mail, linked)
    except NOT_WELL_FORMED:
        return sender, None, UNKNOWN_CONTENTS
