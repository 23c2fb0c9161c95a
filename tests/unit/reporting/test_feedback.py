"""The feedback sheet: a unit's own answers, and of the others nothing that gives one away."""

from dataclasses import replace

import pytest
from builders import papers as p
from builders.reports import a_sheet

from audits.domain.errors import UserError
from audits.domain.question import Choice, Question, Scale
from audits.reporting import FeedbackFacts, OwnQuestion, as_text, view_paper
from audits.reporting.paper import Heading, Table


def sheet(**changes: object) -> str:
    return as_text(view_paper("feedback", replace(a_sheet(), **changes), "professional"))


def table_of(facts: FeedbackFacts) -> list[tuple[str, ...]]:
    blocks = view_paper("feedback", facts, "professional").blocks
    tables = [b for b in blocks if isinstance(b, Table) and b.headings[0] == "Question"]
    return [row for table in tables for row in table.rows]


def test_it_opens_with_the_theme_that_falls_short_most_and_says_in_which_cases():
    blocks = view_paper("feedback", a_sheet(), "professional").blocks
    first = next(b for b in blocks if isinstance(b, Heading))
    assert first.text == "Overall: 3 of your 5 answers could be better. Look there first."
    assert "3 of 5 fall short. Cases: X17-02, X17-05." in sheet()


def test_small_numbers_of_the_others_are_hidden_and_its_own_are_not():
    rows = {row[0]: row[1:] for row in table_of(a_sheet())}
    assert rows["Was the child heard?"] == (
        "Yes: 3; Partly: 1; No: 1", "Yes: 9; Partly: 6; No: c; Not applicable: c; Not answered: c"
    )  # fmt: skip
    assert rows["How good was it?"] == (
        "Yes: 4; Partly: 1", "Yes: 2; Partly: 3", "Yes: 12; Partly: 8"
    )  # fmt: skip


@pytest.mark.parametrize("others", [0, 1])
def test_what_one_other_answered_is_not_shown(others):
    text = sheet(others=others)
    assert "All others together" not in text
    assert "Yes: 9" not in text
    assert "so the others' answers are not shown" in text


def test_numbers_too_small_to_show_are_said_to_be():
    few = OwnQuestion(p.VOICE, (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (2, 1, 0, 0, 0))
    assert table_of(replace(a_sheet(), questions=(few,))) == [
        ("Was the child heard?", "Yes", "Too few to show")
    ]
    assert "None of your answers falls short." in sheet(questions=(few,))


def test_it_is_never_public():
    with pytest.raises(UserError, match="no public version"):
        view_paper("feedback", a_sheet(), "public")


OFSTED = Scale("grade", "Grade", (
    Choice("outstanding", "Outstanding", 3), Choice("good", "Good", 2),
    Choice("requires_improvement", "Requires improvement", 1),
    Choice("inadequate", "Inadequate", 0),
))  # fmt: skip


@pytest.mark.parametrize(
    ("is_grade", "words"),
    [
        (True, "1 of your 4 answers could be better"),
        (False, "3 of your 4 answers could be better"),
    ],
)
def test_a_case_graded_good_needs_no_second_look_and_an_answer_below_the_best_does(is_grade, words):
    asked = Question("overall", 1, "All", "How good was it?", scale=OFSTED, is_grade=is_grade)
    answers = (1, 2, 0, 1, 0)
    graded = OwnQuestion(asked, answers, answers, (9, 9, 9, 9, 0))
    assert words in sheet(questions=(graded,))
