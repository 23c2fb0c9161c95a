"""A question keeps its id; its history says which answers may stand side by side."""

from dataclasses import replace
from pathlib import Path

import pytest

from audits.domain.question import Choice, Scale
from audits.templates import differences, load_template, question_history, rescaled


WEEKLY = load_template(Path(__file__).parents[3] / "audit_templates" / "mash_weekly.yaml")
OTHER = Scale("other", "Other", (Choice("a", "A", 1), Choice("b", "B", 0)))


def version(number: int, **changes):
    """Return a version in which one question, right_threshold, is another; None leaves it out."""
    questions = [
        question if question.id != "right_threshold" else _changed(question, changes)
        for question in WEEKLY.questions
        if question.id != "right_threshold" or changes.get("asked", True)
    ]
    return WEEKLY.model_copy(update={"version": number, "questions": tuple(questions)})


def _changed(question, changes):
    return replace(question, **{k: v for k, v in changes.items() if k != "asked"})


def past(*versions):
    return next(p for p in question_history(versions) if p.id == "right_threshold")


@pytest.mark.parametrize(
    ("versions", "comparable_since", "changed_in"),
    [
        ([version(1), version(2)], 1, ()),
        ([version(1), version(2, asks="Was it the right decision?")], 1, (2,)),
        ([version(1), version(2, asks="Was it liked?", comparable=False)], 2, (2,)),
        ([version(1), version(2, comparable=False)], 1, ()),
        ([version(1), version(2, scale=OTHER)], 2, (2,)),
        ([version(1), version(2, asked=False), version(3)], 3, ()),
        ([version(3, scale=OTHER), version(2), version(1)], 3, (3,)),
    ],
)
def test_answers_compare_since_the_version_that_last_broke_the_series(
    versions, comparable_since, changed_in
):
    found = past(*versions)
    assert (found.since, found.until) == (1, None)
    assert (found.comparable_since, found.changed_in) == (comparable_since, changed_in)


def test_a_question_that_is_asked_no_longer_says_until_when_it_was():
    found = past(version(1), version(2), version(3, asked=False))
    assert (found.since, found.until) == (1, 2)


def test_a_question_that_came_later_says_since_when():
    assert past(version(1, asked=False), version(2)).since == 2


def test_what_differs_is_named_and_the_version_alone_is_no_difference():
    assert differences(version(1), version(2)) == ()
    assert differences(version(1), version(1, asks="Other words?")) == ("questions",)
    assert rescaled(version(1), version(1, scale=OTHER)) == ("right_threshold",)
    assert rescaled(version(1), version(1, asks="Other words?")) == ()
