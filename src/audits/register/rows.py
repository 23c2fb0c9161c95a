"""One row of a register, cleaned: what it says, or why it cannot be used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audits.domain.spelling import folded

from .cleaning import as_day, as_id, cleaned
from .matching import Table
from .profile import Profile
from .report import Notice
from .shapes import Column


IDS = ("contact_id", "child_id", "family_id")
PERSON = ("forename", "surname", "born", "gender", "nhs_number", "postcode")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that can be used."""

    contact: str = field(repr=False)
    child: str = field(repr=False)
    family: str = field(repr=False)
    received_on: date
    closed_on: date | None
    born: date | None = field(repr=False)
    attributes: Mapping[str, str]
    person: Mapping[str, str] = field(repr=False)


@dataclass(slots=True)
class Tally:
    """What is met on the way through the rows."""

    rows_in: int = 0
    rejected: int = 0
    notices: list[Notice] = field(default_factory=list)
    unmatched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def reject(self, code: str, message: str, *, table: Table, row: int, column: str = "") -> None:
        """Count a row that cannot be used, and say why."""
        self.rejected += 1
        heading = table.headings.get(column, "")
        self.notices.append(Notice(code, message, table.sheet.title, row, heading))


class RowReader:
    """Reads the rows of matched tables; ``tally`` then holds what was met."""

    def __init__(self, columns: Sequence[Column], profile: Profile | None, today: date) -> None:
        self.tally = Tally()
        self._today = today
        self._words = {c.name: _words(c, profile) for c in columns if c.values}

    def read(self, table: Table) -> Iterator[Row]:
        """Yield the rows that can be used."""
        for number, cells in enumerate(table.rows, start=table.first):
            said = {
                name: cells[place] if place < len(cells) else ""
                for name, place in table.columns.items()
            }
            if not any(map(str.strip, cells)) or _is_footer(said, cells):
                continue
            self.tally.rows_in += 1
            row = self._row(said, table, number)
            if row is not None:
                yield row

    def _row(self, said: Mapping[str, str], table: Table, number: int) -> Row | None:
        contact = as_id(said["contact_id"])
        received_on = as_day(said["received_on"])
        if not contact:
            message = "The row has no contact id, so it was left out."
            self.tally.reject("no_id", message, table=table, row=number, column="contact_id")
            return None
        if received_on is None:
            message = "The row has no date that can be read, so it was left out."
            self.tally.reject("no_date", message, table=table, row=number, column="received_on")
            return None
        if received_on > self._today:
            message = "The row's date lies in the future, so it was left out."
            self.tally.reject("future", message, table=table, row=number, column="received_on")
            return None
        born = as_day(said.get("born", ""))
        return Row(
            contact=contact,
            child=as_id(said.get("child_id", "")),
            family=as_id(said.get("family_id", "")),
            received_on=received_on,
            closed_on=as_day(said.get("closed_on", "")),
            born=born,
            attributes=self._attributes(said, table),
            person=_person(said, born),
        )

    def _attributes(self, said: Mapping[str, str], table: Table) -> dict[str, str]:
        found = {"team": cleaned(said.get("team", ""))}
        for name, words in self._words.items():
            if name in said:
                found[name] = self._meaning(name, said[name], words=words, table=table)
        return found

    def _meaning(self, name: str, text: str, *, words: Mapping[str, str], table: Table) -> str:
        meaning = words.get(folded(text))
        if meaning is None and cleaned(text):
            self.tally.unmatched[table.headings[name]].add(cleaned(text))
        return meaning or ""


def _words(column: Column, profile: Profile | None) -> dict[str, str]:
    known = {folded(text): word for word, texts in column.values.items() for text in (word, *texts)}
    own = (profile.values if profile else {}).get(column.name, {})
    return known | {folded(text): word for text, word in own.items()}


def _is_footer(said: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Tell a total or a note below the table from a row that lost its id."""
    filled = sum(bool(cell.strip()) for cell in cells)
    return filled <= 2 and not as_day(said["received_on"])


def _person(said: Mapping[str, str], born: date | None) -> dict[str, str]:
    person = {name: cleaned(said[name]) for name in PERSON if name in said}
    return {"child_id": as_id(said.get("child_id", "")), **person} | (
        {"born": born.isoformat() if born else ""} if "born" in said else {}
    )
