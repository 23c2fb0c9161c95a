"""What was asked again, as plain values."""

from typing import Any

from audits.storage import AnswerRow, Cycle, ReturnFile, ReturnProblem, View
from audits.workspace import Parts


Record = dict[str, Any]
Key = tuple[str, str]


def list_queries(ref: str, *, parts: Parts) -> list[Record]:
    """Return every query of a cycle: what was asked, how long ago, and what was answered."""
    with parts.open_view() as view:
        view.get(Cycle, ref)
        files = view.all(ReturnFile, ReturnFile.cycle == ref, order_by=ReturnFile.received_at)
        rows = [
            q
            for f in files
            for q in view.all(
                ReturnProblem, ReturnProblem.return_id == f.id, ReturnProblem.is_query
            )
        ]
        return [_describe(query, view, parts) for query in rows if not _came_back(query, view)]


def _describe(query: ReturnProblem, view: View, parts: Parts) -> Record:
    until = query.settled_at or parts.clock()
    return {
        "unit": view.get(ReturnFile, query.return_id).unit,
        "case": query.case_ref,
        "question": query.question,
        "code": query.code,
        "message": query.message,
        "asked_in": query.asked_in,
        "raised_at": query.raised_at.isoformat(),
        "age_days": (until - query.raised_at).days,
        "settled_at": query.settled_at.isoformat() if query.settled_at else None,
        "settled_by": query.settled_by,
        "answer": _answer_to(query, view),
    }


def _answer_to(query: ReturnProblem, view: View) -> str | None:
    row = view.first(
        AnswerRow,
        AnswerRow.return_id == (query.settled_by or ""),
        AnswerRow.case_ref == query.case_ref,
        AnswerRow.question == query.question,
    )
    return row.value if row else None


def _came_back(query: ReturnProblem, view: View) -> bool:
    """Tell whether the return that settles a query raises it again: it is listed there."""
    return any(
        key_of_query(each) == key_of_query(query)
        for each in view.all(
            ReturnProblem,
            ReturnProblem.return_id == (query.settled_by or ""),
            ReturnProblem.is_query,
        )
    )


def key_of_query(query: ReturnProblem) -> Key:
    """Return the cell that a query is about."""
    return query.case_ref, query.question
