"""Where the returns of one cycle, or of every cycle, stand: few statements, whatever there is."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, distinct
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from audits.domain.status import WITHOUT_ANSWERS

from .tables_cycle import IssuedPack
from .tables_return import AnswerRow, ReturnFile, ReturnProblem


CycleUnit = tuple[str, str]  # a cycle's reference and a unit's code
CaseQuestion = tuple[str, str]


def first_packs(session: Session) -> list[IssuedPack]:
    """Return the first edition of every pack, by number, without its content.

    To look at the content of one is an error: that would be a statement a pack.
    """
    query = select(IssuedPack).where(col(IssuedPack.edition) == 1)
    columns: Any = IssuedPack
    light = defer(columns.content, raiseload=True)
    return list(session.exec(query.options(light).order_by(col(IssuedPack.number))))


def units_with_answers(session: Session) -> set[CycleUnit]:
    """Return from which units of every cycle a return has come that answers something."""
    columns: Any = (ReturnFile.cycle, ReturnFile.unit)
    query = select(*columns).distinct()
    query = query.where(col(ReturnFile.cycle).is_not(None), col(ReturnFile.outcome).is_not(None))
    query = query.where(col(ReturnFile.outcome).not_in(WITHOUT_ANSWERS))
    return {(ref, unit) for ref, unit in session.exec(query)}


def unsettled_queries(session: Session) -> dict[str, list[ReturnProblem]]:
    """Return by pack the queries that no later return has settled, in the order they came up."""
    query: Any = select(ReturnFile.pack, ReturnProblem).join(
        ReturnFile, col(ReturnFile.id) == col(ReturnProblem.return_id)
    )
    query = query.where(col(ReturnProblem.is_query), col(ReturnProblem.settled_at).is_(None))
    by_pack: dict[str, list[ReturnProblem]] = defaultdict(list)
    for pack, problem in session.exec(query.order_by(col(ReturnProblem.id))):
        by_pack[pack].append(problem)
    return by_pack


def returns_of_cycle(
    session: Session, cycle: str
) -> tuple[set[CycleUnit], dict[str, list[ReturnProblem]], dict[str, datetime]]:
    """Return the same two of one cycle: which units have answered, and the unsettled queries.

    And by pack until when those are to be answered that a unit was asked.
    """
    is_open = and_(
        col(ReturnProblem.return_id) == col(ReturnFile.id),
        col(ReturnProblem.is_query),
        col(ReturnProblem.settled_at).is_(None),
    )
    wanted: Any = (
        ReturnFile.unit, ReturnFile.outcome, ReturnFile.pack, ReturnProblem, IssuedPack.due_at
    )  # fmt: skip
    query: Any = select(*wanted).outerjoin(ReturnProblem, is_open)
    query = query.outerjoin(IssuedPack, col(IssuedPack.id) == col(ReturnProblem.asked_in))
    query = query.where(ReturnFile.cycle == cycle)
    units: set[CycleUnit] = set()
    queries: dict[str, list[ReturnProblem]] = defaultdict(list)
    deadlines: dict[str, datetime] = {}
    for unit, outcome, pack, problem, due_at in session.exec(query.order_by(col(ReturnProblem.id))):
        if outcome is not None and outcome not in WITHOUT_ANSWERS:
            units.add((cycle, unit))
        if problem is not None:
            queries[pack].append(problem)
        if due_at is not None:
            deadlines[pack] = max(due_at, deadlines.get(pack, due_at))
    return units, queries, deadlines


def answered_cells(session: Session, packs: Collection[str]) -> dict[str, set[CaseQuestion]]:
    """Return which cells of these packs have an answer that counts now."""
    columns: Any = (AnswerRow.pack, AnswerRow.case_ref, AnswerRow.question)
    query = select(*columns).where(col(AnswerRow.current), col(AnswerRow.value).is_not(None))
    by_pack: dict[str, set[CaseQuestion]] = defaultdict(set)
    for pack, case, question in session.exec(query.where(col(AnswerRow.pack).in_(list(packs)))):
        by_pack[pack].add((case, question))
    return by_pack


def cases_answered(session: Session, cycle: str | None) -> dict[str, int]:
    """Return by cycle about how many cases there is an answer that counts now."""
    cases: Any = func.count(distinct(col(AnswerRow.case_ref)))
    query: Any = select(AnswerRow.cycle, cases).where(
        col(AnswerRow.current), col(AnswerRow.case_ref) != ""
    )
    if cycle is not None:
        query = query.where(col(AnswerRow.cycle) == cycle)
    rows: Any = session.execute(query.group_by(col(AnswerRow.cycle))).all()
    return dict(rows)
