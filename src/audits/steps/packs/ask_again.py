"""Ask again: the unit's own pack in its next edition, open only where something is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from audits.domain.answer import Answer, Problem
from audits.domain.message import Purpose
from audits.domain.pack import Pack, Query
from audits.domain.question import AnswerType
from audits.domain.status import TAKING_ANSWERS
from audits.masking import Masker
from audits.queries.deadlines import deadline_in_words
from audits.queries.free_text import masker_for
from audits.queries.packs import as_content, pack_of
from audits.queries.queries_sent import key_of_query
from audits.queries.return_status import allowances
from audits.queries.still_asked import Key, PackCells, answers_given, asked_by, open_queries
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.editions import asking_again, keep_edition
from audits.steps.packs.query_editions import asked_already
from audits.storage import (
    AnswerRow,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    UnitOfWork,
    View,
    is_empty,
    one_of,
)
from audits.storage.secrets import pack_key
from audits.templates import template_of
from audits.workbook import Reading, questions_of, write_pack
from audits.workspace import Workspace

from .issue import file_name_of, finished_book


def note_problems(
    reading: Reading, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Write down what is wrong with a return, and settle the earlier queries that it answers.

    A query that comes back keeps the day on which it was first raised. What need not be answered
    any more, as the child is not known, is settled too.
    """
    earlier = open_queries(row.pack, uow) if row.pack else []
    asked = {key_of_query(query): query for query in earlier}
    settled = set(map(attrgetter("about"), reading.answers)) | reading.left_open
    now = workspace.clock()
    rows = []
    for problem in reading.problems:
        before = None
        if problem.is_query:
            settled.add(problem.about)
            before = asked.get(problem.about)
        raised_at = before.raised_at if before else now
        made = _problem_row(problem, row, raised_at)
        made.asked_in = asked_already(problem, before, reading)
        rows.append(made)
    for query in earlier:
        is_whole_row = not query.question and row.typed is None
        if key_of_query(query) in settled or is_whole_row:
            query.settled_at, query.settled_by = now, row.id
            rows.append(query)
    uow.add_all(rows)


def ask_again(row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, workspace: Workspace) -> bool:
    """Plan the next edition of a pack if its return is to be asked about, and tell whether it is.

    Only planned here, with the return; `write_queries` writes what was committed.
    """
    waiting = open_queries(pack.code, uow)
    if _editions_asking(waiting) <= {pack.id}:
        return False  # the newest edition asks all of it
    issued = pack_of(pack)
    queries = _queries(waiting, issued, uow)
    if not queries:
        return False
    due = _due(pack, uow, workspace)
    # Masked again: some of it was stored unmasked once.
    masker = masker_for(pack.cycle, view=uow, workspace=workspace)
    masked = [replace(query, wrote=masker.text(query.wrote)) for query in queries]
    again = asking_again(issued, masked, due=due, workspace=workspace)
    next_one = _next_edition(pack, again, made_at=workspace.clock(), due=due)
    uow.add(next_one)
    for query in waiting:
        query.asked_in = next_one.id
    uow.add_all(waiting)
    uow.note(
        "queries raised", pack.code, edition=again.edition, return_id=row.id, queries=len(waiting)
    )
    return True


def _next_edition(
    pack: IssuedPack, content: Pack, *, made_at: datetime, due: datetime
) -> IssuedPack:
    """Return the row of a pack's next edition."""
    return IssuedPack(
        id=content.token,
        code=pack.code,
        number=pack.number,
        edition=content.edition,
        cycle=pack.cycle,
        unit=pack.unit,
        file_name=file_name_of(content),
        cases=pack.cases,
        questions=pack.questions,
        content=as_content(content),
        made_at=made_at,
        due_at=due,
    )


def _due(pack: IssuedPack, view: View, workspace: Workspace) -> datetime:
    """Return when queries are to be answered: nobody loses time that was given before."""
    days = template_of(view.get(Cycle, pack.cycle).template).timeline.answer_queries_within
    latest = workspace.calendar.deadline(workspace.today(), days)
    for allowance in allowances(pack.cycle, view).get(pack.unit, []):
        latest = max(latest, allowance.until or latest)
    return latest


def is_waiting(pack: IssuedPack, view: View) -> bool:
    """Tell whether the newest edition of a pack asks something that nobody has answered yet."""
    return pack.id in _editions_asking(open_queries(pack.code, view))


def _editions_asking(queries: Iterable[ReturnProblem]) -> set[str | None]:
    """Return the editions that ask these queries; None is among them where one is still to ask."""
    return {query.asked_in for query in queries}


def write_queries(pack_id: str, *, workspace: Workspace) -> None:
    """Write a planned edition with its queries and make its dispatch due; may be called again."""
    with workspace.open_view() as view:
        row = view.get(IssuedPack, pack_id)
        answers = answers_that_count(row, view, workspace=workspace)
    pack = pack_of(row)
    book = write_pack(pack, pack_key(workspace.vault), made_at=row.made_at, answers=answers)
    book = finished_book(book, row, workspace=workspace)

    def send(kept: IssuedPack, uow: UnitOfWork) -> None:
        facts = {
            "queries": len(pack.queries),
            "deadline": pack.deadline,
            "file_name": kept.file_name,
        }
        files = ((kept.file_name, kept.sha256),)
        make_letter_due(Purpose.QUERY, kept, facts, files=files, uow=uow, workspace=workspace)
        uow.note("queries written", pack_id, sha256=kept.sha256)

    keep_edition(row, book, then=send, workspace=workspace)


def answers_that_count(row: IssuedPack, view: View, *, workspace: Workspace) -> list[Answer]:
    """Return what the unit of a pack has answered, as it may stand in a workbook again."""
    masker = masker_for(row.cycle, view=view, workspace=workspace)  # of what was unmasked once
    pack = pack_of(row)
    return [_masked_answer(answer, pack, masker) for answer in _answers(row, view)]


def chase_queries(*, workspace: Workspace, only: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Remind each unit once whose queries are open past their deadline, and name the editions.

    ``only`` is a cycle and the one unit of it that is to be reminded.
    """
    reminded = []
    with workspace.open_uow() as uow:
        for pack in _late_packs(uow, workspace):
            if only not in (None, (pack.cycle, pack.unit)):
                continue
            asked = {
                "title": uow.get(Cycle, pack.cycle).title,
                "cycle": pack.cycle,
                "file_name": pack.file_name,
                "deadline": deadline_in_words(pack.due_at, workspace),
                "is_overdue": True,
            }
            facts = {"items": [asked], "is_query": True}
            mark = f"queries-{pack.edition}"
            if make_letter_due(
                Purpose.REMINDER, pack, facts, mark=mark, uow=uow, workspace=workspace
            ):
                reminded.append(pack.id)
        uow.commit()
    return tuple(reminded)


def _queries(waiting: Sequence[ReturnProblem], pack: Pack, view: View) -> list[Query]:
    """Return what is to be asked, one for each cell, in the order of the pack."""
    queries: dict[Key, Query] = {}
    given, cells = answers_given(pack.code, view), PackCells(pack)
    for problem in waiting:
        for query in asked_by(problem, cells, given):
            queries.setdefault(query.about, query)
    places = {about: place for place, about in enumerate(cells.all)}
    return sorted(queries.values(), key=lambda query: places[query.about])


def _answers(row: IssuedPack, view: View) -> list[Answer]:
    rows = view.all(AnswerRow, AnswerRow.pack == row.code, AnswerRow.current, order_by=AnswerRow.id)
    return [Answer(r.case_ref, r.question, r.value, r.original, r.note) for r in rows]


def _late_packs(view: View, workspace: Workspace) -> list[IssuedPack]:
    """Return the editions whose queries are open past their deadline."""
    open_now = is_empty(ReturnProblem.settled_at)
    queries = view.all(ReturnProblem, open_now, ReturnProblem.is_query)
    editions = sorted(filter(None, _editions_asking(queries)))
    late = []
    for pack in view.all(IssuedPack, one_of(IssuedPack.id, editions)):
        if pack.due_at >= workspace.clock():
            continue
        if view.get(Cycle, pack.cycle).status in TAKING_ANSWERS:
            late.append(pack)
    return late


def _masked_answer(answer: Answer, pack: Pack, masker: Masker) -> Answer:
    """Return an answer as it may go out again; what is not somebody's words stays what it is."""
    asked = {question.id: question for question in questions_of(pack)}
    question = asked.get(answer.question)
    is_words = question is None or (not question.scale and question.type is AnswerType.TEXT)
    value = masker.text(answer.value) if is_words and answer.value else answer.value
    original, note = masker.text(answer.original), masker.text(answer.note)
    return replace(answer, value=value, original=original, note=note)


def _problem_row(problem: Problem, row: ReturnFile, raised_at: Any) -> ReturnProblem:
    return ReturnProblem(
        return_id=row.id,
        code=problem.code,
        message=problem.message,
        sheet=problem.sheet,
        cell=problem.cell,
        case_ref=problem.case,
        question=problem.question,
        is_query=problem.is_query,
        raised_at=raised_at,
    )
