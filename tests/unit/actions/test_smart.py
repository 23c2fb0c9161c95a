"""Wording checks, tried on the actions that a real annual report printed."""

from datetime import date

import pytest
from builders.findings import an_action
from hypothesis import given, settings, strategies as st

from audits.actions import lint_wording, smart_lint


OWNER, DATE, MEASURE, VAGUE, SEVERAL = (
    "owner", "no date", "no measure", "is vague", "several actions",
)  # fmt: skip


def doubts(title: str, *, owner: str = "police", due: bool = True, measure: str = "x") -> list[str]:
    found = lint_wording(
        title, owner=owner, due=date(2017, 6, 30) if due else None, measure=measure
    )
    kinds = (OWNER, DATE, MEASURE, VAGUE, SEVERAL)
    return [next(kind for kind in kinds if kind in doubt) for doubt in found]


def test_a_checkable_action_raises_no_doubt() -> None:
    assert smart_lint(an_action()) == ()


# The annual report's domestic abuse actions: none has a date or a measure.
REPORTED = [
    ("Strategy and resource pack", "lscb", [DATE, MEASURE]),
    (
        "Two messages in all multi-agency training: the child's and significant adults' "
        "perspective, and accurate information on the assessed needs of parents and carers",
        "lscb",
        [DATE, MEASURE],
    ),
    (
        "Agencies have robust ways to identify and QA domestic abuse cases",
        "agencies",
        [OWNER, DATE, MEASURE, VAGUE, SEVERAL],
    ),
    (
        "Continue to monitor and improve child protection conference invitations and attendance",
        "qeg",
        [DATE, MEASURE, VAGUE, SEVERAL],
    ),
    (
        "A review of communication after a domestic abuse incident with a child present, to early "
        "years, schools and early help teams",
        "",
        [OWNER, DATE, MEASURE, VAGUE],
    ),
]


@pytest.mark.parametrize(("title", "owner", "expected"), REPORTED)
def test_the_annual_report_s_actions_are_found_wanting(
    title: str, owner: str, expected: list[str]
) -> None:
    assert doubts(title, owner=owner, due=False, measure="") == expected


@pytest.mark.parametrize(
    "title",
    [
        "Ensure feedback reaches referrers",
        "Managers to consider a checklist",
        "The team will continue dip samples",
        "Reviewing the pathway",
        "Hold a workshop to raise awareness of private fostering",
        "Embedding the threshold document",
        "Agree a form, improving consent",
    ],
)
def test_a_verb_that_promises_effort_is_vague(title: str) -> None:
    assert doubts(title) == [VAGUE]


@pytest.mark.parametrize(
    "title",
    [
        "Record the outcome in the case review log",
        "Send the monitoring form to every school by the first day of term",
        "Give each practice the embedded link",
        "Train and support two champions in each district",
    ],
)
def test_the_same_word_as_a_noun_is_let_be(title: str) -> None:
    assert doubts(title) == []


def test_the_vague_words_are_named_once() -> None:
    (doubt,) = lint_wording(
        "Ensure, ensure, consider", owner="police", due=date(2017, 6, 30), measure="x"
    )
    assert doubt == 'It is vague ("ensure", "consider"): say what will be different.'


@pytest.mark.parametrize(
    "title",
    [
        "Publish the pathway; train the staff",
        "Publish the pathway and train the staff",
        "Publish the pathway and then tell referrers",
        "Publish the pathway. Train the staff",
        "(a) Publish the pathway (b) train the staff",
    ],
)
def test_several_actions_in_one_are_noticed(title: str) -> None:
    assert doubts(title) == [SEVERAL]


@pytest.mark.parametrize("owner", ["", "  ", "Agencies", "all partners", "police, health", "a/b"])
def test_exactly_one_agency_is_accountable(owner: str) -> None:
    assert doubts("Publish the pathway", owner=owner) == [OWNER]


@given(st.text(), st.text(), st.none() | st.just(date(2017, 6, 30)), st.text())
@settings(deadline=None, max_examples=150)
def test_any_wording_at_all_gets_plain_sentences_each_once(
    title: str, owner: str, due: date | None, measure: str
) -> None:
    found = lint_wording(title, owner=owner, due=due, measure=measure)
    assert len(set(found)) == len(found) <= 5
    assert all(doubt.startswith("It ") and doubt.endswith(".") for doubt in found)
    assert any(DATE in doubt for doubt in found) is (due is None)
    assert any(MEASURE in doubt for doubt in found) is (not measure.strip())
