"""What a unit types on its own page: filled into its workbook, and taken as that coming back.

So what is typed obeys the rules of a cell, is masked and kept as a return is, and whoever looks
finds the workbook with it. What is wrong is refused before anything is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from audits.domain.answer import Problem, ProblemCode, TypedAnswer, TypedAnswersError
from audits.domain.edition import code_in
from audits.domain.errors import BusyError, NotFoundError, StatusError, UserError
from audits.domain.pack import CONCERN, KNOWN, NO
from audits.domain.plain_text import clean_text
from audits.domain.status import TAKING_ANSWERS, ReturnOutcome
from audits.queries.editions import newest_edition
from audits.queries.pack_by_code import find_pack
from audits.queries.packs import pack_of
from audits.queries.still_asked import cells_asked
from audits.steps.packs.ask_again import answers_that_count
from audits.steps.received.keep import keep_return
from audits.storage import Cycle, IssuedPack, View
from audits.storage.secrets import pack_key
from audits.workbook import Reading, asked_about, read_return, write_pack
from audits.workspace import Workspace

from .collect import read_kept


LONGEST = 32_000  # characters; a cell takes few more
TOO_LONG = f"This is too long for one cell. Write at most {LONGEST:,} characters."


NO_CHILD = "Your unit is not asked about such a child."
CHANGED = (
    "Somebody has answered some of this since you opened the page, or it was asked anew. Nothing "
    "of yours was saved over it. Look at what is still asked."
)


def answer_on_page(
    unit: str, edition: str, answers: Sequence[TypedAnswer], *, workspace: Workspace
) -> str:
    """Take answers to what an edition of a unit's pack asks again, and return their return's id.

    Raises:
        BusyError: if nobody can check it now; nothing was kept.
        NotFoundError: if the unit has no such pack.
        StatusError: if it was asked or answered anew meanwhile, or takes no more answers.
        TypedAnswersError: if something typed is not an answer; nothing was kept.
        UserError: if nothing was typed.
    """
    if not answers:
        raise UserError("Answer at least one question. What you leave as it is stays asked.")
    with workspace.open_view() as view:
        row = newest_pack(unit, code_in(edition), view)
        check_takes_answers(row, view)
        asked = cells_asked(row, view)
    if row.id != edition or not asked.issuperset(map(attrgetter("about"), answers)):
        raise StatusError(CHANGED)
    return take_typed(row, answers, workspace=workspace)


def say_not_known(unit: str, pack: str, case: str, *, searched: str, workspace: Workspace) -> str:
    """Take it that a child is not known to a unit, and return the return that says so.

    Whatever the unit has answered about that child is taken back.

    Raises:
        NotFoundError: if the unit has no such pack, or is not asked about such a child.
        StatusError: if the pack takes no more answers.
        TypedAnswersError: if it is not said what was searched; nothing was kept.
    """
    with workspace.open_view() as view:
        row = newest_pack(unit, pack, view)
        check_takes_answers(row, view)
    typed = TypedAnswer(case, KNOWN.id, NO.label, searched)
    return take_typed(row, [typed], without=case, workspace=workspace)


def write_concern(unit: str, pack: str, case: str, *, words: str, workspace: Workspace) -> str:
    """Pass a unit's immediate concern about a child on, and return the return that holds it.

    It is passed on even where its audit takes no more answers.

    Raises:
        NotFoundError: if the unit has no such pack, or is not asked about such a child.
        UserError: if nothing is said of it.
    """
    if not words.strip():
        raise UserError("Say why you think that this child is at risk now.")
    with workspace.open_view() as view:
        row = newest_pack(unit, pack, view)
    return take_typed(row, [TypedAnswer(case, CONCERN.id, words)], workspace=workspace)


def newest_pack(unit: str, pack: str, view: View) -> IssuedPack:
    """Return the newest edition of a unit's pack, by its code.

    Raises:
        NotFoundError: if the unit has no such pack.
    """
    row = newest_edition(IssuedPack, pack, view)
    if row is None or row.unit != unit:
        raise NotFoundError("There is no such workbook.")
    return row


def check_takes_answers(row: IssuedPack, view: View) -> None:
    """Refuse what is typed for an audit that takes no more answers.

    Raises:
        StatusError: naming it and how it stands.
    """
    cycle = view.get(Cycle, row.cycle)
    if cycle.status not in TAKING_ANSWERS:
        raise StatusError(f"{cycle.ref} is {cycle.status} and takes no more answers.")


def take_typed(
    row: IssuedPack, answers: Sequence[TypedAnswer], *, workspace: Workspace, without: str = ""
) -> str:
    """Fill in the workbook with what was typed, keep it and read it; ``without`` a case's answers.

    It holds what the unit has answered so far, as its next edition would. Return the return's id.

    Raises:
        BusyError: if nobody can check it now; nothing was kept.
        TypedAnswersError: if something typed is not an answer; nothing was kept.
    """
    typed = list(map(_clean, answers))
    asked = set(asked_about(pack_of(row)))
    if not asked.issuperset(map(attrgetter("about"), typed)):
        raise NotFoundError(NO_CHILD)
    with workspace.open_view() as view:
        given = answers_that_count(row, view, workspace=workspace)
    stays = [answer for answer in given if not without or answer.case != without]
    key = pack_key(workspace.vault)
    made_at = workspace.clock()
    book = write_pack(pack_of(row), key, made_at=made_at, answers=stays, typed=typed)
    readings = read_return(book, find_pack=lambda code: find_pack(code, workspace), key=key)
    _check(readings, row, typed)
    cells = [answer.about for answer in typed]
    kept = keep_return(book, row.file_name, only_for=row.unit, typed=cells, workspace=workspace)
    if kept.outcome is None:
        came = read_kept(kept.id, row.file_name, workspace=workspace)
        if came.outcome is ReturnOutcome.REFUSED:
            raise UserError(came.problems[0].message)
    return kept.id


def _clean(answer: TypedAnswer) -> TypedAnswer:
    words, note = clean_text(answer.words).strip(), clean_text(answer.note).strip()
    return replace(answer, words=words, note=note)


def _check(readings: Sequence[Reading], row: IssuedPack, typed: Sequence[TypedAnswer]) -> None:
    """Refuse what the reader of workbooks would ask again."""
    reading = readings[0]
    if reading.outcome is ReturnOutcome.REFUSED:
        raise BusyError(reading.problems[0].message)
    if len(readings) > 1 or reading.code != row.code:
        raise UserError("Leave out what looks like a row reference of a workbook.")
    problems = [*_too_long(typed), *_wrong(reading, typed)]
    if problems:
        raise TypedAnswersError(problems)


def _wrong(reading: Reading, typed: Sequence[TypedAnswer]) -> Iterator[Problem]:
    cells = set(map(attrgetter("about"), typed))
    for problem in reading.problems:
        if problem.is_query and problem.about in cells:
            yield problem


def _too_long(typed: Sequence[TypedAnswer]) -> Iterator[Problem]:
    for answer in typed:
        if max(len(answer.words), len(answer.note)) > LONGEST:
            code = ProblemCode.TOO_LARGE
            yield Problem(code, TOO_LONG, case=answer.case, question=answer.question)
