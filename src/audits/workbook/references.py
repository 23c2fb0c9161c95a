"""The visible references that say what a row or a column is, wherever somebody moves it.

``P7.1-C003-JH56S``: pack P7, first edition, the third case; ``Q07`` is a question, ``N07`` the note
beside its answer, ``C003-Q07`` one question about one case, ``A93`` what is asked once a return,
``R003-Q07`` the row in which a question is asked again on the sheet Queries (``R000``: of no case).
Those of a moderation workbook begin with M.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from string import whitespace

from audits.domain.edition import token_of


# Crockford's base 32: no I, L, O or U, so that a reference can be read out over the telephone.
# https://www.crockford.com/base32.html
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(
    r"(?<![0-9A-Z.])([PM]\d{1,6})\.(\d{1,3})-([CR]\d{3,4}-[QN]\d{2,3}|C\d{3,4}|[QNA]\d{2,3})-"
    rf"([{LETTERS}]{{5}})(?![0-9A-Z])",
)
# What programs and people make of one: spaces and line breaks in it, other dashes, small letters.
_GAP, _DASH = " ?", "[ _-]{0,4}"
_DIGITS = f"(?:[0-9]{_GAP})"
_CASE, _QUESTION = f"[CR]{_GAP}{_DIGITS}{{3,4}}", f"[QN]{_GAP}{_DIGITS}{{2,3}}"
_LOOSE = re.compile(
    rf"([PM]{_GAP}{_DIGITS}{{1,6}})[.,]{_GAP}({_DIGITS}{{1,3}}){_DASH}"
    rf"({_CASE}{_DASH}{_QUESTION}|{_CASE}|[QNA]{_GAP}{_DIGITS}{{2,3}}){_DASH}"
    rf"((?:[0-9A-Z]{_GAP}){{4}}[0-9A-Z])",
    re.IGNORECASE,
)
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
# What nobody sees beside a reference: soft hyphen, zero-width characters, marks of direction.
_UNSEEN = "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LOOKS_LIKE = str.maketrans("OIL", "011")  # as Crockford says they may be read
SHORTEST = 12  # characters of a reference


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as found; ``is_ours`` tells whether its check code is right."""

    code: str
    edition: int
    part: str
    is_ours: bool

    @property
    def token(self) -> str:
        """Return what names the edition that it is of."""
        return token_of(self.code, self.edition)

    @property
    def case(self) -> int | None:
        """Return the case's number, if it speaks of one."""
        if self.part[0] not in "CR":
            return None
        return int(self.part[1:].partition("-")[0]) or None

    @property
    def question(self) -> int | None:
        """Return the question's number, if it speaks of one."""
        last = self._last
        if last[0] not in "QNA":
            return None
        return int(last[1:])

    @property
    def is_note(self) -> bool:
        """Tell whether it stands over the notes of a question."""
        return self._last.startswith("N")

    @property
    def is_once(self) -> bool:
        """Tell whether it is asked once a return."""
        return self.part.startswith("A")

    @property
    def is_query(self) -> bool:
        """Tell whether it stands in a row of the sheet Queries."""
        return self.part.startswith("R")

    @property
    def _last(self) -> str:
        return self.part.rpartition("-")[2]


def reference(pack: str, part: str, key: bytes) -> str:
    """Return the reference of a part of a pack's edition (``P7.1``)."""
    return f"{pack}-{part}-{_check(pack, part, key)}"


def references_in(text: str, key: bytes) -> Iterator[Reference]:
    """Yield the references in a cell's text, altered ones too.

    One whose dashes, spaces or letters a program changed is repaired if its check code fits.
    """
    if len(text) < SHORTEST:
        return
    matches = REFERENCE.findall(text.upper())
    for code, edition, part, check in matches:
        yield _reference(code, edition, part, check, key)
    if not matches:
        for code, edition, part, check in _loose(text):
            repaired = _reference(code, edition, part, check, key)
            if repaired.is_ours:
                yield repaired


def without_references(text: str) -> str:
    """Return a cell's text without the references in it."""
    if len(text) < SHORTEST:
        return text.strip()
    plain = REFERENCE.sub("", text)
    if plain == text:
        plain = _LOOSE.sub("", _tidy(text))
    return plain.strip(whitespace + _UNSEEN)


def _reference(code: str, edition: str, part: str, check: str, key: bytes) -> Reference:
    right = hmac.compare_digest(check, _check(f"{code}.{edition}", part, key))
    return Reference(code, int(edition), part, right)


def _loose(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what may be references that were changed in passing, put right."""
    for code, edition, part, check in _LOOSE.findall(_tidy(text).upper()):
        bare = re.sub(r"[ _-]", "", part)
        part = re.sub(r"(?<=[0-9])(?=[QN])", "-", bare)
        check = check.replace(" ", "").translate(_LOOKS_LIKE)
        yield code.replace(" ", ""), edition.replace(" ", ""), part, check


def _tidy(text: str) -> str:
    if text.isascii():  # no other dashes, and nothing that cannot be seen
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", _DASHES.sub("-", text))
    visible = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def _check(pack: str, part: str, key: bytes) -> str:
    """Return 25 bits of HMAC-SHA256 as five letters: 1 in 33 million is hit by chance."""
    digest = hmac.new(key, f"{pack}|{part}".encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:4], "big") >> 7
    return "".join(LETTERS[bits >> shift & 31] for shift in (20, 15, 10, 5, 0))
