"""Proposes which heading is which of our columns, from its spelling and from what stands below."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from itertools import chain, product
from operator import attrgetter, itemgetter
from typing import TypeAlias

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded
from audits.opening import like_headings, plain_heading

from .cleaning import as_day, single_spaced, tidy
from .clock_columns import clock_name, hold_times
from .meanings import meaning, words_of
from .shapes import PERSON, Column, RegisterShape
from .tables import Sheet, Source, hidden_notices, sheets_in


LOOK_AT = 300  # rows of values
HEADINGS_AMONG = 30  # rows
ALIKE = 0.8  # difflib's ratio: "Date Recieved" is 0.92 of "date received"
MOST = 0.6  # of the values of a column, that must be such as ours holds
NHS_NUMBER = re.compile(r"^\d{3}[ -]?\d{3}[ -]?\d{4}$")
POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)
Below: TypeAlias = Mapping[str, Sequence[str]]  # what stands below each heading


@dataclass(frozen=True, slots=True)
class Proposal:
    """A heading proposed for one of our columns, None if there is none, and why.

    ``values`` are a few that stand below it; never those of a column that says who somebody is.
    """

    column: Column
    heading: str | None
    why: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for a file: one proposal for each of our columns.

    ``below`` holds, by heading, what stands in the first rows below it. ``unread`` is a sentence
    for each sheet that its author has hidden: no heading of it is proposed.
    """

    proposals: tuple[Proposal, ...]
    below: Below = field(repr=False)
    unread: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the file's headings, in order."""
        return tuple(self.below)

    def unknown_words(self, column: Column, heading: str) -> dict[str, str]:
        """Return what stands below a heading and is none of a column's words.

        Each with the word of ours that is spelled most like it, or "".
        """
        if not column.values or not heading:
            return {}
        words = words_of(column)
        unknown = {text for text in self.below[heading] if not meaning(text, words)}
        return {text: _nearest(text, words) for text in sorted(unknown)}


def propose(source: Source, shape: RegisterShape) -> Proposed:
    """Return which headings of a file may be which columns of a register.

    Raises:
        RegisterError: if the file cannot be read, or no row of it looks like headings.
    """
    sheets = tuple(sheets_in(source))
    unread = hidden_notices(sheets)
    sheet, at = _headed(sheets, source.name, shape, unread)
    proposed = _with_clocks(propose_columns(_columns(sheet, at), shape.columns), shape)
    return replace(proposed, unread=unread)


def propose_columns(below: Below, columns: Sequence[Column]) -> Proposed:
    """Return which headings may be which columns; ``below`` is what stands below each heading."""
    left = dict(below)
    proposals: dict[str, Proposal] = {}
    for look in (_by_heading, _by_spelling, _by_values):
        for column in columns:
            if column.name in proposals:
                continue
            heading = look(column, left)
            if heading is not None:
                proposals[column.name] = _proposal(column, heading, WHY[look], left.pop(heading))
    in_order = [proposals.get(column.name, _nothing_like(column)) for column in columns]
    return Proposed(tuple(in_order), below)


def _with_clocks(proposed: Proposed, shape: RegisterShape) -> Proposed:
    """Return what is proposed with the columns that may hold the times of the register's days.

    Each goes to the day whose heading is spelled most like its own; without any, nothing is asked.
    """
    clocks = list(_unused_clocks(proposed))
    if not clocks:
        return proposed
    days = [p for p in proposed.proposals if p.heading and p.column.name in shape.timed]
    clock_of = _nearest_clocks(days, clocks)
    asked = [_clock_proposal(day, clock_of, proposed) for day in days]
    return replace(proposed, proposals=(*proposed.proposals, *asked))


def _unused_clocks(proposed: Proposed) -> Iterator[str]:
    """Yield the headings that are proposed for nothing, and below which times of day stand."""
    used = set(map(attrgetter("heading"), proposed.proposals))
    for heading, texts in proposed.below.items():
        if heading not in used and hold_times(texts):
            yield heading


def _nearest_clocks(days: Sequence[Proposal], clocks: Sequence[str]) -> dict[str, str]:
    """Return by the name of a day the heading of its times: those most alike first, each once."""
    pairs = [
        (_alike(day.heading or "", clock), day.column.name, clock)
        for day, clock in product(days, clocks)
    ]
    clock_of: dict[str, str] = {}
    for _, name, clock in sorted(pairs, reverse=True):
        if name not in clock_of and clock not in clock_of.values():
            clock_of[name] = clock
    return clock_of


def _alike(day: str, clock: str) -> float:
    """Return how alike the headings of a day and of a time are spelled, but for those words."""
    return SequenceMatcher(None, _without_kind(day), _without_kind(clock)).ratio()


def _without_kind(heading: str) -> str:
    return folded(heading).replace("date", "").replace("time", "")


def _clock_proposal(day: Proposal, clock_of: Mapping[str, str], proposed: Proposed) -> Proposal:
    means = f"the time of day, if it stands apart, of {day.column.means}"
    column = Column(clock_name(day.column.name), (), means)
    heading = clock_of.get(day.column.name)
    if heading is None:
        return _nothing_like(column)
    return _proposal(column, heading, "what stands below it", proposed.below[heading])


def _nothing_like(column: Column) -> Proposal:
    return Proposal(column, None, "nothing like it was found")


def _proposal(column: Column, heading: str, why: str, below: Sequence[str]) -> Proposal:
    """Return a proposal with a few values, unless they say who somebody is."""
    if column.name in PERSON or column.is_id or column.hashed or column.masked:
        return Proposal(column, heading, why, ())
    return Proposal(column, heading, why, tuple(dict.fromkeys(below))[:3])


def _headed(
    sheets: Sequence[Sheet], file: str, shape: RegisterShape, unread: Sequence[str]
) -> tuple[Sheet, int]:
    """Return the sheet and row that look most like this register's headings."""
    headings = chain.from_iterable(map(attrgetter("headings"), shape.columns))
    known = list(map(plain_heading, headings))
    best = max(_ranked_rows(sheets, known), key=itemgetter(0, 1), default=None)
    if best is None or best[0][1] < 2:
        says = f"{file} has no row that looks like headings. Export it again."
        raise RegisterError(" ".join((says, *unread)))
    _, above, sheet = best
    return sheet, -above


def _ranked_rows(
    sheets: Sequence[Sheet], known: Sequence[str]
) -> Iterator[tuple[tuple[int, int], int, Sheet]]:
    """Yield the first rows of sheets: how like headings each is, less its place, and its sheet."""
    for sheet in sheets:
        for at, row in enumerate(sheet.top(HEADINGS_AMONG)):
            yield like_headings(row, known), -at, sheet


def _columns(sheet: Sheet, at: int) -> dict[str, tuple[str, ...]]:
    """Return what stands below each heading, tidied; a heading that occurs again is left out."""
    top = sheet.top(at + 1 + LOOK_AT)
    columns: dict[str, tuple[str, ...]] = {}
    for place, heading in enumerate(top[at]):
        if tidy(heading):
            values = [tidy(row[place]) for row in top[at + 1 :]]
            columns.setdefault(single_spaced(heading), tuple(filter(None, values)))
    return columns


def _by_heading(column: Column, columns: Below) -> str | None:
    by_folded: dict[str, str] = {}
    for heading in columns:
        by_folded.setdefault(folded(heading), heading)
    for name in map(folded, column.goes_by):
        if name in by_folded:
            return by_folded[name]
    return None


def _by_spelling(column: Column, columns: Below) -> str | None:
    names = list(map(folded, column.goes_by))
    return _best([(_likeness(heading, names), heading) for heading in columns], least=ALIKE)


def _best(scores: Sequence[tuple[float, str]], *, least: float) -> str | None:
    """Return the heading with the highest score, None if it is below the least."""
    score, heading = max(scores, default=(0.0, ""))
    if score < least:
        return None
    return heading


def _likeness(heading: str, names: Sequence[str]) -> float:
    """Return from 0 to 1 how like the most similar of these names a heading is."""
    text = folded(heading)
    return max(SequenceMatcher(None, text, name).ratio() for name in names)


def _by_values(column: Column, columns: Below) -> str | None:
    is_such = _such(column)
    if is_such is None:
        return None
    shares = []
    for heading, values in columns.items():
        if values:
            shares.append((sum(map(is_such, values)) / len(values), heading))
    return _best(shares, least=MOST)


WHY: Mapping[Callable[[Column, Below], str | None], str] = {
    _by_heading: "its heading",
    _by_spelling: "a heading spelled much like it",
    _by_values: "what stands below it",
}


def _such(column: Column) -> Callable[[str], bool] | None:
    """Return what tells whether a text is one that a column holds, None if nothing can."""
    if column.name == "nhs_number":
        return lambda text: bool(NHS_NUMBER.match(text))
    if column.name == "postcode":
        return lambda text: bool(POSTCODE.match(text))
    if column.is_day and column.needed:
        return lambda text: as_day(text) is not None
    words = words_of(column)
    if len(column.values) <= 2:  # yes and no stand in any column
        return None
    return lambda text: _is_such(text, words)


def _is_such(text: str, words: Mapping[str, str]) -> bool:
    """Tell whether a text is one of these words, or nearly; a bare number may be anything."""
    return not text.isdecimal() and bool(meaning(text, words) or _nearest(text, words))


def _nearest(text: str, words: Mapping[str, str]) -> str:
    for nearest in get_close_matches(folded(text), words, 1, ALIKE):
        return words[nearest]
    return ""
