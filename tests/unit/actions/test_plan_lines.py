"""A plan from elsewhere: any order of columns, a title above, every row by itself."""

from datetime import date

import pytest
from builders.findings import a_calendar
from hypothesis import given, strategies as st

from audits.actions import read_plan
from audits.domain.action import Origin, origin_of


AGENCIES = {"police": "Police", "health": "Community Health and Care, North"}
TODAY = date(2017, 3, 9)


def read(*rows, start=TODAY):
    return read_plan(
        rows, agencies=AGENCIES, today=TODAY, start=start, calendar=a_calendar(), source="Review 1"
    )


def test_headings_are_found_by_their_words_in_any_order_below_a_title():
    plan = read(
        ("Case review 2", "", ""),
        ("By when", "Who", "Recommendation"),
        ("30 June 2017", "Community Health and Care, North", "Train desks"),
    )
    [line] = plan.lines
    assert (line.row, line.owner, line.due) == (3, "health", date(2017, 6, 30))
    assert line.source == "Review 1"


def test_seventy_working_days_are_counted_over_bank_holidays():
    """30 January 2018 to 11 May 2018, over Good Friday, Easter Monday and early May."""
    plan = read(
        ("Action", "Owner", "Due"),
        ("Agree a tool", "police", "70 working days"),
        start=date(2018, 1, 30),
    )
    assert plan.lines[0].due == date(2018, 5, 11)


def test_what_is_no_plan_is_told_from_an_empty_one():
    assert read(("a", "b"), ("1", "2")) is None
    assert read(("Action", "Owner", "Due"), ("", "", "")).lines == ()


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 3), max_size=20))
def test_every_row_that_says_anything_is_either_taken_or_refused_with_its_number(rows):
    plan = read(("Action", "Owner", "Due"), *rows)
    told = {line.row for line in plan.lines} | {number for number, _ in plan.refused}
    said = {n for n, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)}
    assert told == said
    assert all(why for _, why in plan.refused)


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("audit", Origin.AUDIT), ("SCR B", Origin.CASE_REVIEW),
        ("Case review 2", Origin.CASE_REVIEW),
        ("Ofsted 2017", Origin.INSPECTION), ("Inspection: JTAI", Origin.INSPECTION),
        ("Challenge 4", Origin.CHALLENGE), ("Section 11, year one", Origin.SECTION_11),
        ("other", Origin.OTHER), ("auditorium", Origin.OTHER), ("", Origin.OTHER),
    ],
)  # fmt: skip
def test_a_source_is_told_by_the_words_it_begins_with(source, origin):
    assert origin_of(source) is origin
