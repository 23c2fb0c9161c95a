"""What surveys beside a cycle say, as plain values."""

from typing import Any

from audits.storage import SurveyCount, View


Record = dict[str, Any]


def survey_results(ref: str, view: View) -> list[Record]:
    """Return what surveys beside a cycle say: each question with its counts, null if withheld."""
    found: dict[tuple[str, int], Record] = {}
    for row in view.all(SurveyCount, SurveyCount.cycle == ref, order_by=SurveyCount.id):
        question = found.setdefault(
            (row.survey, row.number),
            {"survey": row.survey, "question": row.question, "asked": row.asked, "counts": {}},
        )
        question["counts"][row.answer] = row.count
    return list(found.values())
