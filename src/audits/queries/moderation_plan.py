"""How a cycle is moderated, and what came of it."""

from typing import Any

from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer
from audits.domain.plan import Moderation
from audits.findings import changes, ratings
from audits.storage import Cycle, ModerationRow, View
from audits.templates import thaw


def plan_of(cycle: Cycle) -> Moderation:
    """Return how a cycle is moderated.

    Raises:
        ModerationError: if its template asks for no moderation.
    """
    plan = thaw(cycle.template).moderation
    if plan is None:
        raise ModerationError(
            f"{cycle.ref} has no moderation: the template of {cycle.kind} asks for none."
        )
    return plan


def moderation_facts(cycle: Cycle, graded: list[GradedAnswer], view: View) -> dict[str, Any]:
    """Return what came of moderation as data: direction of change, and two blind ratings."""
    row = view.find(ModerationRow, cycle.ref)
    return {
        "direction": [
            {
                "unit": each.unit, "question": each.question, "raised": each.raised,
                "lowered": each.lowered, "same": each.same, "apart": each.apart,
                "table": [[a, b, n] for (a, b), n in sorted(each.cases.items())],
            }
            for each in changes(graded)
        ],
        "second": [
            {
                "question": each.question, "pairs": each.pairs, "agree": each.agree,
                "table": [[a, b, n] for (a, b), n in sorted(each.table.items())],
            }
            for each in ratings(graded)
        ],
        "second_cases": list(row.second_cases) if row else [],
        "unanswered": [str(each.subject) for each in graded if each.own is None],
    }  # fmt: skip
