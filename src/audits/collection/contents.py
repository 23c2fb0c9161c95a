"""What one mail holds: every part is a file to read, nothing to read, or told of as unread.

Messages within the message are looked into. Where a workbook came, pictures beside it are a
signature's, and whatever else came is told of together, once; where no workbook came, one file by
itself is read like a return, for its own sentence.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from enum import Enum
from typing import Any

from .links import has_shared_link


DEEPEST, MOST, LONGEST_HEAD = 20, 500, 100_000  # messages in each other, parts, characters
# What Python's reader of mail has been seen to raise over mail that is not well formed.
NOT_WELL_FORMED = (
    ValueError, LookupError, TypeError, AttributeError, RecursionError, MessageError,
)  # fmt: skip
BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods", ".csv", ".tsv", ".numbers")
BOOK_BEGINS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SEALS = ("pkcs7-signature", "pgp-signature", "pgp-encrypted", "pgp-keys", "pkix-cert")
NOTHING_KINDS = ("text/calendar", "application/ics", "text/vcard", "text/x-vcard",
                 "text/directory", "text/rfc822-headers", "message/delivery-status",
                 "message/disposition-notification")  # fmt: skip
NOTHING_NAMES = re.compile(r"(.*\.(ics|vcf|p7s)|ATT\d+\.(txt|html?))", re.IGNORECASE)
BODIES = ("text/plain", "text/html", "text/enriched")
OURS = "X-Audits-Key"  # stands in every mail that we send by SMTP


class Unread(Enum):
    """A part that nobody here can read: in words for one, and for several."""

    PICTURE = "a picture", "pictures"
    PDF = "a PDF", "PDFs"
    WORD = "a Word document", "Word documents"
    TEXT = "a text file", "text files"
    OUTLOOK = "a message saved by Outlook (.msg)", "messages saved by Outlook (.msg)"
    OTHER = "a file that is no workbook", "files that are no workbooks"
    LINK = "a link to a file kept elsewhere", "links to files kept elsewhere"
    SEALED = "an encrypted or sealed message", "encrypted or sealed messages"
    WINMAIL = "a winmail.dat, which only Outlook opens", "winmail.dat, which only Outlook opens"
    BROKEN = "a part that did not arrive whole", "parts that did not arrive whole"
    WHOLE = "a mail that is not well formed", "mails that are not well formed"


ENDINGS = {
    Unread.PDF: (".pdf",),
    Unread.WORD: (".doc", ".docx", ".docm", ".odt", ".rtf", ".pages"),
    Unread.TEXT: (".txt", ".htm", ".html", ".xml", ".json"),
    Unread.PICTURE: (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".svg"),
    Unread.OUTLOOK: (".msg",),
    Unread.OTHER: (".zip", ".7z", ".rar", ".ppt", ".pptx", ".mp4", ".mov", ".m4a", ".mp3", ".wav"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a mail; its sender chose the name."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a mail holds: the files to read, and of which kind the parts are that nobody can."""

    files: tuple[File, ...] = ()
    unread: tuple[Unread, ...] = ()


def contents_of(mail: Message, linked: int = 0) -> Contents:
    """Return what a mail holds; ``linked`` files are known to be kept elsewhere.

    Raises:
        ValueError: or another of NOT_WELL_FORMED, if it cannot be looked through; then
            `UNKNOWN_CONTENTS` is all that can be said of it.
    """
    parts: list[tuple[File, Unread | None]] = []
    unread: list[Unread] = [Unread.LINK] * linked
    for part in _parts(mail):
        what = _what(part)
        if isinstance(what, File):
            parts.append((what, _no_book(what, part)))
        elif what is not None and not (what is Unread.LINK and what in unread):
            unread.append(what)  # the two forms of a text have the same links
    return _settled(parts, unread)


def _settled(parts: Sequence[tuple[File, Unread | None]], unread: Sequence[Unread]) -> Contents:
    """Return which files are read, and what is told of as unread."""
    books = tuple(file for file, kind in parts if kind is None)
    others = [(file, kind) for file, kind in parts if kind is not None]
    if not books and len(others) == 1 and not unread:
        return Contents((others[0][0],))
    beside = (kind for _, kind in others if not (books and kind is Unread.PICTURE))
    return Contents(books, (*unread, *beside))


UNKNOWN_CONTENTS = Contents(unread=(Unread.WHOLE,))


def in_words(unread: Sequence[Unread]) -> str:
    """Return the kinds of parts that nobody can read, counted.

    Example:
        >>> in_words([Unread.PDF, Unread.LINK, Unread.PDF])
        '2 PDFs and a link to a file kept elsewhere'
    """
    counted = []
    for kind in dict.fromkeys(unread):
        one, several = kind.value
        number = unread.count(kind)
        words = one if number == 1 else f"{number} {several}"
        counted.append(words)
    if len(counted) < 2:
        return "".join(counted)
    return f"{', '.join(counted[:-1])} and {counted[-1]}"


def sender_of(mail: Message) -> str:
    """Return the address a mail says it came from, "" if that cannot be made out."""
    return parseaddr(str(mail.get("From", "")))[1].casefold()


# -- every part, once


def _parts(mail: Message) -> Iterator[Message]:
    """Yield the parts of a mail and of the messages in it, which are no containers themselves.

    Raises:
        ValueError: if there are too many, or one's headings are too long to be looked at.
    """
    waiting = [(mail, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST or depth > DEEPEST or any(len(str(v)) > LONGEST_HEAD for v in part.values()):
            raise ValueError("more parts, or longer headings, than a mail has")
        inside = _inside(part)
        if inside is None:
            yield part
        else:
            waiting[:0] = [(inner, depth + 1) for inner in inside]


def _inside(part: Message) -> list[Message] | None:
    """Return what a container holds, None if a part is none."""
    kind = part.get_content_type()
    if kind == "multipart/encrypted" or kind in NOTHING_KINDS:
        return None
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart":
        is_report = kind == "multipart/report"  # what it sends back is no forwarded mail
        inside = [inner for inner in payload if isinstance(inner, Message)]
        return [inner for inner in inside if not (is_report and _is_message(inner))] or None
    if _is_message(part) and isinstance(payload, list):
        return _forwarded(part, payload[0])
    if name_of(part).casefold().endswith(".eml"):
        return [message_from_bytes(_content(part))]
    return None


def _is_message(part: Message) -> bool:
    return part.get_content_type() in ("message/rfc822", "message/global")


def _forwarded(part: Message, inside: Any) -> list[Message]:
    """Return the message in a part, none if it is one of ours that comes back with a reply.

    Some servers encode it, which Python leaves as it is.
    """
    if str(part.get("Content-Transfer-Encoding", "")).strip().casefold() == "base64":
        inside = message_from_bytes(base64.b64decode(inside.as_bytes(), validate=False))
    if OURS in inside:
        return []
    return [inside]


# -- what a part is


def _what(part: Message) -> File | Unread | None:
    """Return a part as a file or as what nobody can read; None where there is nothing to read."""
    kind, name = part.get_content_type(), name_of(part)
    if kind in NOTHING_KINDS or kind.endswith(SEALS) or NOTHING_NAMES.fullmatch(name):
        return None
    if part.get_content_maintype() == "multipart":
        if kind == "multipart/encrypted":
            return Unread.SEALED
        if kind == "multipart/report":
            return None
        return Unread.BROKEN
    if kind == "message/external-body":
        return Unread.LINK
    if part.get_content_maintype() == "message":
        return Unread.BROKEN
    return _wrapped(kind, name.casefold()) or _body_or_file(part, kind, name)


def _wrapped(kind: str, name: str) -> Unread | None:
    if "pkcs7-mime" in kind or name.endswith((".p7m", ".pgp", ".gpg")):
        return Unread.SEALED
    if kind.endswith("ms-tnef") or name in ("winmail.dat", "win.dat"):
        return Unread.WINMAIL
    return None


def _body_or_file(part: Message, kind: str, name: str) -> File | Unread | None:
    is_attached = part.get_content_disposition() == "attachment"
    if kind in BODIES and not name and not is_attached:
        if has_shared_link(_content(part)):
            return Unread.LINK
        return None
    if part.get_content_maintype() == "image" and (not is_attached or "Content-ID" in part):
        return None
    content = _content(part)
    if not name and not content.strip():
        return None
    return File(name, content)


def _no_book(file: File, part: Message) -> Unread | None:
    """Return what a file is that cannot be a return; None for one that may be."""
    low = file.name.casefold()
    if low.endswith(BOOKS):
        return None
    for kind, endings in ENDINGS.items():
        if low.endswith(endings):
            return kind
    if file.content.startswith(BOOK_BEGINS):
        return None
    if part.get_content_maintype() == "image":
        return Unread.PICTURE
    if file.content.startswith(b"%PDF"):
        return Unread.PDF
    return Unread.OTHER


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def name_of(part: Message) -> str:
    """Return the name a part's sender gave it, decoded as far as it can be; "" if none."""
    name = ""
    try:
        name = str(part.get_filename() or "")
        pieces = decode_header(name)
    except (MessageError, ValueError):
        pieces = [(name, None)]
    text = "".join(_decoded(piece, charset) for piece, charset in pieces)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "raw-unicode-escape", "replace")
    except (LookupError, ValueError):
        return piece.decode("utf-8", "replace")
