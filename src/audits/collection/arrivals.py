"""What waits in one mail: a notice, files, or the mail itself, to be put aside.

A mail is taken apart in the limited process; one of which that dies is put aside whole.
"""

from collections.abc import Iterable

from audits.opening import Job, NotReadableError, ReaderDiedError, shared_reader

from .contents import UNKNOWN_CONTENTS, File, Unread, in_words
from .inbox import Arrival
from .mail import Place
from .plain_mail import PlainMail, notice_of


LOOK = Job(
    "audits.collection.raw_mails:look",
    seconds=2.0, seconds_per_megabyte=0.3, memory=256, memory_per_megabyte=16,
)  # fmt: skip
TAKE = Job(
    "audits.collection.raw_mails:take",
    seconds=2.0, seconds_per_megabyte=0.3, memory=256, memory_per_megabyte=16,
    answer_per_megabyte=1, returns_bytes=True,
)  # fmt: skip
UNKNOWN: PlainMail = {
    "sender": "", "notice": None, "files": [],
    "unread": [kind.name for kind in UNKNOWN_CONTENTS.unread],
}  # fmt: skip


def arrivals_in(raw: bytes, message: str, *, linked: int = 0) -> tuple[Arrival, ...]:
    """Return what waits in a mail, the mail itself last if it holds what nobody can read.

    Nothing is returned for a mail without a file: it is a person's to read. ``linked`` files are
    known to be kept elsewhere.
    """
    seen = _seen(raw, linked)
    sender, names, unread = seen["sender"], seen["files"], _kinds(seen["unread"])
    if seen["notice"] is not None:
        return (Arrival(str(Place(message, 1, 1)), "", sender, notice_of(seen["notice"])),)
    among = len(names) + bool(unread)
    arrivals = [
        Arrival(str(Place(message, number, among)), name, sender)
        for number, name in enumerate(names, start=1)
    ]
    if unread:
        place = Place(message, among, among)
        arrivals.append(Arrival(str(place), "", sender, unread=unread, beside=len(names)))
    return tuple(arrivals)


def content_in(raw: bytes | None, arrival: Arrival, place: Place) -> bytes | None:
    """Return what an arrival of a mail holds; None if the mail is gone, or not what it was."""
    if raw is None:
        return None
    if arrival.unread:
        return raw
    return _taken(raw, place.number)


def saved_mail(raw: bytes, name: str, reference: str) -> tuple[tuple[File, ...], Arrival | None]:
    """Return what a mail holds that somebody saved as a file: files, and what nobody can read.

    The file itself is all there is if it is no saved mail, or one without a file. Whoever saved it
    vouches for it.
    """
    if not name.casefold().endswith(".eml"):
        return (File(name, raw),), None
    seen = _seen(raw, 0)
    names, unread = seen["files"], _kinds(seen["unread"])
    if not names and not unread:
        return (File(name, raw),), None
    files = []
    for number, file_name in enumerate(names, start=1):
        content = _taken(raw, number)
        if content is not None:
            files.append(File(file_name, content))
    rest = None
    if unread:
        rest = Arrival(reference, "", unread=unread, beside=len(files))
    return tuple(files), rest


def _seen(raw: bytes, linked: int) -> PlainMail:
    """Return what is in a mail, as `raw_mails.look` says it."""
    try:
        seen: PlainMail = shared_reader()(LOOK, raw, linked=linked)
    except (NotReadableError, ReaderDiedError):
        return UNKNOWN
    return seen


def _taken(raw: bytes, number: int) -> bytes | None:
    try:
        content: bytes = shared_reader()(TAKE, raw, number=number)
    except (NotReadableError, ReaderDiedError):
        return None
    return content


def _kinds(names: Iterable[str]) -> str:
    return in_words([Unread[name] for name in names])
