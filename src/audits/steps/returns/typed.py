"""What of a workbook a unit typed on its page: only that is taken, all else stays as it was."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter, itemgetter

from audits.domain.answer import Answer, CaseQuestion, Problem
from audits.domain.pack import CONCERN, KNOWN, NO
from audits.domain.status import WITHOUT_ANSWERS, ReturnOutcome
from audits.queries.packs import pack_of
from audits.queries.queries_sent import key_of_query
from audits.queries.still_asked import (
    PackCells,
    answers_given,
    asked_by,
    cells_asked,
    open_queries,
)
from audits.storage import CurrentAnswer, IssuedPack, ReturnFile, UnitOfWork, View
from audits.workbook import MISSING_CODES, Reading, asked_about
from audits.workspace import Workspace


def only_typed(reading: Reading, row: ReturnFile, pack: IssuedPack, view: View) -> Reading:
    """Return what was typed of a reading, and what is wrong because of it.

    What is asked already stays asked as it was, in the edition that asks it. Before a unit's
    return has come, and for a concern at any time, what is typed is noted and is no return.
    """
    typed = {(case, question) for case, question in row.typed or ()}
    earlier = open_queries(pack.code, view)
    asked = set(map(key_of_query, earlier))
    problems = tuple(filter(partial(_is_new, typed=typed, asked=asked), reading.problems))
    answers = tuple(answer for answer in reading.answers if answer.about in typed)
    outcome = ReturnOutcome.ACCEPTED
    if set(map(_question, typed)) == {CONCERN.id} or not _has_returned(pack, view):
        outcome = ReturnOutcome.NOTED
    elif any(map(_is_query, problems)) or cells_asked(pack, view) - typed - reading.left_open:
        outcome = ReturnOutcome.QUERIED
    return replace(reading, answers=answers, problems=problems, outcome=outcome)


_question = itemgetter(1)
_is_query = attrgetter("is_query")


def _is_new(
    problem: Problem, *, typed: Collection[CaseQuestion], asked: Collection[CaseQuestion]
) -> bool:
    """Tell whether a problem is about what was typed, or came up because of it."""
    if problem.about in typed:
        return True
    return problem.is_query and problem.about not in asked and problem.code not in MISSING_CODES


def _has_returned(pack: IssuedPack, view: View) -> bool:
    """Tell whether a return of the unit has come that answers something."""
    outcomes = view.values(
        ReturnFile.outcome, ReturnFile.cycle == pack.cycle, ReturnFile.unit == pack.unit
    )
    return bool(set(outcomes) - {None, *WITHOUT_ANSWERS})


def settle_whole_rows(
    reading: Reading, row: ReturnFile, pack: IssuedPack, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Settle the queries about whole rows of which no answer is wanted any more."""
    given, in_pack = answers_given(pack.code, uow), PackCells(pack_of(pack))
    for query in open_queries(pack.code, uow):
        cells = {asked.about for asked in asked_by(query, in_pack, given)}
        if query.question or cells - reading.left_open:
            continue
        query.settled_at, query.settled_by = workspace.clock(), row.id
        uow.add(query)


def answered_or_not_known(
    reading: Reading, before: Mapping[CaseQuestion, CurrentAnswer], pack: IssuedPack
) -> set[CaseQuestion]:
    """Return what a return need not answer: it was answered, or is about a child not known.

    Where a child was said not to be known and answers come all the same, that is asked again.
    """
    given = {about for about, answer in before.items() if answer.value is not None}
    unknown = {
        case for case, name in given if name == KNOWN.id and before[case, name].value == NO.code
    }
    answered = {answer.case for answer in reading.answers if answer.value is not None}
    for case, name in asked_about(pack_of(pack)):
        if case in unknown - answered:
            given.add((case, name))
    return given - {(case, KNOWN.id) for case in unknown & answered}


def taken_back(reading: Reading, before: Mapping[CaseQuestion, CurrentAnswer]) -> Iterator[Answer]:
    """Yield what was answered before about children who are now said not to be known, as empty."""
    unknown, answered = set(), set()
    for answer in reading.answers:
        if answer.value is not None:
            answered.add(answer.about)
        if answer.question == KNOWN.id and answer.value == NO.code:
            unknown.add(answer.case)
    for case, question in reading.left_open - answered:
        stood = before.get((case, question), CurrentAnswer())
        if case in unknown and stood.value is not None:
            yield Answer(case, question, None, "")
