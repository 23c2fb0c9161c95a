"""How the letters of a text file are written, judged by the whole file, and its text as UTF-8.

Nothing here is called but in the limited process, as `raw_tables`.
"""

import codecs
import re
from dataclasses import dataclass, field

from audits.domain.amounts import many
from audits.domain.errors import RegisterError

from .report import Notice
from .tables import Source


TOP = 200_000  # bytes of a file that are looked at to tell what it is
MARKS = (b"\xff\xfe", b"\xfe\xff")
LITTLE, BIG = "utf-16-le", "utf-16-be"
MOSTLY = 0.4  # of all bytes; of a text in English nearly every second one is zero
# Letters, quotation marks and dashes that are found in names in England when UTF-8 is right. What
# else two bytes of Windows may look like together ("\u00c9\u2019") are letters that nobody has.
PLAUSIBLE = re.compile("[\u00a0-\u017f\u2010-\u2026\u20ac\u1e00-\u1eff]")
TWICE = b"\xc3\x83\xc2"  # an accented letter that was taken for two of Windows, and written so


@dataclass(slots=True)
class _Strays:
    """Where bytes stand that are no UTF-8; decoding asks it what they mean."""

    places: list[int] = field(default_factory=list)

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        self.places.append(error.start)
        stray = error.object[error.start : error.end]
        return stray.decode("cp1252", "replace"), error.end


def as_utf8(source: Source) -> tuple[bytes, str, tuple[Notice, ...]]:
    """Return a text as UTF-8, how its letters were written, and what to know of that.

    UTF-16 is taken where a mark or the zeros in it say so. What is UTF-8 but for a few bytes is
    read as UTF-8, and those bytes as Windows writes them: one of them garbles no other name.

    Raises:
        RegisterError: if it is UTF-16 that was cut short.
    """
    data = source.data
    if is_utf16(data):
        return _with_line_ends(_from_utf16(source)), "UTF-16", ()
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text, letters, notices = _mixed(source.name, data)
        return _with_line_ends(text.encode()), letters, notices
    return _with_line_ends(data), "", tuple(_garbled(source.name, data))


def is_utf16(data: bytes) -> bool:
    """Tell whether a text is UTF-16: by its mark, or because every second byte is zero."""
    return data.startswith(MARKS) or _order_of_bytes(data) != ""


def _order_of_bytes(data: bytes) -> str:
    top = data[:TOP]
    low, high = top[1::2].count(0), top[::2].count(0)
    if low > MOSTLY * len(top) and not high:
        return LITTLE
    if high > MOSTLY * len(top) and not low:
        return BIG
    return ""


def _from_utf16(source: Source) -> bytes:
    try:
        coded = "utf-16" if source.data.startswith(MARKS) else _order_of_bytes(source.data)
        return source.data.decode(coded).encode()
    except UnicodeDecodeError:
        raise RegisterError(
            f"{source.name} is UTF-16 text that ends within a letter: it was cut short. "
            "Export it again."
        ) from None


def _mixed(name: str, data: bytes) -> tuple[str, str, tuple[Notice, ...]]:
    """Return a text that is not all UTF-8: Windows' own, or UTF-8 with bytes of Windows in it."""
    strays = _Strays()
    codecs.register_error("stray", strays)
    text = data.decode("utf-8", "stray")
    count = len(strays.places)
    whole = len(PLAUSIBLE.findall(data.decode("utf-8", "ignore")))
    if not whole:
        return data.decode("cp1252", "replace"), "Windows-1252: nothing in it is UTF-8", ()
    line = data.count(b"\n", 0, strays.places[0]) + 1
    says = (
        f"{name} is UTF-8 but for {many(count, 'byte')} (the first in line {line:,}), read as "
        "Windows writes text. Look at the names there, or export it again as UTF-8."
    )
    letters = f"UTF-8 ({many(whole, 'letter')}), but for {many(count, 'byte')} of Windows-1252"
    return text, letters, (Notice("letters", says),)


def _garbled(name: str, data: bytes) -> list[Notice]:
    """Say that letters were garbled before the file came here: one was written as two."""
    letters = data.count(TWICE)
    if not letters:
        return []
    says = (
        f"{letters:,} accented letters of {name} stand in it as two odd ones: it was garbled "
        "before it came here. Export it again, and load it without opening it."
    )
    return [Notice("garbled", says)]


def _with_line_ends(data: bytes) -> bytes:
    """Return text whose lines end in line feeds; some programs on a Mac write carriage returns."""
    top = data[:TOP]
    if b"\r\n" in top or top.count(b"\r") <= top.count(b"\n"):
        return data
    return data.replace(b"\r", b"\n")
