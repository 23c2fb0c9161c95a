"""How a template asks for moderation, and what it is told when it asks for the impossible."""

import shutil
from pathlib import Path

import pytest

from audits.domain.errors import TemplateError
from audits.domain.plan import Moderation
from audits.templates import AuditTemplate, freeze, load_template, template_of


SHIPPED = Path(__file__).parents[3] / "audit_templates"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "audit_templates"))


def asking(folder: Path, line: str, *, without: str = "") -> AuditTemplate:
    path = folder / "mash_weekly.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text((text.replace(without, "") if without else text) + line, encoding="utf-8")
    return load_template(path)


def test_a_template_that_says_nothing_is_not_moderated(folder):
    template = asking(folder, "")
    assert template.moderation is None
    assert template.moderated_questions() == ()


def test_overall_grades_are_moderated_unless_all_scales_are_asked_for(folder):
    template = asking(folder, 'moderation: {desk: yes, panel: yes, blind_second: "1 in 5"}\n')
    assert template.moderation == Moderation(desk=True, panel=True, second_one_in=5)
    assert [q.id for q in template.moderated_questions()] == ["overall"]
    assert template_of(freeze(template)) == template


def test_all_scales_are_moderated_where_that_is_asked_for(folder):
    template = asking(folder, "moderation: {of: all}\n")
    scaled = [q.id for q in template.questions if q.scale]
    assert [q.id for q in template.moderated_questions()] == scaled


@pytest.mark.parametrize(
    ("line", "without", "says"),
    [
        ("moderation: {of: grades}\n", "is_grade: true", "no question is an overall grade"),
        ("moderation: {desk: no}\n", "", "nobody moderates"),
        ("moderation: {blind_second: one in five}\n", "", "say how many, as in '1 in 5'"),
        ("moderation: {panle: yes}\n", "", "Did you mean 'panel'?"),
        ("moderation: {of: [overal]}\n", "", "no question 'overal' with a scale. Did you mean"),
        ("moderation: {follow_up: [inadeqate]}\n", "", "'inadeqate' is no choice of what is"),
    ],
)
def test_what_cannot_be_moderated_is_refused_with_its_line(folder, line, without, says):
    with pytest.raises(TemplateError, match=r"mash_weekly\.yaml") as refusal:
        asking(folder, line, without=without)
    assert says in str(refusal.value)


def test_questions_may_be_named_that_are_moderated(folder):
    template = asking(folder, "moderation: {of: [consent, overall]}\n")
    assert {q.id for q in template.moderated_questions()} == {"consent", "overall"}
    assert template_of(freeze(template)) == template


@pytest.mark.parametrize(
    ("line", "wanting"),
    [
        ("moderation: {of: all}\n", {("overall", "inadequate"), ("consent", "no")}),
        ("moderation: {of: all, follow_up: lowest}\n",
         {("overall", "inadequate"), ("consent", "no")}),
        ("moderation: {of: all, follow_up: none}\n", set()),
        ("moderation: {of: all, follow_up: [inadequate]}\n", {("overall", "inadequate")}),
    ],
)  # fmt: skip
def test_follow_ups_are_asked_for_at_the_level_that_the_template_says(folder, line, wanting):
    template = asking(folder, line)
    plan = template.moderation
    assert plan is not None
    asked = {
        (q.id, choice.code)
        for q in template.moderated_questions()
        if q.id in ("overall", "consent") and q.scale
        for choice in q.scale.choices
        if plan.wants_follow_up(q, choice.code)
    }
    assert asked == wanting


def test_a_decision_has_no_lowest_and_needs_no_follow_up():
    template = load_template(SHIPPED / "thresholds.yaml")
    plan = template.moderation
    assert plan is not None
    decisions = [q for q in template.questions if q.scale and not q.is_ranked]
    assert [q.id for q in decisions] == ["panel_decision", "decision_compared"]
    codes = [(q, choice.code) for q in decisions if q.scale for choice in q.scale.choices]
    assert not any(q.is_lowest(code) or plan.wants_follow_up(q, code) for q, code in codes)


def test_every_shipped_gate_that_ends_moderation_has_a_moderation_to_end():
    for path in sorted(SHIPPED.glob("*.yaml")):
        template = load_template(path)
        assert ("end_moderation" in template.gates) == (template.moderation is not None), path.name
