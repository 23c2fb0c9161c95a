"""What moderation has come to, as records: grades side by side, what waits, and the data of it."""

from typing import Any

from audits.domain.errors import NotFoundError
from audits.domain.grade import Grade, GradedAnswer
from audits.findings import waiting
from audits.storage import Cycle, ModerationRow
from audits.workspace import Parts

from .grades import graded_answers
from .moderation_plan import moderation_facts, plan_of
from .needs_person import needs_person


Record = dict[str, Any]


def list_grades(ref: str, case: str | None = None, *, parts: Parts) -> list[Record]:
    """Return every grade of a cycle, or of one case: the unit's own, the desk's and the panel's.

    Raises:
        NotFoundError: if the case has no grades in this cycle.
    """
    with parts.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        graded = graded_answers(cycle, view)
    rows = [_row(each) for each in graded if case in (None, each.subject.case)]
    if case is not None and not rows:
        cases = ", ".join(dict.fromkeys(each.subject.case for each in graded))
        raise NotFoundError(f"{case} is not among the graded cases of {ref}: {cases or 'none'}.")
    return rows


def list_waiting(ref: str, *, parts: Parts) -> list[Record]:
    """Return what moderation waits for, whether it holds up the end, and why a person must look.

    A grade without ``reasons`` may be agreed with together with all others.
    """
    with parts.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        graded = graded_answers(cycle, view)
        reasons = needs_person(cycle, graded, view)
    return [
        {
            "case": each.subject.case,
            "unit": each.subject.unit,
            "question": each.subject.question,
            "waits_for": str(each.waits_for),
            "owner": each.owner,
            "holds_up": each.holds_up,
            "says": each.says,
            "reasons": [str(reason) for reason in reasons.get(each.subject, ())],
        }
        for each in waiting(graded, plan_of(cycle))
    ]


def describe_moderation(ref: str, *, parts: Parts) -> Record:
    """Return the data of a cycle's moderation: as it ended, or as it stands now."""
    with parts.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        row = view.find(ModerationRow, ref)
        if row is not None and row.ended_at:
            return {"ref": ref, "ended_at": row.ended_at.isoformat(), **row.facts}
        facts = moderation_facts(cycle, graded_answers(cycle, view), view)
    return {"ref": ref, "ended_at": None, **facts}


def _row(graded: GradedAnswer) -> Record:
    standing = graded.standing
    due = graded.follow_up_by
    return {
        "case": graded.subject.case,
        "unit": graded.subject.unit,
        "question": graded.subject.question,
        "self": _grade(graded.own),
        "moderated": _grade(graded.moderated),
        "panel": _grade(graded.panel),
        "second": _grade(graded.visible_second),
        "stands": standing.value if standing else None,
        "disagreement": str(graded.disagreement) if graded.disagreement else None,
        "disagreement_owner": graded.disagreement_owner or None,
        "follow_up_owner": graded.follow_up_owner or None,
        "follow_up_by": due.isoformat() if due else None,
    }


def _grade(grade: Grade | None) -> Record | None:
    if grade is None:
        return None
    return {"value": grade.value, "by": grade.by, "at": grade.at.isoformat(), "why": grade.why}
