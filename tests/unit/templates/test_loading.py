"""What is shipped loads; what is frozen thaws; a cycle has its name and its window."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError

from audits.domain.errors import TemplateError
from audits.domain.question import EvidenceRule, Standing
from audits.templates import (
    RefRule,
    check_template,
    freeze,
    load_template,
    load_templates,
    template_of,
)


SHIPPED = Path(__file__).parents[3] / "audit_templates"
WEEKLY = SHIPPED / "mash_weekly.yaml"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_template_loads_without_a_warning(path):
    assert load_template(path).kind == path.stem
    assert check_template(path) == ()


def test_a_frozen_template_thaws_to_the_same():
    template = load_template(WEEKLY)
    assert template_of(freeze(template)) == template
    assert freeze(template_of(freeze(template))) == freeze(template)


def test_a_core_question_brings_its_words_and_its_scale():
    question = {q.id: q for q in load_template(WEEKLY).questions}["feedback_to_referrer"]
    assert question.core == "feedback_to_referrer"
    assert question.theme == "Feedback to referrers"
    assert question.evidence is EvidenceRule.UNLESS_YES
    assert [c.code for c in question.scale.choices if c.standing is Standing.JUDGED] == [
        "yes",
        "partly",
        "no",
    ]


def test_questions_are_numbered_from_one_in_the_order_of_the_file():
    numbers = [question.number for question in load_template(WEEKLY).questions]
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_files_of_one_kind_are_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(WEEKLY.read_text())
    (tmp_path / "shared").symlink_to(SHIPPED / "shared")
    with pytest.raises(TemplateError, match="the kind 'mash_weekly' too"):
        load_templates(tmp_path)


@pytest.mark.parametrize(
    ("by", "on", "ref"),
    [
        ("week", date(2017, 3, 9), "MASH-2017-W10"),
        ("week", date(2017, 1, 1), "MASH-2016-W52"),  # ISO 8601: a Sunday of the year before
        ("week", date(2020, 12, 31), "MASH-2020-W53"),
        ("month", date(2017, 3, 9), "MASH-2017-03"),
        ("quarter", date(2017, 3, 9), "MASH-2017-Q1"),
        ("quarter", date(2017, 4, 1), "MASH-2017-Q2"),
        ("year", date(2017, 3, 9), "MASH-2017"),
    ],
)
def test_a_cycle_is_named_after_its_period(by, on, ref):
    assert RefRule(prefix="MASH", by=by).of(on) == ref


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_weeks_follow_one_another_without_a_gap_or_an_overlap(day):
    template = load_template(WEEKLY)
    first = template.window_from(day, None)
    assert (day - first).days == 6
    assert (template.window_from(day, first) - first).days == 1


def test_a_frozen_text_is_parsed_once_and_what_it_gives_cannot_be_changed():
    text = freeze(load_template(WEEKLY))
    copy = "".join(list(text))  # as another row of the database gives it
    template = template_of(text)
    assert template_of(copy) is template
    with pytest.raises(ValidationError, match="frozen"):
        template.title = "Another"
