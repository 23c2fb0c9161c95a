"""Action workbooks: an agency's own actions, a meeting's agenda, and the whole plan as a list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypedDict

from audits.actions import (
    MEETING_STEPS,
    MOST,
    OWNER_ASKED,
    details_of,
    is_unfinished,
    meeting_asked,
    owner_steps,
)
from audits.domain.answer import Answer
from audits.domain.days import weekday_in_words
from audits.domain.errors import NotFoundError, UserError
from audits.domain.pack import Pack, PackCase, PackForm
from audits.domain.partnership import MeetingRole
from audits.domain.question import Question
from audits.queries.action_list import EVERY, ActionFilter, Reviewed, reviewed
from audits.queries.action_packs import pack_in
from audits.queries.actions import ActionLine, action_line, brought_to, impact_in_words
from audits.queries.agenda import audit_items, called
from audits.queries.deadlines import deadline_in_words
from audits.queries.evidence import evidence_of, file_name_of
from audits.queries.pack_content import PackContent
from audits.queries.packs import as_content
from audits.steps.editions import store_edition
from audits.storage import ActionBook, ActionUpdate, ListedAction, UnitOfWork, View, one_of
from audits.storage.secrets import pack_key
from audits.templates import text_on
from audits.workbook import write_action_list, write_pack
from audits.workspace import Workspace


RETURN_WITHIN = 10  # working days for an agency to say how its actions stand
LEGAL = "action_plan"  # the entry of the law that owners are asked by
COLUMNS = (  # the first page of a print tells how each stands, the next whose it is, the last why
    "id", "title", "owner", "due", "rag", "status", "overdue_days", "percent_done", "measure",
    "contributors", "lead", "source", "origin", "theme", "cycle", "findings", "original_due",
    "times_moved", "updated_at", "updated_by",
    "evidence", "evidence_files", "completed_at", "completed_by", "impact", "closed_at",
    "closed_by", "closed_why", "meeting", "minute",
)  # fmt: skip


def export_agency(agency: str, *, workspace: Workspace) -> tuple[str, bytes]:
    """Return the name and the bytes of a workbook with an agency's unfinished actions.

    Raises:
        NotFoundError: if the agency is not known.
        UserError: if it has nothing to do.
    """
    with workspace.open_uow() as uow:
        names = uow.owners()
        if agency not in names:
            raise NotFoundError(
                f"'{agency}' is no agency on your list. There are: {', '.join(sorted(names))}."
            )
        actions = reviewed(ActionFilter(owner=agency), view=uow, workspace=workspace)
        actions = [listed for listed in actions if is_unfinished(listed[1])]
        if not actions:
            raise UserError(f"{names[agency]} has no unfinished action, so there is no workbook.")
        book = owner_book(actions, unit=agency, name=names[agency], uow=uow, workspace=workspace)
        return keep_book(book, uow=uow, workspace=workspace)


def owner_book(
    actions: Sequence[Reviewed], *, unit: str, name: str, uow: UnitOfWork, workspace: Workspace
) -> ActionBook:
    """Return the first edition of a workbook that asks an owner about these actions."""
    due = workspace.calendar.deadline(workspace.today(), RETURN_WITHIN)
    cases = owner_cases(actions, uow)
    book = _book(
        cases, PackForm.ACTIONS, unit=unit, name=name, due=due, uow=uow, workspace=workspace
    )
    book.agency = unit
    return book


def export_agenda(meeting: date, *, workspace: Workspace) -> tuple[str, bytes]:
    """Return the name and the bytes of a meeting's workbook: what it must decide, and where.

    Raises:
        UserError: if there is nothing to decide.
    """
    with workspace.open_uow() as uow:
        brought = brought_to(meeting, view=uow, workspace=workspace)
        if not brought:
            raise UserError(f"There is nothing for the meeting of {meeting:%d/%m/%Y} to decide.")
        cases = _meeting_cases(brought, uow)
        due = datetime.combine(meeting, time(17), workspace.calendar.zone)
        body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
        name = f"{body.name}, {weekday_in_words(meeting)}"
        book = _book(
            cases, PackForm.AGENDA, unit=body.code, name=name, due=due, uow=uow,
            workspace=workspace, also=tuple(_also_on_agenda(meeting, uow, workspace)),
        )  # fmt: skip
        book.meeting = meeting
        return keep_book(book, uow=uow, workspace=workspace)


def _also_on_agenda(meeting: date, view: View, workspace: Workspace) -> Iterator[str]:
    """Yield a sentence on what else a meeting decides, each where it is decided."""
    for item in audit_items(meeting, view=view, workspace=workspace):
        yield f"Also on this agenda: {called(item)}, {item.title}. {item.decided or item.asks}"


def export_list(wanted: ActionFilter = EVERY, *, workspace: Workspace) -> bytes:
    """Return the plan as a workbook of one sheet, a row an action."""
    with workspace.open_view() as view:
        files = _files_of_each(view)
        rows = (
            _flat(action_line(action), files[action[1].id], workspace)
            for action in reviewed(wanted, view=view, workspace=workspace)
        )
        return write_action_list(rows, COLUMNS)


def write_book(book: ActionBook, *, workspace: Workspace) -> bytes:
    """Return a planned edition as a file; the same edition is always the same bytes."""
    return write_pack(
        pack_in(book),
        pack_key(workspace.vault),
        made_at=book.made_at,
        answers=[Answer(**answer) for answer in book.content["answers"]],
    )


class KeptAnswer(TypedDict):
    """An answer that stands in an edition, as the edition's row keeps it."""

    case: str
    question: str
    value: str | None
    original: str
    note: str


class BookContent(TypedDict):
    """What an edition of an action workbook holds, as its row keeps it."""

    pack: PackContent
    answers: list[KeptAnswer]


def contents(pack: Pack, answers: Iterable[Answer] = ()) -> BookContent:
    """Return all that an edition holds, as its row keeps it."""
    return {"pack": as_content(pack), "answers": list(map(_kept_answer, answers))}


def _kept_answer(answer: Answer) -> KeptAnswer:
    return {
        "case": answer.case, "question": answer.question, "value": answer.value,
        "original": answer.original, "note": answer.note,
    }  # fmt: skip


def owner_cases(actions: Sequence[Reviewed], view: View) -> list[PackCase]:
    """Return actions as a workbook shows them to their owner."""
    last, known = _last_said(actions, view), view.owners()
    cases = []
    for number, (_, action, colour, _) in enumerate(actions, start=1):
        # An office that holds what belongs to a body has to know to which.
        owner = "" if action.owner in known else action.owner
        before = last.get(action.id, "")
        details = details_of(action, owner=owner, colour=str(colour), last=before)
        cases.append(PackCase(action.id, number, details))
    return cases


def _meeting_cases(brought: Sequence[tuple[Reviewed, str]], view: View) -> list[PackCase]:
    last = _last_said([action for action, _ in brought], view)
    names = view.owners()
    cases = []
    for n, ((listed, action, colour, _), why) in enumerate(brought, start=1):
        details = details_of(
            action,
            owner=names.get(action.owner, action.owner),
            colour=str(colour),
            last=_evidence(listed) or last.get(action.id, ""),
            why=why,
            impact=impact_in_words(listed.measure) or "No measure is recorded.",
        )
        cases.append(PackCase(action.id, n, details))
    return cases


def _evidence(listed: ListedAction) -> str:
    row = listed.row
    if not row.evidence:
        return ""
    return f"{row.completed_by} shows: {row.evidence}"


def _last_said(actions: Sequence[Reviewed], view: View) -> Mapping[str, str]:
    ids = [action.id for _, action, _, _ in actions]
    rows = view.all(ActionUpdate, one_of(ActionUpdate.action, ids), order_by=ActionUpdate.id)
    return {row.action: f"{row.at:%d/%m/%Y}: {row.text}" for row in rows}


def _book(
    cases: Sequence[PackCase],
    form: PackForm,
    *,
    unit: str,
    name: str,
    due: datetime,
    uow: UnitOfWork,
    workspace: Workspace,
    also: tuple[str, ...] = (),
) -> ActionBook:
    if len(cases) > MOST:
        raise UserError(f"A workbook holds {MOST} actions and there are {len(cases)}. Close some.")
    code = f"P{uow.next_number('pack')}"
    asked, steps = _asked(form, workspace.partnership.quality_group.short)
    title, asks = "Your actions", "How does each stand?"
    if form is PackForm.AGENDA:
        title, asks = "Actions for decision", "What has to be decided about each?"
    pack = Pack(
        code=code, edition=1, cycle="Actions", unit=unit, unit_name=name, agency=unit,
        title=title, asks=asks, form=form, cases=tuple(cases), questions=asked,
        board=workspace.partnership.name,
        legal_basis=text_on(workspace.law[LEGAL], workspace.today()),
        deadline=deadline_in_words(due, workspace), contact=workspace.business_unit.contact,
        concerns_to=workspace.business_unit.concerns_to, instructions=(*steps, *also),
        marking=workspace.partnership.markings.sensitive,
    )  # fmt: skip
    today = workspace.today()
    return ActionBook(
        id=pack.token,
        code=code,
        edition=1,
        file_name=f"actions-{unit}-{today:%Y-%m-%d}-{code}.xlsx",
        content=dict(contents(pack)),
        made_at=workspace.clock(),
        due_at=due,
    )


def _asked(form: PackForm, group: str) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    if form is PackForm.AGENDA:
        return meeting_asked(group), MEETING_STEPS
    return OWNER_ASKED, owner_steps(group)


def keep_book(book: ActionBook, *, uow: UnitOfWork, workspace: Workspace) -> tuple[str, bytes]:
    """Keep a workbook's file and its row, and return the name and the bytes of the file."""
    data = write_book(book, workspace=workspace)
    store_edition(book, data, uow=uow, workspace=workspace)
    actions = len(book.content["pack"]["cases"])
    uow.note("action workbook made", book.id, agency=book.agency, actions=actions)
    uow.commit()
    return book.file_name, data


def _files_of_each(view: View) -> Mapping[str, list[str]]:
    """Return the files kept as evidence of each action, by the names under which they come out."""
    files: dict[str, list[str]] = defaultdict(list)
    for row in evidence_of([], view):
        files[row.action].append(f"{file_name_of(row)} (SHA-256 {row.sha256})")
    return files


def _flat(line: ActionLine, files: Sequence[str], workspace: Workspace) -> dict[str, object]:
    """Return an action's row of the list: several things as text, moments as England's days."""
    values = {"evidence_files": tuple(files)}
    values |= {name: getattr(line, name) for name in COLUMNS if name not in values}
    return {name: _cell_value(value, workspace) for name, value in values.items()}


def _cell_value(value: object, workspace: Workspace) -> object:
    if isinstance(value, datetime):
        return workspace.calendar.local_date(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return value
