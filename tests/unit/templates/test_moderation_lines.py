"""How a template asks for moderation, and what it is told when it asks for the impossible."""

import shutil
from pathlib import Path

import pytest

from audits.domain.errors import TemplateError
from audits.domain.plan import Moderation
from audits.templates import AuditTemplate, freeze, load_template, thaw


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
    assert thaw(freeze(template)) == template


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
        ("moderation: {of: some}\n", "", "'of': it must be one of 'grades' or 'all'"),
    ],
)
def test_what_cannot_be_moderated_is_refused_with_its_line(folder, line, without, says):
    with pytest.raises(TemplateError, match=r"mash_weekly\.yaml") as refusal:
        asking(folder, line, without=without)
    assert says in str(refusal.value)
