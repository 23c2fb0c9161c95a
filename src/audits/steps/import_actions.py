"""Take in recommendations of inspections and reviews: one row each, one accountable for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.actions import lint_wording
from audits.domain.days import day_from
from audits.domain.errors import SheetError
from audits.domain.status import ActionStatus
from audits.storage import ActionRow, Unit
from audits.workbook import SheetRow, read_sheet

from .parts import Parts


COLUMNS = {
    "number": ("no", "no.", "recommendation number", "ref", "reference"),
    "recommendation": ("action", "recommendation text", "text", "what"),
    "accountable": ("owner", "lead", "accountable agency", "lead agency", "accountable unit"),
    "with": ("together with", "joint owners", "contributing agencies", "contributors", "partners"),
    "published": ("published on", "publication date", "date published"),
    "due": ("due date", "deadline", "by when"),
    "measure": ("success measure", "how we will know", "what will show that it worked"),
}
NEEDED = ("number", "recommendation", "accountable")
# An action plan after a joint inspection was asked for in this many working days from its letter's
# publication: Haringey's, published on 30 January 2018, was due on 11 May 2018.
PLAN_DUE_WORKING_DAYS = 70
SEVERAL = re.compile(r"[;\n/&]|\band\b|,")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet of recommendations; ``doubts`` are advice, by the action's number."""

    added: tuple[str, ...]
    known: int
    doubts: tuple[tuple[str, str], ...]


def import_actions(
    data: bytes, *, source: str, published: date | None = None, document: str = "", parts: Parts
) -> Imported:
    """Take in a sheet of recommendations as actions and say what is doubtful about them.

    Without a date of its own a row is due 70 working days after its document was published. A row
    that is in the plan already, by its document and number, stays as it is.

    Raises:
        SheetError: naming every row that is not right; nothing is taken in.
    """
    rows = read_sheet(data, COLUMNS, needed=NEEDED, what="The sheet of recommendations")
    with parts.open_uow() as uow:
        units = {name.casefold(): u.code for u in uow.all(Unit) for name in (u.code, u.name)}
        reader = _Reader(units, source=source, document=document, published=published, parts=parts)
        read = [reader.action(row) for row in rows]
        if reader.wrong:
            raise SheetError("\n".join(reader.wrong))
        wanted = {row.recommendation: row for row in read}
        known = {
            row.recommendation
            for row in uow.all(ActionRow, source=source, recommendation=list(wanted))
        }
        new = [row for name, row in wanted.items() if name not in known]
        for row in new:
            row.id = f"A{uow.next_number('action')}"
            uow.add(row)
        if new:
            uow.note("actions imported", source, rows=len(rows), added=[row.id for row in new])
            uow.commit()
    return Imported(tuple(row.id for row in new), len(known), tuple(_doubts(new)))


class _Reader:
    """Reads rows into actions; ``wrong`` collects a sentence for each that is not right."""

    def __init__(
        self,
        units: Mapping[str, str],
        *,
        source: str,
        document: str,
        published: date | None,
        parts: Parts,
    ) -> None:
        self._units, self._source, self._document = units, source, document
        self._published, self._parts = published, parts
        self.wrong: list[str] = []

    def action(self, row: SheetRow) -> ActionRow:
        """Return a row as an action, without an id."""
        if not row["number"] or not row["recommendation"]:
            self._refuse(row, "has no number or no text. Give it both.")
        due = self._due(row)
        return ActionRow(
            id="",
            title=row["recommendation"],
            source=self._source,
            owner=self._owner(row),
            due=due,
            original_due=due,
            status=ActionStatus.OPEN,
            opened_on=self._parts.today(),
            measure=row["measure"],
            contributors=self._beside(row),
            recommendation=f"{self._document} {row['number']}".strip(),
        )

    def _owner(self, row: SheetRow) -> str:
        said = row["accountable"]
        if said.casefold() in self._units:
            return self._units[said.casefold()]
        if SEVERAL.search(said):
            self._refuse(
                row, "names more than one as accountable. Exactly one is; put the others in 'with'."
            )
        elif said:
            self._refuse(row, f"names '{said}', which is no unit. See: audits agency list")
        else:
            self._refuse(row, "names nobody as accountable. Name exactly one unit.")
        return ""

    def _beside(self, row: SheetRow) -> list[str]:
        """Return who shares it, beside the one accountable; several stand with semicolons."""
        said = [name.strip() for name in row["with"].split(";") if name.strip()]
        for name in (name for name in said if name.casefold() not in self._units):
            self._refuse(row, f"is shared with '{name}', which is no unit. See: audits agency list")
        return [self._units.get(name.casefold(), name) for name in said]

    def _due(self, row: SheetRow) -> date | None:
        due, published = (self._day(row, name) for name in ("due", "published"))
        published = published or self._published
        if due is None and published is None and not row["due"] + row["published"]:
            self._refuse(row, "has neither 'due' nor 'published'. Fill one in, or say --published.")
        if due is not None or published is None:
            return due
        return self._parts.calendar.add_working_days(published, PLAN_DUE_WORKING_DAYS)

    def _day(self, row: SheetRow, name: str) -> date | None:
        day = day_from(row[name]) if row[name] else None
        if row[name] and day is None:
            self._refuse(row, f"has a date under '{name}' that is none. Write it as 30/01/2018.")
        return day

    def _refuse(self, row: SheetRow, says: str) -> None:
        self.wrong.append(f"Row {row.number} of the sheet {says}")


def _doubts(rows: list[ActionRow]) -> list[tuple[str, str]]:
    return [
        (row.id, doubt)
        for row in rows
        for doubt in lint_wording(row.title, owner=row.owner, due=row.due, measure=row.measure)
    ]
