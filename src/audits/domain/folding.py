"""Text as it is compared, with the place in the original that each of its letters came from."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate


# Letters that Unicode does not take apart into a plain letter and an accent.
STROKES = str.maketrans(
    {"\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00e6": "ae",
     "\u0153": "oe", "\u0131": "i", "\u0127": "h", "\u0167": "t", "\u014b": "n"}
)  # fmt: skip
APOSTROPHES = "\u2018\u2019\u02bc\u02b9\u0060\u00b4\u2032\u201b\uff07"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})  # accents, marks of direction, zero widths, ...
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared: small letters, no accents, nothing that cannot be seen.

    ``offsets`` says where in ``text`` what became of each character of ``original`` begins, None
    where the two have the same length, character by character.
    """

    original: str = field(repr=False)
    text: str = field(repr=False)
    offsets: Sequence[int] | None = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from start to end stand in the original.

        A letter goes with the accents and invisible characters that follow it.
        """
        offsets = self.offsets
        if offsets is None:
            return start, end
        first = bisect_right(offsets, start) - 1
        last = bisect_right(offsets, end - 1)
        while last < len(self.original) and offsets[last] == offsets[last + 1]:
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """Return a text as it is compared; takes time in proportion to its length."""
    if text.isascii() and not CONTROLS.search(text):
        return Folded(text, text.lower().replace("`", "'"), None)
    pieces = [folded_letter(letter) for letter in text]
    offsets = array("Q", accumulate(map(len, pieces), initial=0))
    return Folded(text, "".join(pieces), offsets)


@lru_cache(maxsize=4096)
def folded_letter(letter: str) -> str:
    """Return what one character is compared as: none, one or several.

    >>> [folded_letter(each) for each in "\u00c9\u00df\u0308\u2019\u00a0"]
    ['e', 'ss', '', "'", ' ']
    """
    if letter in APOSTROPHES:
        return "'"
    if letter in DASHES:
        return "-"
    if letter.isspace():
        return letter if letter in "\t\n\v\f\r" else " "
    if unicodedata.category(letter) in INVISIBLE:
        return ""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", letter).casefold())
    plain = "".join(letter for letter in apart if unicodedata.category(letter) not in INVISIBLE)
    return "".join(map(_digit, plain.translate(STROKES)))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    if value is None:
        return letter
    return str(value)


def words(text: str) -> list[str]:
    """Return the runs of letters and of digits in a text, as they are compared.

    >>> words("O\u2019Neill, C000-12")
    ['o', 'neill', 'c', '000', '12']
    """
    return WORD.findall(fold(text).text)


def joined_spans(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, those that overlap as one."""
    ordered = sorted(spans)
    if not ordered:
        return
    begun, until = ordered[0]
    for start, end in ordered[1:]:
        if start < until:
            until = max(until, end)
            continue
        yield begun, until
        begun, until = start, end
    yield begun, until
