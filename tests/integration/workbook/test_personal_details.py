"""What identifies somebody is masked wherever a return says it, and nothing else is."""

from dataclasses import replace

import pytest

from audits.domain.answer import Answer, ProblemCode
from audits.domain.status import ReturnOutcome
from audits.workbook import Reading, mask_personal
from audits.workbook.personal import MASKING


CHILD = {"forename": "Katherine", "surname": "O'Thimble-Wright", "born": "2012-03-07"}
BROTHER = {"forename": "Zo\u00eb Will", "surname": "Young", "born": ""}
PEOPLE = [CHILD, BROTHER]


def masked(text: str) -> str:
    reading = Reading("P7", (Answer("DA16-01", "voice", text, text),), (), ReturnOutcome.ACCEPTED)
    [answer] = mask_personal(reading, PEOPLE).answers
    assert answer.value == answer.original
    return str(answer.value)


@pytest.mark.parametrize("text", [
    "Katherine", "KATHERINE", "katherine's", "Katie", "kate", "O'Thimble-Wright", "othimble-wright",
    "O\u2019Thimble-Wright", "Mrs Wright", "Zo\u00eb", "Zoe", "Will", "WILL", "Young",
    "2012-03-07", "07/03/2012", "7/3/12", "7 March 2012", "07.03.12", "7 Mar 2012",
    "943 476 5919", "9434765919", "943 476 5910", "9 4 3 4 7 6 5 9 1 0",
    "A123456789012", "SW1A 1AA", "sw1a1aa", "01632 960 001",
    "+44 1632 960001", "someone@example.org",
])  # fmt: skip
def test_what_identifies_somebody_is_masked(text):
    assert "[removed]" in masked(f"We saw {text} at home")


@pytest.mark.parametrize("text", [
    "the young person will be seen", "943 476 59 is no NHS number", "in March 2012",
    "Young people", "Will the school reply?",
    "WILL BE SEEN", "14 visits by 9 (of 10)", "Y7 4th term",
    "seen on 07.03.2017 12 times", "\u00a31,234,567.89",
    "the mother was seen on 08/03/2017", "6 of 10 visits", "question 12 of 15", "a catherine wheel",
])  # fmt: skip
def test_what_does_not_is_left(text):
    assert masked(text) == text


def test_a_name_alone_in_a_cell_is_masked_and_a_choice_that_is_a_name_is_not():
    alone = Answer("c", "q", "Katie", "Katie")
    chosen = Answer("c", "r", "will", "will", is_choice=True)
    reading = Reading("P7", (alone, chosen), (), ReturnOutcome.ACCEPTED)
    first, second = mask_personal(reading, PEOPLE).answers
    assert (first.value, second.value) == ("[removed]", "will")


def test_a_number_or_a_day_that_identifies_is_no_answer():
    days = Answer("c", "gap_days", "12", "12", is_measured=True)
    born = Answer("c", "by_when", "2012-03-07", "7/3/12", is_measured=True)
    reading = Reading("P7", (days, born), (), ReturnOutcome.ACCEPTED)
    first, second = mask_personal(reading, PEOPLE).answers
    assert (first.value, first.original) == ("12", "12")
    assert (second.value, second.original) == (None, "[removed]")


def test_what_was_masked_is_said_once_with_its_place():
    answer = Answer("DA16-01", "voice", "Katie said no", "Katie said no", sheet="Cases", cell="B4")
    reading = Reading("P7", (answer,), (), ReturnOutcome.ACCEPTED)
    [problem] = mask_personal(reading, PEOPLE).problems
    assert (problem.case, problem.question, problem.cell) == ("DA16-01", "voice", "B4")
    assert "Katie" not in repr(problem)
    assert not problem.is_query


def test_nobody_named_is_nobody_masked():
    reading = Reading("P7", (Answer("c", "q", "Katie", "Katie"),), (), ReturnOutcome.ACCEPTED)
    assert mask_personal(reading, []) == reading


def test_texts_that_take_too_much_are_refused_as_a_file_is():
    """A reader with no time left says so; nothing of the reading is kept in clear."""
    costly = "a@a." * 500_000
    reading = Reading("P7", (Answer("c", "q", costly, costly),), (), ReturnOutcome.ACCEPTED)
    refused = mask_personal(reading, PEOPLE, replace(MASKING, seconds=0.05, seconds_per_megabyte=0))
    assert refused.outcome is ReturnOutcome.REFUSED
    assert (refused.answers, refused.comments) == ((), ())
    assert [each.code for each in refused.problems] == [ProblemCode.TOO_BUSY]
