"""What was asked again, and what was answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import count

from audits.storage import AnswerRow, Cycle, ReturnFile, ReturnProblem, View, is_filled, one_of
from audits.workspace import Workspace


Key = tuple[str, str]  # a case and a question


class QueryStands(StrEnum):
    """What became of a query."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class QueryLine:
    """One answer that a unit was asked for again.

    ``asked_in`` is the edition of the pack that asks; ``settled_by`` the return that settled it,
    with its ``answer``; ``age_days`` how long it was open, or is.
    """

    unit: str | None
    case: str
    question: str
    code: str
    message: str
    asked_in: str | None
    raised_at: datetime
    age_days: int
    settled_at: datetime | None
    settled_by: str | None
    answer: str | None = field(repr=False)
    cycle: str | None

    @property
    def stands(self) -> QueryStands:
        """Return whether the query is open, answered, or settled without an answer."""
        if self.settled_at is None:
            return QueryStands.OPEN
        return QueryStands.ANSWERED if self.answer else QueryStands.SETTLED


def list_queries(ref: str | None, *, workspace: Workspace) -> list[QueryLine]:
    """Return every query of a cycle, or of all: what was asked, how long ago, what was answered.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    now = workspace.clock()
    with workspace.open_view() as view:
        files = _files_of(ref, view)
        queries = _queries_of(files, view)
        settling = {query.settled_by for query in queries if query.settled_by}
        given = view.all(AnswerRow, one_of(AnswerRow.return_id, settling))
    answers = {(row.return_id, row.case_ref, row.question): row.value for row in given}
    asked_by: dict[str, set[Key]] = defaultdict(set)
    for query in queries:
        asked_by[query.return_id].add(key_of_query(query))
    return [
        _line(query, files[query.return_id], answers, now)
        for query in queries
        if not _came_back(query, asked_by)
    ]


def key_of_query(query: ReturnProblem) -> Key:
    """Return the cell that a query is about."""
    return query.case_ref, query.question


def _files_of(ref: str | None, view: View) -> dict[str, ReturnFile]:
    """Return the files that came in for a cycle, or for any, by their ids and as they came."""
    wanted = is_filled(ReturnFile.cycle)
    if ref is not None:
        view.get(Cycle, ref)
        wanted = ReturnFile.cycle == ref
    return view.rows_by(ReturnFile, ReturnFile.id, wanted, order_by=ReturnFile.received_at)


def _queries_of(files: Iterable[str], view: View) -> list[ReturnProblem]:
    """Return the queries about these files, file by file."""
    place = dict(zip(files, count()))
    rows = view.all(
        ReturnProblem,
        one_of(ReturnProblem.return_id, place),
        ReturnProblem.is_query,
        order_by=ReturnProblem.id,
    )
    return sorted(rows, key=lambda row: place[row.return_id])


def _came_back(query: ReturnProblem, asked_by: Mapping[str, Collection[Key]]) -> bool:
    """Tell whether the return that settles a query raises it again: it is listed there."""
    return key_of_query(query) in asked_by.get(query.settled_by or "", ())


def _line(
    query: ReturnProblem,
    file: ReturnFile,
    answers: Mapping[tuple[str, str, str], str | None],
    now: datetime,
) -> QueryLine:
    until = query.settled_at or now
    return QueryLine(
        unit=file.unit,
        case=query.case_ref,
        question=query.question,
        code=query.code,
        message=query.message,
        asked_in=query.asked_in,
        raised_at=query.raised_at,
        age_days=(until - query.raised_at).days,
        settled_at=query.settled_at,
        settled_by=query.settled_by,
        answer=answers.get((query.settled_by or "", query.case_ref, query.question)),
        cycle=file.cycle,
    )
