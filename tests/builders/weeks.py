"""Weeks whose cases are made up, ten a week, as the papers on months put them together."""

from collections.abc import Sequence
from datetime import date, timedelta

from audits import resource_folder
from audits.domain.finding import JudgedCase
from audits.domain.question import Question
from audits.queries.papers.period_weeks import Week
from audits.storage import Cycle
from audits.templates import load_template


FIRST = date(2016, 1, 7)
TEMPLATE = load_template(resource_folder("audit_templates") / "mash_weekly.yaml")
GRADE = next(question for question in TEMPLATE.questions if question.is_grade)


def weeks_of(values: Sequence[str], *, question: Question = GRADE, a_week: int = 10) -> list[Week]:
    """Return weeks of so many cases each, judged in this order."""
    cases = [_case(place, value, question) for place, value in enumerate(values)]
    return [
        Week(
            Cycle(
                ref=f"W{at // a_week:03}", until=date(2016, 1, 7) + timedelta(weeks=at // a_week)
            ),
            TEMPLATE,
            {question.id: (question, tuple(cases[at : at + a_week]))},
        )
        for at in range(0, len(cases), a_week)
    ]


def _case(place: int, value: str, question: Question) -> JudgedCase:
    choice = question.scale.choice(value) if question.scale else None
    return JudgedCase(f"C{place:04}", value, choice.standing if choice else None, False, ())
