"""Who owns an action, as plans write it: agencies, the partnership's own bodies, and posts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audits.domain.spelling import folded

from .bodies import is_body


# Apart stand agencies; within one of them a comma or a bracket may part an agency from a post.
APART = r";|\n|/|&|\+|\band\b"
SEPARATOR = re.compile(rf"({APART}|[,:()\[\]]|\s[-\u2013\u2014]\s)", re.IGNORECASE)
IS_APART = re.compile(APART, re.IGNORECASE)
MOST = 60  # pieces of one cell that are put together again to find a name


@dataclass(frozen=True, slots=True)
class Owners:
    """The agencies that a cell names, the first first; posts beside them; and what is neither.

    ``bodies`` are the partnership, its groups and everybody, as they are written.
    """

    agencies: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def owners_in(text: str, names: Mapping[str, str], own_names: Collection[str] = ()) -> Owners:
    """Return who stands in a cell; ``names`` gives the code of each agency's folded name and code.

    What stands beside an agency or a body, parted from it by a comma, a colon, a dash or brackets,
    is a post. ``own_names`` are what the partnership is called.

    >>> owners_in("Designated Nurse (CCG); police", {"ccg": "ccg", "police": "police"})
    Owners(agencies=('ccg', 'police'), posts=('Designated Nurse',), unknown=(), bodies=())
    >>> owners_in("QEG and all partners", {}).bodies
    ('QEG', 'all partners')
    """
    agencies: list[str] = []
    posts: list[str] = []
    unknown: list[str] = []
    bodies: list[str] = []
    for group in _groups(text, names, own_names):
        known = [names[folded(piece)] for piece in group if folded(piece) in names]
        others = [piece for piece in group if folded(piece) not in names]
        body = next((piece for piece in others if is_body(piece, own_names)), None)
        agencies += known
        if not known and body is not None:
            bodies.append(body)
            others.remove(body)
        if known or body is not None:
            posts += others
        else:
            unknown += others
    return Owners(*map(_once_each, (agencies, posts, unknown, bodies)))


def _once_each(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _groups(text: str, names: Mapping[str, str], own_names: Collection[str]) -> list[list[str]]:
    """Return the pieces of a cell, by who stands apart; names that hold a separator stay whole."""
    parts = SEPARATOR.split(text)[: 2 * MOST]
    groups: list[list[str]] = [[]]
    at = 0
    while at < len(parts):
        end = _name_from(at, parts, names, own_names)
        piece = "".join(parts[at : end + 1]).strip(" .\t")
        if piece:
            groups[-1].append(piece)
        if end + 1 < len(parts) and IS_APART.fullmatch(parts[end + 1]):
            groups.append([])
        at = end + 2
    return [group for group in groups if group]


def _name_from(
    at: int, parts: list[str], names: Mapping[str, str], own_names: Collection[str]
) -> int:
    """Return where the longest name that begins at a piece ends; at itself, if none does."""
    for end in range(len(parts) - 1, at, -1):
        whole = "".join(parts[at : end + 1])
        if end % 2 == 0 and (folded(whole) in names or is_body(whole, own_names)):
            return end
    return at
