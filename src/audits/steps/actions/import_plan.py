"""Take in an action plan from elsewhere: what can be taken on is, and the rest is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from operator import attrgetter

from audits.actions import (
    PLAN_CLAIMED,
    PLAN_HEADINGS,
    PLAN_NEEDED,
    PlanContext,
    PlanLine,
    ReadPlan,
    lint_wording,
    read_plan,
)
from audits.domain.remedies import Remedies
from audits.domain.status import ActionStatus
from audits.masking import Masker
from audits.opening import HIDDEN_SHEET, FoundTables, HeadedTable, find_tables
from audits.queries.free_text import masker_for
from audits.queries.plan_words import check_words
from audits.register import Profile
from audits.storage import ActionRow, ActionUpdate, UnitOfWork
from audits.workspace import Workspace

from .change import Change, apply_change, number_and_add
from .known_actions import KnownActions


NOT_FREE = ("number", "owner", "with", "published", "due", "source", "lead", "status", "rag")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of one row: ``action`` is its number where it was or already is in the plan.

    What is left aside has its line too: a row that is no action, and, as row 0, a sheet that was
    not read. ``status`` is how the action stands in our plan.
    """

    row: int
    outcome: str  # added, already, refused or left
    action: str = ""
    message: str = ""
    doubts: tuple[str, ...] = ()
    sheet: str = ""
    status: str = ""
    notes: tuple[str, ...] = ()
    remedy: Remedies = ()


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a plan comes from, as whoever brings it says."""

    source: str
    document: str
    workspace: Workspace


def import_actions(
    data: bytes,
    name: str = "The action plan",
    *,
    workspace: Workspace,
    source: str = "other",
    document: str = "",
    published: date | None = None,
    profile: Profile | None = None,
    dry_run: bool = False,
) -> tuple[ImportedRow, ...]:
    """Add the actions of a plan and say of each row what became of it; one bad row stops no other.

    Every sheet that shows is read. ``source`` is where the plan comes from, ``document`` which one
    it is; ``profile`` says which heading and word is which. Without a date of its own a row is due
    70 working days after its document was ``published``. A row that is in the plan already, by its
    document and number or else by its words and owner, stays as it is.

    Raises:
        SheetError: if the file cannot be read, or holds no plan.
    """
    columns, words = (profile.columns, profile.values) if profile else (PLAN_HEADINGS, {})
    tables = find_tables(data, columns, needed=PLAN_NEEDED, what=name)
    origin = _Origin(source, document, workspace)
    with workspace.open_uow() as uow:
        by = PlanContext(
            uow.owners(), workspace.today(), workspace.calendar, workspace.partnership,
            published, source, words,
        )  # fmt: skip
        check_words(by)
        masker = masker_for(source, view=uow, workspace=workspace)
        plans = [read_plan(_masked(table, masker), by) for table in tables.tables]
        rows = list(_all_taken(tables.tables, plans, origin, uow=uow))
        if not dry_run:
            refused = sum(row.outcome == "refused" for row in rows)
            lines = sum(len(plan.lines) for plan in plans)
            uow.note("plan imported", source, rows=lines, refused=refused)
            uow.commit()
    return (*rows, *_left(tables))


def _masked(table: HeadedTable, masker: Masker) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield what each row says, free text masked; who owns it is no free text."""
    for row in table.rows:
        texts = dict(row.texts)
        for name, text in texts.items():
            if name not in NOT_FREE:
                texts[name] = masker.text(text)
        yield row.number, texts


def _all_taken(
    tables: Sequence[HeadedTable], plans: Sequence[ReadPlan], origin: _Origin, *, uow: UnitOfWork
) -> Iterator[ImportedRow]:
    """Yield what became of the rows, table by table."""
    lines = chain.from_iterable(plan.lines for plan in plans)
    known = KnownActions(uow.all(ActionRow), lines, origin.document)
    for table, plan in zip(tables, plans, strict=True):
        yield from _taken(table, plan, known, origin, uow=uow)


def _taken(
    table: HeadedTable, plan: ReadPlan, known: KnownActions, origin: _Origin, *, uow: UnitOfWork
) -> list[ImportedRow]:
    """Return what became of the rows of one table, in their order."""
    rows = [_take_in(line, table, known, origin, uow=uow) for line in plan.lines]
    for outcome, sentences in (("refused", plan.refused), ("left", plan.asides)):
        for number, sentence in sentences:
            rows.append(ImportedRow(number, outcome, message=sentence))
    if table.others:
        unused = f"Columns that are not used: {', '.join(table.others)}."
        rows.append(ImportedRow(table.heading_row, "left", message=unused))
    rows.sort(key=attrgetter("row"))
    return [replace(row, sheet=table.sheet) for row in rows]


def _left(tables: FoundTables) -> Iterator[ImportedRow]:
    for title in tables.hidden:
        yield ImportedRow(0, "left", message=HIDDEN_SHEET.format(title), sheet=title)
    for title in tables.without:
        says = "The sheet holds no plan: no row of headings names an action and its owner."
        yield ImportedRow(0, "left", message=says, sheet=title)


def _take_in(
    line: PlanLine, table: HeadedTable, known: KnownActions, origin: _Origin, *, uow: UnitOfWork
) -> ImportedRow:
    row = _row(line, origin)
    if already := known.find(row, line):
        return ImportedRow(line.row, "already", already)
    ref = number_and_add(row, line.contributors, (), uow=uow)
    known.add(row)
    _keep_history(row, line, table, origin, uow=uow)
    doubts = lint_wording(line.title, owner=line.owner, due=line.due, measure=line.measure)
    return ImportedRow(
        line.row, "added", ref, doubts=doubts, status=str(row.status), notes=line.notes,
        remedy=line.remedy,
    )  # fmt: skip


def _row(line: PlanLine, origin: _Origin) -> ActionRow:
    status = ActionStatus.OPEN
    if line.status is ActionStatus.PROPOSED:
        status = ActionStatus.PROPOSED
    recommendation = ""
    if line.number:
        recommendation = f"{origin.document} {line.number}".strip()
    return ActionRow(
        id="",
        title=line.title,
        source=line.source,
        recommendation=recommendation,
        owner=line.owner,
        lead=line.lead,
        due=line.due,
        original_due=line.due,
        status=status,
        opened_on=origin.workspace.today(),
        measure=line.measure,
        theme=line.theme,
    )


def _keep_history(
    row: ActionRow, line: PlanLine, table: HeadedTable, origin: _Origin, *, uow: UnitOfWork
) -> None:
    """Note what else the plan says; what it calls complete waits for the quality group."""
    if not line.history:
        return
    sentences, claims = ["As the plan brought it."], []
    for name, words in line.history:
        sentence = f"{table.headings[name]}: {words.rstrip('.')}."
        sentences.append(sentence)
        if name in PLAN_CLAIMED:
            claims.append(sentence)
    by = origin.document or line.source or "the plan"
    text = " ".join(sentences)
    if line.status is ActionStatus.COMPLETE:
        change = Change(text, status=ActionStatus.COMPLETE, evidence=" ".join(claims), by=by)
        apply_change(row, change, uow=uow, workspace=origin.workspace)
    else:
        # No update of its owner's: how long ago that was decides its colour.
        uow.add(ActionUpdate(action=row.id, at=origin.workspace.clock(), by=by, text=text))
