"""What the cells of a plan mean: whose, by when, and how it stands."""

from datetime import date

import pytest
from builders.findings import a_calendar
from hypothesis import given, strategies as st

from audits.actions import Claim, Owners, claim_of, owners_in
from audits.domain.due_days import due_day


NAMES = {
    "police": "police", "health": "health", "community health and care north": "health",
    "ccg": "ccg",
}  # fmt: skip
START = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("End of March 2027", date(2027, 3, 31)), ("by end of Feb 2028", date(2028, 2, 29)),
        ("April 2027", date(2027, 4, 30)), ("Sept-27", date(2027, 9, 30)),
        ("2027-03", date(2027, 3, 31)), ("mid May 2027", date(2027, 5, 15)),
        ("Q3 2026/27", date(2026, 12, 31)), ("end of quarter 4 2026-27", date(2027, 3, 31)),
        ("2026/27 Q1", date(2026, 6, 30)), ("2026/27", date(2027, 3, 31)),
        ("end of 2027", date(2027, 12, 31)), ("Autumn term 2026", date(2026, 12, 31)),
        ("Summer Term 2026/27", date(2027, 7, 31)), ("within 1 month", date(2026, 2, 28)),
        ("12 months", date(2027, 1, 31)), ("2 weeks", date(2026, 2, 14)),
        ("before 1 May 2027", date(2027, 5, 1)),
    ],
)  # fmt: skip
def test_a_month_a_quarter_and_a_term_of_a_year_mean_their_last_day(text, day):
    assert due_day(text, start=START, calendar=a_calendar()).day == day


@pytest.mark.parametrize(
    "text",
    ["ASAP", "Ongoing", "Term 2", "Q3 2026", "Q3 2026/28", "March", "every 3 months", "2027",
     "marketing 27", "TBC", ""],
)  # fmt: skip
def test_what_names_no_day_is_no_day_and_no_slip_of_the_pen(text):
    found = due_day(text, start=START, calendar=a_calendar())
    assert (found.day, found.is_mistyped) == (None, False)


@pytest.mark.parametrize("text", ["31/02/2027", "32 March 2027", "2027-13-01"])
def test_a_day_that_there_is_not_is_a_slip_of_the_pen(text):
    assert due_day(text, start=START, calendar=a_calendar()).is_mistyped


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Police", Owners(("police",))),
        ("police; CCG", Owners(("police", "ccg"))),
        ("Police, Community Health and Care, North", Owners(("police", "health"))),
        ("Nurse (CCG) / DI, Police", Owners(("ccg", "police"), ("Nurse", "DI"))),
        ("Public Health", Owners(unknown=("Public Health",))),
        ("police and army", Owners(("police",), unknown=("army",))),
        (" ; ", Owners()),
    ],
)  # fmt: skip
def test_owners_are_told_from_posts_and_from_what_is_neither(text, owners):
    assert owners_in(text, NAMES) == owners


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=4), st.sampled_from(";/&\n+,"))
def test_every_agency_named_is_found_in_its_order(named, mark):
    found = owners_in(f" {mark} ".join(named), NAMES)
    assert found == Owners(tuple(dict.fromkeys(NAMES[each] for each in named)))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Complete", Claim.COMPLETE), ("COMPLETED - 3rd January 2017", Claim.COMPLETE),
        ("100%", Claim.COMPLETE), ("Signed off", Claim.COMPLETE), ("In progress", Claim.OPEN),
        ("Not complete", Claim.OPEN), ("Partly complete", Claim.OPEN),
        ("No longer required", Claim.WITHDRAWN),
        ("Complete except training", None), ("Complete?!x", None), ("almost done", None),
    ],
)  # fmt: skip
def test_only_a_clear_word_claims_that_an_action_is_complete(text, claim):
    assert claim_of(text) is claim
