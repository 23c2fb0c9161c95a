"""What surveys beside a cycle say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audits.storage import SurveyCount, View


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question of a survey: how many were asked, and how many gave each answer.

    A count is None if it was too small to be kept.
    """

    survey: str
    question: str
    asked: int
    counts: Mapping[str, int | None]


def survey_results(ref: str, view: View) -> tuple[SurveyQuestion, ...]:
    """Return what surveys beside a cycle say, in the order of their files."""
    return survey_questions(
        view.all(SurveyCount, SurveyCount.cycle == ref, order_by=SurveyCount.id)
    )


def survey_questions(counts: Iterable[SurveyCount]) -> tuple[SurveyQuestion, ...]:
    """Return the questions that one cycle's counts belong to."""
    by_question: dict[tuple[str, int], list[SurveyCount]] = {}
    for row in counts:
        by_question.setdefault((row.survey, row.number), []).append(row)
    questions = []
    for rows in by_question.values():
        by_answer = {row.answer: row.count for row in rows}
        first = rows[0]
        questions.append(SurveyQuestion(first.survey, first.question, first.asked, by_answer))
    return tuple(questions)
