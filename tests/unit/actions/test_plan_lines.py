"""A plan from elsewhere: any order of columns, a title above, every row by itself."""

from datetime import date

import pytest
from builders.findings import a_calendar
from builders.names import A_BOARD
from hypothesis import given, strategies as st

from audits.actions import PlanContext, read_plan
from audits.domain.action import Origin, origin_of


AGENCIES = {"police": "Police", "health": "Community Health and Care, North"}
TODAY = date(2017, 3, 9)


def read(*rows, published=None):
    head, *lines = rows
    return read_plan(
        [(n, dict(zip(head, line, strict=True))) for n, line in enumerate(lines, start=2)],
        PlanContext(AGENCIES, TODAY, a_calendar(), A_BOARD, published, "Review 1"),
    )


def test_an_owner_is_known_by_its_name_and_a_row_by_its_number():
    plan = read(
        ("due", "owner", "action"),
        ("30 June 2017", "Community Health and Care, North", "Train desks"),
    )
    [line] = plan.lines
    assert (line.row, line.owner, line.due) == (2, "health", date(2017, 6, 30))
    assert line.source == "Review 1"


def test_a_comma_parts_those_who_contribute_unless_it_stands_in_a_name():
    plan = read(
        ("action", "owner", "with", "due"),
        ("Meet", "police", "Community Health and Care, North", "30/06/2017"),
        ("Meet", "health", "police, health", "30/06/2017"),
    )
    assert [line.contributors for line in plan.lines] == [("health",), ("police",)]


@pytest.mark.parametrize("due", ["70 working days", ""])
def test_seventy_working_days_are_counted_over_bank_holidays(due):
    """30 January 2018 to 11 May 2018, over Good Friday, Easter Monday and early May."""
    plan = read(
        ("action", "owner", "due"),
        ("Agree a tool", "police", due),
        published=date(2018, 1, 30),
    )
    assert plan.lines[0].due == date(2018, 5, 11)


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 4), max_size=20))
def test_every_row_is_either_taken_or_refused_with_its_number_and_why(rows):
    plan = read(("action", "owner", "due", "published"), *rows)
    others = (*plan.refused, *plan.asides)
    told = [line.row for line in plan.lines] + [number for number, _ in others]
    assert sorted(told) == list(range(2, len(rows) + 2))
    assert all(why for _, why in others)


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("audit", Origin.AUDIT), ("SCR B", Origin.REVIEW),
        ("Case review 2", Origin.REVIEW), ("Rapid review 3", Origin.REVIEW),
        ("Local child safeguarding practice review: Child K", Origin.REVIEW),
        ("HMICFRS 2026", Origin.INSPECTION),
        ("Ofsted 2017", Origin.INSPECTION), ("Inspection: JTAI", Origin.INSPECTION),
        ("Challenge 4", Origin.CHALLENGE), ("Section 11, year one", Origin.SELF_ASSESSMENT),
        ("other", Origin.OTHER), ("auditorium", Origin.OTHER), ("", Origin.OTHER),
    ],
)  # fmt: skip
def test_a_source_is_told_by_the_words_it_begins_with(source, origin):
    assert origin_of(source) is origin
