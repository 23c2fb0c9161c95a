"""What came back, as plain values: returns, their problems, and the answers that count."""

from collections.abc import Sequence
from typing import Any

from audits.domain.answer import Problem
from audits.storage import AnswerRow, Concern, Cycle, ReturnFile, ReturnProblem, UnitOfWork

from .collect_returns import Collected
from .concerns import describe_concern
from .parts import Parts


Record = dict[str, Any]


def list_returns(ref: str, *, parts: Parts) -> list[Record]:
    """Return what came back for a cycle."""
    with parts.open_uow() as uow:
        uow.get(Cycle, ref)
        return [_return(row, uow) for row in uow.all(ReturnFile, cycle=ref, order_by="received_at")]


def describe_return(ref: str, *, parts: Parts) -> Record:
    """Return one received file with its problems and concerns.

    Raises:
        NotFoundError: if there is no such return.
    """
    with parts.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        concerns = [
            describe_concern(c, uow) for c in uow.all(Concern, return_id=ref, order_by="case_ref")
        ]
        return {**_return(row, uow), "concerns": concerns}


def list_answers(ref: str, *, parts: Parts) -> list[Record]:
    """Return the current answers of a cycle, each with where it came from."""
    with parts.open_uow() as uow:
        uow.get(Cycle, ref)
        return [
            {
                "unit": row.unit,
                "case": row.case_ref,
                "question": row.question,
                "answer": row.value,
                "original": row.original,
                "note": row.note,
                "return": row.return_id,
                "sheet": row.sheet,
                "cell": row.cell,
            }
            for row in uow.all(AnswerRow, cycle=ref, current=True, order_by="id")
        ]


def describe_collected(each: Collected) -> Record:
    """Return what became of one collected file; ``file`` is the sender's own name for it."""
    return {
        "file": each.file,
        "sha256": each.sha256,
        "outcome": str(each.outcome),
        "cycle": each.cycle,
        "unit": each.unit,
        "answers": each.answers,
        "problems": _problems(each.problems),
        "also": [describe_collected(other) for other in each.also],
    }


def _return(row: ReturnFile, uow: UnitOfWork) -> Record:
    problems = uow.all(ReturnProblem, return_id=row.id, order_by="id")
    return {
        "id": row.id,
        "sha256": row.sha256,
        "received_at": row.received_at.isoformat(),
        "outcome": str(row.outcome) if row.outcome else None,
        "late": row.late,
        "cycle": row.cycle,
        "unit": row.unit,
        "supersedes": row.supersedes,
        "problems": [
            {
                "code": p.code,
                "sheet": p.sheet,
                "cell": p.cell,
                "message": p.message,
                "case": p.case_ref,
                "question": p.question,
                "is_query": p.is_query,
            }
            for p in problems
        ],
    }


def _problems(problems: Sequence[Problem]) -> list[Record]:
    return [
        {
            "code": str(p.code),
            "sheet": p.sheet,
            "cell": p.cell,
            "message": p.message,
            "case": p.case,
            "question": p.question,
            "is_query": p.is_query,
        }
        for p in problems
    ]
