"""One row of a register, cleaned: what it says, or why it cannot be used."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audits.domain.spelling import folded

from .cleaning import as_day, as_id, cleaned
from .matching import Table
from .profile import Profile
from .report import Notice
from .shapes import PERSON, Column, RegisterShape


CODE = re.compile(r"^\s*(?:[a-z]{1,2}\d?\)\s*)?(?:[A-Z]{0,3}\d{0,2}[A-Z]?\s*[:\u2013-]\s+)?")
PREGNANCY, OLDEST = 300, 25 * 365.25  # days; care leavers are supported until 25
SEVERAL = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that can be used. ``days`` holds every day that could be read, by column."""

    unit: str = field(repr=False)
    child: str = field(repr=False)
    family: str = field(repr=False)
    days: Mapping[str, date] = field(repr=False)
    attributes: Mapping[str, str]
    person: Mapping[str, str] = field(repr=False)


@dataclass(slots=True)
class Tally:
    """What is met on the way through the rows."""

    rows_in: int = 0
    rejected: int = 0
    notices: list[Notice] = field(default_factory=list)
    footers: int = 0
    unmatched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    values: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def notice(self, code: str, message: str, *, table: Table, row: int, column: str = "") -> None:
        """Say something about a row that is used all the same."""
        heading = table.headings.get(column, "")
        self.notices.append(Notice(code, message, table.sheet.title, row, heading))

    def reject(self, code: str, message: str, *, table: Table, row: int, column: str = "") -> None:
        """Count a row that cannot be used, and say why."""
        self.rejected += 1
        self.notice(code, message, table=table, row=row, column=column)


class RowReader:
    """Reads the rows of matched tables; ``tally`` then holds what was met."""

    def __init__(self, shape: RegisterShape, profile: Profile | None, today: date) -> None:
        self.tally = Tally()
        self._shape, self._today = shape, today
        self._words = {c.name: _words(c, profile) for c in shape.columns if c.values}
        self._flags = {c.name: c.flags for c in shape.columns if c.flags}
        self._kept = [c.name for c in shape.columns if c.kept]
        self._days = [c.name for c in shape.columns if c.is_day]

    def read(self, table: Table) -> Iterator[Row]:
        """Yield the rows that can be used."""
        for number, cells in enumerate(table.rows, start=table.first):
            said = {
                name: cells[place] if place < len(cells) else ""
                for name, place in table.columns.items()
            }
            if not any(map(str.strip, cells)):
                continue
            if self._is_footer(said, cells):
                self.tally.footers += 1
                continue
            self.tally.rows_in += 1
            row = self._row(said, table, number)
            if row is not None:
                yield row

    def _row(self, said: Mapping[str, str], table: Table, number: int) -> Row | None:
        days = {n: day for n in self._days if (day := as_day(said.get(n, ""))) is not None}
        unit = self._unit(said)
        if not unit:
            message = "The row has no id, so it was left out."
            self.tally.reject("no_id", message, table=table, row=number, column=self._shape.id)
            return None
        if self._shape.dated and not self._has_been(days, table, number):
            return None
        self._check_days(days, table, number)
        return Row(
            unit=unit,
            child=as_id(said.get("child_id", "")),
            family=as_id(said.get("family_id", "")),
            days=days,
            attributes=self._attributes(said, days, table),
            person=_person(said, days.get("born")),
        )

    def _unit(self, said: Mapping[str, str]) -> str:
        """Return a row's id, or where the register has none what stands for it."""
        if self._shape.id in said:
            return as_id(said[self._shape.id])
        family = bool(as_id(said.get("family_id", "")))
        parts = [n for n in self._shape.id_from if not (n == "child_id" and family)]
        return "/".join(as_id(said.get(name, "")) for name in parts)

    def _has_been(self, days: Mapping[str, date], table: Table, number: int) -> bool:
        """Tell whether a row's day can be read and is past; count the row as left out if not."""
        dated = self._shape.dated
        if dated not in days:
            message = "The row has no date that can be read, so it was left out."
            self.tally.reject("no_date", message, table=table, row=number, column=dated)
        elif days[dated] > self._today:
            message = "The row's date lies in the future, so it was left out."
            self.tally.reject("future", message, table=table, row=number, column=dated)
        return dated in days and days[dated] <= self._today

    def _check_days(self, days: Mapping[str, date], table: Table, number: int) -> None:
        """Say where days contradict each other; the row is used, for another day may be wrong."""
        happened, born = days.get(self._shape.dated), days.get("born")
        if happened and born:
            found = _birth(happened, born)
            if found:
                self.tally.notice(*found, table=table, row=number, column="born")
        ended = self._shape.open_unless or next(iter(self._shape.occurred_on), "")
        if happened and days.get(ended, happened) < happened:
            says = "The row ends before it begins."
            self.tally.notice("ends_before", says, table=table, row=number, column=ended)

    def _attributes(
        self, said: Mapping[str, str], days: Mapping[str, date], table: Table
    ) -> dict[str, str]:
        found = {name: cleaned(said.get(name, "")) for name in self._kept}
        for name, words in self._words.items():
            if name in said:
                found[name] = self._meaning(name, said[name], words=words, table=table)
        for name, flags in self._flags.items():
            codes = {code.casefold() for code in SEVERAL.split(said.get(name, ""))}
            found |= {flag: "yes" if codes & set(sets) else "no" for flag, sets in flags.items()}
        if self._shape.open_unless:
            ended = days.get(self._shape.open_unless)
            found["status"] = "closed" if ended and ended <= self._today else "open"
        return found

    def _meaning(self, name: str, text: str, *, words: Mapping[str, str], table: Table) -> str:
        """Return our word for a value, also where a code stands before it (``q) 6: Police``)."""
        meaning = words.get(folded(text)) or words.get(folded(CODE.sub("", text)))
        if meaning is None and cleaned(text):
            self.tally.unmatched[table.headings[name]].add(cleaned(text))
        self.tally.values[table.headings[name]][cleaned(text), meaning or ""] += 1
        return meaning or ""

    def _is_footer(self, said: Mapping[str, str], cells: Sequence[str]) -> bool:
        """Tell a total or a note below the table from a row that lost its id."""
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled > 2 or not self._shape.dated:
            return False
        return not as_day(said.get(self._shape.dated, ""))


def _words(column: Column, profile: Profile | None) -> dict[str, str]:
    known = {folded(text): word for word, texts in column.values.items() for text in (word, *texts)}
    own = (profile.values if profile else {}).get(column.name, {})
    return known | {folded(text): word for text, word in own.items()}


def _birth(happened: date, born: date) -> tuple[str, str] | None:
    """Return what is odd about a birthday, if anything: unborn children are not."""
    ahead = (born - happened).days
    if ahead > PREGNANCY:
        return "impossible_birth", "The child was born too long after the row's date."
    if ahead > 0:
        return "unborn", "The child was not born yet on the row's date."
    if -ahead > OLDEST:
        return "not_a_child", "The child was over twenty-five on the row's date."
    return None


def _person(said: Mapping[str, str], born: date | None) -> dict[str, str]:
    person = {name: cleaned(said[name]) for name in PERSON if name in said}
    return {"child_id": as_id(said.get("child_id", "")), **person} | (
        {"born": born.isoformat() if born else ""} if "born" in said else {}
    )
