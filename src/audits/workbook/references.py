"""The visible references that say what a row or a column is, wherever somebody moves it.

``P7.1-C003-JH56S``: pack P7, first edition, the third case; ``Q07`` is a question, ``N07`` the note
beside its answer, ``C003-Q07`` one question about one case, ``A93`` what is asked once a return.
Those of a moderation workbook begin with M.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass


# Crockford's base 32: no I, L, O or U, so that a reference can be read out over the telephone.
# https://www.crockford.com/base32.html
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(
    r"(?<![0-9A-Z.])([PM]\d{1,6})\.(\d{1,3})-(C\d{3,4}-[QN]\d{2,3}|C\d{3,4}|[QNA]\d{2,3})-"
    rf"([{LETTERS}]{{5}})(?![0-9A-Z])",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as found; ``is_ours`` tells whether its check code is right."""

    code: str
    edition: int
    part: str
    is_ours: bool

    @property
    def case(self) -> int | None:
        """Return the case's number, if it speaks of one."""
        return int(self.part[1:].partition("-")[0]) if self.part.startswith("C") else None

    @property
    def question(self) -> int | None:
        """Return the question's number, if it speaks of one."""
        last = self._last
        return int(last[1:]) if last[0] in "QNA" else None

    @property
    def is_note(self) -> bool:
        """Tell whether it stands over the notes of a question."""
        return self._last.startswith("N")

    @property
    def is_once(self) -> bool:
        """Tell whether it is asked once a return."""
        return self.part.startswith("A")

    @property
    def _last(self) -> str:
        return self.part.rpartition("-")[2]


def reference(pack: str, part: str, key: bytes) -> str:
    """Return the reference of a part of a pack's edition (``P7.1``)."""
    return f"{pack}-{part}-{_check(pack, part, key)}"


def references_in(text: str, key: bytes) -> Iterator[Reference]:
    """Yield the references in a cell's text, altered ones too."""
    for code, edition, part, check in REFERENCE.findall(text.upper()):
        right = hmac.compare_digest(check, _check(f"{code}.{edition}", part, key))
        yield Reference(code, int(edition), part, right)


def without_references(text: str) -> str:
    """Return a cell's text without the references in it."""
    return REFERENCE.sub("", text).strip()


def _check(pack: str, part: str, key: bytes) -> str:
    """Return 25 bits of HMAC-SHA256 as five letters: 1 in 33 million is hit by chance."""
    digest = hmac.new(key, f"{pack}|{part}".encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest[:4], "big") >> 7
    return "".join(LETTERS[bits >> shift & 31] for shift in (20, 15, 10, 5, 0))
