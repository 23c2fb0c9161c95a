"""What came back, as plain values: returns, their problems, and the answers that count."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.domain.answer import Problem
from audits.domain.pack import KNOWN, NOT_NAMED, NOTHING_TO_REPORT
from audits.queries.collected import Collected
from audits.storage import (
    AnswerRow,
    Case,
    Concern,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    TrailEntry,
    View,
    is_empty,
)
from audits.templates import thaw
from audits.workspace import Parts

from .concerns import describe_concern


Record = dict[str, Any]


def list_returns(ref: str | None, *, parts: Parts) -> list[Record]:
    """Return what came back for a cycle; for None, what belongs to no cycle and was set aside."""
    with parts.open_view() as view:
        if ref is not None:
            view.get(Cycle, ref)
        due = {
            pack.unit: pack.due_at
            for pack in view.all(IssuedPack, IssuedPack.cycle == ref, IssuedPack.edition == 1)
        }
        return [
            {
                **_return(row, view),
                "due_at": due[row.unit].isoformat() if row.unit in due else None,
            }
            for row in view.all(
                ReturnFile, ReturnFile.cycle == ref, order_by=ReturnFile.received_at
            )
        ]


def describe_return(ref: str, *, parts: Parts) -> Record:
    """Return one received file with its problems and concerns.

    Raises:
        NotFoundError: if there is no such return.
    """
    with parts.open_view() as view:
        row = view.get(ReturnFile, ref)
        concerns = [
            describe_concern(c, view)
            for c in view.all(
                Concern,
                Concern.cycle == row.cycle,
                Concern.unit == row.unit,
                order_by=Concern.case_ref,
            )
            if ref in (c.return_id, *(each["return_id"] for each in c.additions))
        ]
        story = [
            {"at": entry.at.isoformat(), "what": entry.verb, "by": entry.actor, "why": entry.why}
            for about in (ref, row.pack)
            for entry in view.all(TrailEntry, TrailEntry.about == about, order_by=TrailEntry.seq)
            if about == ref or entry.facts.get("return_id") == ref
        ]
        return {**_return(row, view), "concerns": concerns, "story": story}


def list_known(ref: str, *, parts: Parts) -> list[Record]:
    """Return, for each case, what each agency says: yes, no, nothing to report, or nothing yet.

    ``differs``: one agency knows the child and another that was asked does not, which somebody
    should look at: is the family with another practice, or is a record missing?
    """
    with parts.open_view() as view:
        view.get(Cycle, ref)
        units = [
            p.unit
            for p in view.all(
                IssuedPack,
                IssuedPack.cycle == ref,
                IssuedPack.edition == 1,
                order_by=IssuedPack.number,
            )
        ]
        rows = view.all(AnswerRow, AnswerRow.cycle == ref, AnswerRow.current)
        known = {(r.case_ref, r.unit): r.value for r in rows if r.question == KNOWN.id}
        nil = {r.unit for r in rows if r.question == NOTHING_TO_REPORT.id and r.value}
        reasons = {(r.case_ref, r.unit): r.note for r in rows if r.question == KNOWN.id}
        cases = view.all(Case, Case.cycle == ref, is_empty(Case.replaced_by), order_by=Case.number)
    return [_known(case.ref, units, known, reasons, nil) for case in cases]


def _known(
    case: str,
    units: Sequence[str],
    known: Mapping[tuple[str, str], str | None],
    reasons: Mapping[tuple[str, str], str],
    nil: set[str],
) -> Record:
    said = {u: "nothing to report" if u in nil else known.get((case, u)) for u in units}
    why = {u: reasons[case, u] for u in units if reasons.get((case, u))}
    differs = {"yes", "no"} <= set(said.values())
    return {"case": case, "units": said, "reasons": why, "differs": differs}


def list_answers(ref: str, *, parts: Parts) -> list[Record]:
    """Return the current answers of a cycle, each with where it came from."""
    from .free_text import masker_of_units  # a list of returns shows no text

    with parts.open_view() as view:
        names = thaw(view.get(Cycle, ref).template).names_units
        masker = masker_of_units(ref, view)  # what was taken in before it was masked so
        return [
            {
                "unit": row.unit if names else NOT_NAMED,
                "case": row.case_ref if names else "",
                "question": row.question,
                "answer": masker.text(row.value) if row.value else row.value,
                "original": masker.text(row.original),
                "note": masker.text(row.note),
                "return": row.return_id,
                "sheet": row.sheet,
                "cell": row.cell,
            }
            for row in view.all(
                AnswerRow, AnswerRow.cycle == ref, AnswerRow.current, order_by=AnswerRow.id
            )
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
        "was_waived": each.was_waived,
        "also": [describe_collected(other) for other in each.also],
    }


def _return(row: ReturnFile, view: View) -> Record:
    problems = view.all(ReturnProblem, ReturnProblem.return_id == row.id, order_by=ReturnProblem.id)
    return {
        "id": row.id,
        "sha256": row.sha256,
        "received_at": row.received_at.isoformat(),
        "outcome": str(row.outcome) if row.outcome else None,
        "late": row.late,
        "cycle": row.cycle,
        "unit": row.unit,
        "supersedes": row.supersedes,
        "part_of": row.part_of,
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
