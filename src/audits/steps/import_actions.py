"""Take in an action plan from elsewhere: what can be taken on is, and the rest is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.actions import PLAN_HEADINGS, PLAN_NEEDED, PlanLine, lint_wording, read_plan
from audits.domain.spelling import folded
from audits.domain.status import ActionStatus
from audits.masking import Masker
from audits.storage import ActionRow, UnitOfWork
from audits.workbook import read_sheet

from .change_actions import take_on
from .free_text import masker_for
from .parts import Parts


Key = tuple[str, ...]
FREE = ("action", "measure", "theme")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of one row: ``action`` is its number where it was or already is in the plan."""

    row: int
    outcome: str  # added, already or refused
    action: str = ""
    message: str = ""
    doubts: tuple[str, ...] = ()


def import_actions(
    data: bytes,
    name: str = "The action plan",
    *,
    parts: Parts,
    source: str = "other",
    document: str = "",
    published: date | None = None,
    dry_run: bool = False,
) -> tuple[ImportedRow, ...]:
    """Add the actions of a plan and say of each row what became of it; one bad row stops no other.

    ``source`` is where the plan comes from, ``document`` which one it is. Without a date of its own
    a row is due 70 working days after its document was ``published``. A row that is in the plan
    already, by its document and number or else by its words and owner, stays as it is.

    Raises:
        SheetError: if the file cannot be read, or holds no plan.
    """
    sheet = read_sheet(data, PLAN_HEADINGS, needed=PLAN_NEEDED, what=name)
    with parts.open_uow() as uow:
        masker = masker_for(source, view=uow, parts=parts)
        plan = read_plan(
            ((row.number, _masked(row.said, masker)) for row in sheet),
            agencies=uow.owners(),
            today=parts.today(),
            published=published,
            calendar=parts.calendar,
            source=source,
        )
        there = {key: row.id for row in uow.all(ActionRow) for key in _keys(row)}
        rows = [_take_in(line, document, there, uow=uow, parts=parts) for line in plan.lines]
        if not dry_run:
            uow.note("plan imported", source, rows=len(rows), refused=len(plan.refused))
            uow.commit()
    refused = [ImportedRow(row, "refused", message=why) for row, why in plan.refused]
    return tuple(sorted((*rows, *refused), key=lambda each: each.row))


def _masked(said: Mapping[str, str], masker: Masker) -> dict[str, str]:
    """Return what a row says, free text masked; who owns it is no free text."""
    return {name: masker.text(text) if name in FREE else text for name, text in said.items()}


def _take_in(
    line: PlanLine, document: str, there: dict[Key, str], *, uow: UnitOfWork, parts: Parts
) -> ImportedRow:
    row = ActionRow(
        id="",
        title=line.title,
        source=line.source,
        recommendation=f"{document} {line.number}".strip() if line.number else "",
        owner=line.owner,
        lead=line.lead,
        due=line.due,
        original_due=line.due,
        status=ActionStatus.OPEN,
        opened_on=parts.today(),
        measure=line.measure,
        theme=line.theme,
    )
    by_words, by_number = _keys(row)
    # Two documents may both have a recommendation 1; without its document's name, words must tell.
    key = by_number if document and line.number else by_words
    if key in there:
        return ImportedRow(line.row, "already", there[key])
    ref = take_on(row, line.contributors, (), uow=uow)
    there |= {by_words: ref, by_number: ref}
    doubts = lint_wording(line.title, owner=line.owner, due=line.due, measure=line.measure)
    return ImportedRow(line.row, "added", ref, doubts=doubts)


def _keys(row: ActionRow) -> tuple[Key, Key]:
    """Return what tells an action from others: its words and owner, and its document and number."""
    source = folded(row.source)
    return (folded(row.title), row.owner, source), (source, row.recommendation)
