"""Which grades of a cycle call for a person, from its answers as they stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from audits.domain.grade import GradedAnswer, Subject
from audits.domain.plan import Moderation
from audits.domain.question import Question
from audits.findings import Reason, calling_for_a_person, may_be_agreed
from audits.storage import Cycle, View
from audits.templates import template_of

from .current_rows import current_answers
from .grades import CycleRows


def needs_person(
    cycle: Cycle, graded: list[GradedAnswer], view: View, rows: CycleRows | None = None
) -> dict[Subject, tuple[Reason, ...]]:
    """Return the grades of a cycle that a person must look at, each with the reasons.

    ``rows`` are those of the cycle, where they were read already.
    """
    template = template_of(cycle.template)
    if template.moderation is None:
        return {}
    asked = {question.id: question for question in template.questions if question.scale}
    answers: dict[tuple[str, str], list[tuple[Question, str]]] = defaultdict(list)
    if any(grade.question.is_grade for grade in graded):  # only they are compared with answers
        for row in rows.answers if rows else current_answers(cycle.ref, view):
            if row.question in asked and row.value:
                answers[row.case_ref, row.unit].append((asked[row.question], row.value))
    return calling_for_a_person(graded, template.moderation, answers)


def may_agree(
    plan: Moderation, graded: Iterable[GradedAnswer], reasons: Mapping[Subject, object]
) -> tuple[GradedAnswer, ...]:
    """Return the grades that the desk may agree with at once; none where there is no desk."""
    if not plan.desk:
        return ()
    return may_be_agreed(graded, reasons)
