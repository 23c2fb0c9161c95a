"""Who is told when, as a template says it: short, in full, and what is refused."""

import shutil
from pathlib import Path

import pytest

from audits.domain.errors import TemplateError
from audits.domain.ladder import Addressee, Escalation
from audits.templates import (
    AuditTemplate,
    differences,
    freeze,
    load_template,
    load_templates,
    template_of,
)


SHIPPED = Path(__file__).parents[3] / "audit_templates"
LADDER = "escalate: [{after: 5, to: deputy}, {after: 7, to: qeg_member}]"
NAMED = Addressee.NAMED_PERSON


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "audit_templates"))


def with_ladder(folder: Path, ladder: str) -> AuditTemplate:
    path = folder / "mash_weekly.yaml"
    text = path.read_text()
    assert LADDER in text
    path.write_text(text.replace(LADDER, ladder))
    return load_template(path)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("escalate: 12", ((12, NAMED),)),
        ("answer_queries_within: 2 working days", ((10, NAMED),)),
        ("escalate: [{after: 0, to: named_person}]", ((0, NAMED),)),
        (LADDER, ((5, Addressee.DEPUTY), (7, Addressee.QEG_MEMBER))),
    ],
)
def test_a_number_alone_is_the_named_person_and_a_list_says_whom(folder, written, means):
    template = with_ladder(folder, written)
    assert template.timeline.escalate == tuple(Escalation(*each) for each in means)
    assert template_of(freeze(template)) == template


def test_a_ladder_that_was_frozen_as_a_number_is_understood():
    template = load_template(SHIPPED / "mash_weekly.yaml")
    old = template.model_copy(
        update={"timeline": template.timeline.model_copy(update={"escalate": ()})}
    )
    text = freeze(old).replace('"escalate": []', '"escalate": 10')
    assert template_of(text).timeline.escalate == (Escalation(10, NAMED),)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("escalate: -1", "it must be at least 0"),
        ("escalate: []", "nobody is told; name at least one"),
        ("escalate: [{after: -1, to: deputy}]", "an escalation comes after the deadline"),
        ("escalate: [{after: 5, to: unit}]", "write to someone else, as: to: deputy"),
        ("escalate: [{after: 5, to: chairman}]", "'qeg_member'"),
        ("escalate: [{after: 5}]", "'to' is missing"),
        ("escalate: [{after: 5, to: deputy, by: post}]", "'by'"),
        ("escalate: [{after: 5, to: deputy}, {after: 5, to: chair}]",
         "'chair' after 5 days comes no later than 'deputy' after 5"),
        ("escalate: [{after: 5, to: chair}, {after: 9, to: chair}]",
         "'chair' is on the ladder twice"),
    ],
)  # fmt: skip
def test_a_ladder_that_cannot_be_climbed_is_refused(folder, written, says):
    with pytest.raises(TemplateError) as refusal:
        with_ladder(folder, written)
    assert says in str(refusal.value)
    lines = (folder / "mash_weekly.yaml").read_text().splitlines()
    [line] = [number for number, text in enumerate(lines, 1) if written in text]
    assert str(refusal.value).startswith(f"mash_weekly.yaml, line {line}: ")


def test_an_audit_that_names_no_unit_never_troubles_the_chair(folder):
    path = folder / "section_11_gp.yaml"
    path.write_text(path.read_text().replace("to: qeg_member", "to: chair"))
    with pytest.raises(TemplateError, match="cannot tell the chair which it is"):
        load_template(path)


def test_another_ladder_is_no_other_question(folder):
    before = load_template(SHIPPED / "mash_weekly.yaml")
    after = with_ladder(folder, "escalate: 12")
    assert differences(before, after) == ()
    longer = before.timeline.model_copy(update={"return_within": 9})
    assert differences(before, before.model_copy(update={"timeline": longer})) == ("timeline",)


def test_audits_of_a_year_climb_more_slowly_than_the_week_s():
    days = {
        kind: {each.to: each.after for each in template.timeline.escalate}
        for kind, template in load_templates(SHIPPED).items()
    }
    assert len(days) == len(list(SHIPPED.glob("*.yaml"))) == 15
    assert all(each.keys() >= {Addressee.DEPUTY, Addressee.QEG_MEMBER} for each in days.values())
    week, year = days["mash_weekly"], days["section_11"]
    assert all(week[to] < year[to] for to in week)
