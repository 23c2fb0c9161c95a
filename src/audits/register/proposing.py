"""Proposes which heading is which of our columns, from its spelling and from what stands below."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded
from audits.opening import like_headings, plain_heading

from .cleaning import as_day, tidy
from .clock_columns import clock_name, hold_times
from .rows import meaning, words_of
from .shapes import PERSON, Column, RegisterShape
from .tables import Sheet, Source, hidden_notices, sheets_in


LOOK_AT = 300  # rows of values
HEADINGS_AMONG = 30  # rows
ALIKE = 0.8  # difflib's ratio: "Date Recieved" is 0.92 of "date received"
MOST = 0.6  # of the values of a column, that must be such as ours holds
NHS_NUMBER = re.compile(r"^\d{3}[ -]?\d{3}[ -]?\d{4}$")
POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$", re.IGNORECASE)


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
    below: Mapping[str, Sequence[str]] = field(repr=False)
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


def propose_columns(below: Mapping[str, Sequence[str]], columns: Sequence[Column]) -> Proposed:
    """Return which headings may be which columns; ``below`` is what stands below each heading."""
    left = {heading: tuple(values) for heading, values in below.items()}
    proposals: dict[str, Proposal] = {}
    for look in (_by_heading, _by_spelling, _by_values):
        for column in (each for each in columns if each.name not in proposals):
            heading = look(column, left)
            if heading is not None:
                proposals[column.name] = _proposal(column, heading, WHY[look], left.pop(heading))
    nothing = "nothing like it was found"
    return Proposed(
        tuple(proposals.get(c.name, Proposal(c, None, nothing)) for c in columns), below
    )


def _with_clocks(proposed: Proposed, shape: RegisterShape) -> Proposed:
    """Return what is proposed with the columns that may hold the times of the register's days.

    Each goes to the day whose heading is spelled most like its own; without any, nothing is asked.
    """
    used = {proposal.heading for proposal in proposed.proposals}
    unused = {heading: texts for heading, texts in proposed.below.items() if heading not in used}
    clocks = [heading for heading, texts in unused.items() if hold_times(texts)]
    days = [p for p in proposed.proposals if p.heading and p.column.name in shape.timed]
    found: dict[str, str] = {}
    pairs = [(_alike(day.heading or "", c), day.column.name, c) for day in days for c in clocks]
    for _, name, clock in sorted(pairs, reverse=True):
        if name not in found and clock not in found.values():
            found[name] = clock
    asked = [_clock_proposal(day, found, proposed) for day in days if clocks]
    return replace(proposed, proposals=(*proposed.proposals, *asked))


def _alike(day: str, clock: str) -> float:
    """Return how alike the headings of a day and of a time are spelled, but for those words."""
    one, other = (folded(text).replace("date", "").replace("time", "") for text in (day, clock))
    return SequenceMatcher(None, one, other).ratio()


def _clock_proposal(day: Proposal, found: Mapping[str, str], proposed: Proposed) -> Proposal:
    means = f"the time of day, if it stands apart, of {day.column.means}"
    column = Column(clock_name(day.column.name), (), means)
    heading = found.get(day.column.name)
    if heading is None:
        return Proposal(column, None, "nothing like it was found")
    return _proposal(column, heading, "what stands below it", proposed.below[heading])


def _proposal(column: Column, heading: str, why: str, below: Sequence[str]) -> Proposal:
    """Return a proposal with a few values, unless they say who somebody is."""
    if column.name in PERSON or column.is_id or column.hashed or column.masked:
        return Proposal(column, heading, why, ())
    return Proposal(column, heading, why, tuple(dict.fromkeys(below))[:3])


def _headed(
    sheets: Sequence[Sheet], file: str, shape: RegisterShape, unread: Sequence[str]
) -> tuple[Sheet, int]:
    """Return the sheet and row that look most like this register's headings."""
    known = [plain_heading(h) for column in shape.columns for h in column.headings]
    ranked = (
        (like_headings(row, known), -at, place, sheet)
        for place, sheet in enumerate(sheets)
        for at, row in enumerate(sheet.top(HEADINGS_AMONG))
    )
    best = max(ranked, key=lambda each: each[:2], default=None)
    if best is None or best[0][1] < 2:
        says = f"{file} has no row that looks like headings. Export it again."
        raise RegisterError(" ".join((says, *unread)))
    return best[-1], -best[1]


def _columns(sheet: Sheet, at: int) -> dict[str, tuple[str, ...]]:
    """Return what stands below each heading, tidied; a heading that occurs again is left out."""
    top = sheet.top(at + 1 + LOOK_AT)
    columns: dict[str, tuple[str, ...]] = {}
    for place, heading in enumerate(top[at]):
        if tidy(heading):
            values = [tidy(row[place]) for row in top[at + 1 :]]
            columns.setdefault(" ".join(heading.split()), tuple(filter(None, values)))
    return columns


def _by_heading(column: Column, columns: Mapping[str, tuple[str, ...]]) -> str | None:
    by_folded = {folded(heading): heading for heading in reversed(list(columns))}
    names = (folded(heading) for heading in (*column.headings, column.name))
    return next((by_folded[name] for name in names if name in by_folded), None)


def _by_spelling(column: Column, columns: Mapping[str, tuple[str, ...]]) -> str | None:
    names = [folded(heading) for heading in (*column.headings, column.name)]
    scores = [(_likeness(heading, names), heading) for heading in columns]
    score, heading = max(scores, default=(0.0, ""))
    if score < ALIKE:
        return None
    return heading


def _likeness(heading: str, names: Sequence[str]) -> float:
    """Return from 0 to 1 how like the most similar of these names a heading is."""
    text = folded(heading)
    return max(SequenceMatcher(None, text, name).ratio() for name in names)


def _by_values(column: Column, columns: Mapping[str, tuple[str, ...]]) -> str | None:
    is_such = _such(column)
    if is_such is None:
        return None
    shares = [
        (sum(map(is_such, values)) / len(values), heading)
        for heading, values in columns.items()
        if values
    ]
    share, heading = max(shares, default=(0.0, ""))
    if share < MOST:
        return None
    return heading


WHY: Mapping[Callable[[Column, Mapping[str, tuple[str, ...]]], str | None], str] = {
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
