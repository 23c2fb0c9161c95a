"""Meetings: when they are, and what they decided, read in from their agenda's workbook."""

from datetime import date

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError, UserError
from audits.domain.pack import Pack
from audits.domain.partnership import MeetingRole
from audits.domain.remedies import Missing, Remedy
from audits.domain.status import ReturnOutcome
from audits.queries.action_packs import pack_in
from audits.queries.editions import edition_named
from audits.steps.masks import masks
from audits.steps.received.keep import keep_return
from audits.storage import ActionBook, Meeting, ReturnFile, ReturnProblem, View
from audits.storage.secrets import pack_key
from audits.workbook import Reading, read_return
from audits.workspace import Workspace

from .take import take_book


# Not read yet, or read by the tick, which decides nothing.
UNDECIDED = (None, ReturnOutcome.QUARANTINED)


def add_meeting(day: date, *, workspace: Workspace, body: str = "") -> str:
    """Note that a body meets on a day, and return its code; noted again it changes nothing.

    It is the quality group's meeting unless a ``body`` is named.

    Raises:
        UserError: if there is no such body.
    """
    body = _body(body, workspace)
    with workspace.open_uow() as uow:
        if uow.add_once(Meeting(body=body, day=day)):
            uow.note("meeting added", body, day=day)
            uow.commit()
    return body


@masks("why", about="")
def move_meeting(
    day: date, *, instead_of: date, why: str, workspace: Workspace, body: str = ""
) -> str:
    """Put another day in place of a meeting's, and return the code of the body that meets.

    The trail keeps the earlier day, and why.

    Raises:
        NotFoundError: if no such meeting is known.
        UserError: if there is no such body, or no reason is given.
    """
    body = _body(body, workspace)
    if not why.strip():
        raise UserError("Say why the day is corrected.", remedy=Remedy(Missing.WHY))
    with workspace.open_uow() as uow:
        row = uow.find(Meeting, (body, instead_of))
        if row is None:
            days = map(str, uow.values(Meeting.day, Meeting.body == body))
            raise NotFoundError(
                f"No meeting of {body} on {instead_of} is known. Known are: "
                f"{', '.join(days) or 'none'}."
            )
        uow.remove(row)
        uow.add_once(Meeting(body=body, day=day))
        uow.note("meeting moved", body, why=why, before=instead_of, day=day)
        uow.commit()
    return body


def _body(code: str, workspace: Workspace) -> str:
    """Return the code of a body that meets; the quality group's if none is named."""
    partnership = workspace.partnership
    codes = [meeting.code for meeting in partnership.meetings]
    code = code or partnership.meeting(MeetingRole.QUALITY_GROUP).code
    if code not in codes:
        raise UserError(f"There is no body '{code}'. There are: {', '.join(codes)}.")
    return code


def decide_agenda(
    data: bytes, name: str, *, workspace: Workspace, early: bool = False
) -> tuple[Problem, ...]:
    """Take a meeting's decisions from its agenda's workbook; return what could not be taken.

    The file is kept as every return is. Read again it changes nothing. ``early`` says that the
    meeting was held before its day.

    Raises:
        UserError: if the file is no agenda, nothing is decided in it, or its meeting is to come.
    """
    reading = _read(data, workspace)
    _check_decided(reading, name, workspace=workspace, early=early)
    kept = keep_return(data, name, workspace=workspace)
    with workspace.open_uow() as uow:
        book = edition_named(ActionBook, reading.code, uow) if reading.code else None
        if book is None or book.meeting is None:
            says = reading.problems[0].message if reading.problems else "It holds no decisions."
            raise UserError(f"{name} is no agenda of a meeting. {says}")
        row = uow.get(ReturnFile, kept.id)
        if row.outcome not in UNDECIDED:  # by now: another process may have been first
            return _problems_of(row, uow)
        taken = take_book(reading, row, book, uow=uow, workspace=workspace, is_decided=True)
        uow.commit()
    return taken.problems


def is_to_come(data: bytes, *, workspace: Workspace) -> date | None:
    """Return the day of an agenda's meeting if that is still to come."""
    reading = _read(data, workspace)
    with workspace.open_view() as view:
        book = edition_named(ActionBook, reading.code, view) if reading.code else None
    if book is None or book.meeting is None or book.meeting <= workspace.today():
        return None
    return book.meeting


def _check_decided(reading: Reading, name: str, *, workspace: Workspace, early: bool) -> None:
    with workspace.open_view() as view:
        book = edition_named(ActionBook, reading.code, view) if reading.code else None
    if book is None or book.meeting is None:
        return  # said below, with what the file is
    if not any(map(_is_filled_in, reading.answers)):
        raise UserError(
            f"Nothing is decided in {name}: none of its rows is filled in, and nothing is taken. "
            "Fill in the yellow cells, save it, and take it again."
        )
    if book.meeting > workspace.today() and not early:
        raise UserError(
            f"{name} is the agenda of a meeting on {day_in_words(book.meeting)}, which is to come. "
            "If it was held already, say so.",
            remedy=Remedy(Missing.EARLY),
        )


def _is_filled_in(answer: Answer) -> bool:
    """Return whether anything is written about an action."""
    return bool(answer.case and (answer.value or answer.original or answer.note))


def _problems_of(row: ReturnFile, view: View) -> tuple[Problem, ...]:
    """Return what could not be taken from an agenda when it was read."""
    rows = view.all(ReturnProblem, ReturnProblem.return_id == row.id, order_by=ReturnProblem.id)
    return tuple(map(_problem_of, rows))


def _problem_of(row: ReturnProblem) -> Problem:
    return Problem(
        ProblemCode(row.code), row.message, row.sheet, row.cell, row.case_ref, row.question,
        row.is_query,
    )  # fmt: skip


def _read(data: bytes, workspace: Workspace) -> Reading:
    def find(code: str) -> Pack | None:
        with workspace.open_view() as view:
            book = edition_named(ActionBook, code, view)
        if book is None:
            return None
        return pack_in(book)

    return read_return(data, find_pack=find, key=pack_key(workspace.vault))[0]
