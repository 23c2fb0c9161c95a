"""Who owns an action, as plans write it: agencies, several of them, and posts beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audits.domain.spelling import folded


# Apart stand agencies; within one of them a comma or a bracket may part an agency from a post.
APART = r";|\n|/|&|\+|\band\b"
SEPARATOR = re.compile(rf"({APART}|[,:()\[\]]|\s[-\u2013\u2014]\s)", re.IGNORECASE)
IS_APART = re.compile(APART, re.IGNORECASE)
MOST = 60  # pieces of one cell that are put together again to find a name


@dataclass(frozen=True, slots=True)
class Owners:
    """The agencies that a cell names, the first first; posts beside them; and what is neither."""

    agencies: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def owners_in(text: str, names: Mapping[str, str]) -> Owners:
    """Return who stands in a cell; ``names`` gives the code of each agency's folded name and code.

    What stands beside an agency, parted from it by a comma, a colon, a dash or brackets, is a post.

    >>> owners_in("Designated Nurse (CCG); police", {"ccg": "ccg", "police": "police"})
    Owners(agencies=('ccg', 'police'), posts=('Designated Nurse',), unknown=())
    """
    agencies: list[str] = []
    posts: list[str] = []
    unknown: list[str] = []
    for group in _groups(text, names):
        known = [names[folded(piece)] for piece in group if folded(piece) in names]
        others = [piece for piece in group if folded(piece) not in names]
        agencies += known
        (posts if known else unknown).extend(others)
    return Owners(tuple(dict.fromkeys(agencies)), tuple(posts), tuple(unknown))


def _groups(text: str, names: Mapping[str, str]) -> list[list[str]]:
    """Return the pieces of a cell, by who stands apart; names that hold a separator stay whole."""
    parts = SEPARATOR.split(text)[: 2 * MOST]
    groups: list[list[str]] = [[]]
    at = 0
    while at < len(parts):
        end = _name_from(at, parts, names)
        piece = "".join(parts[at : end + 1]).strip(" .\t")
        if piece:
            groups[-1].append(piece)
        if end + 1 < len(parts) and IS_APART.fullmatch(parts[end + 1]):
            groups.append([])
        at = end + 2
    return [group for group in groups if group]


def _name_from(at: int, parts: list[str], names: Mapping[str, str]) -> int:
    """Return where the longest name that begins at a piece ends; at itself, if none does."""
    for end in range(len(parts) - 1, at, -1):
        if end % 2 == 0 and folded("".join(parts[at : end + 1])) in names:
            return end
    return at
