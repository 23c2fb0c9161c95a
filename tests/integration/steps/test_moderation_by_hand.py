"""Grades, disputes and follow-ups said one at a time; what cannot be taken changes nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import moderation as mod, workspace as ws
from builders.cli import runner

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import Layer, Subject
from audits.queries.grades import GradeChange
from audits.queries.moderation import describe_moderation, list_grades
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.give_grades import give_grades
from audits.steps.moderation.import_book import import_moderation
from audits.steps.progress.analyse import analyse
from audits.workspace import Workspace


CASE = "MASH17W10-03"
LOWER = Subject(CASE, "health", "overall")


@pytest.fixture
def home(moderating, tmp_path) -> Path:
    return ws.copy_of(moderating, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def of(subject: Subject, workspace: Workspace) -> dict[str, Any]:
    rows = list_grades(ws.REF, subject.case, workspace=workspace)
    return next(row for row in rows if row.unit == subject.unit)


@pytest.mark.parametrize(
    ("said", "error", "says"),
    [
        (
            GradeChange(Subject(CASE, "probation", "overall"), Layer.PANEL, "good", by="Panel"),
            NotFoundError,
            "has no grade of the unit 'probation'. It has: health, police",
        ),
        (
            GradeChange(Subject(CASE, "health", "consent"), Layer.PANEL, "yes", by="Panel"),
            NotFoundError,
            "has no grade of the question 'consent'. It has: overall",
        ),
        (
            GradeChange(Subject(CASE, "", "consent"), Layer.PANEL, "yes", by="Panel"),
            NotFoundError,
            "has no grade of the unit",
        ),
        (
            GradeChange(LOWER, Layer.PANEL, "inadequate", why="Seen"),
            ModerationError,
            "say who gives",
        ),
        (
            GradeChange(LOWER, Layer.PANEL, "inadequate", by="Panel"),
            ModerationError,
            "say why the grade",
        ),
        (
            GradeChange(LOWER, follow_up="Head of service"),
            ModerationError,
            "who follows up, and by which",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_changes(workspace, said, error, says):
    before = list_grades(ws.REF, workspace=workspace)
    with pytest.raises(error) as refusal:
        give_grades(ws.REF, said, workspace=workspace)
    assert says in str(refusal.value)
    assert list_grades(ws.REF, workspace=workspace) == before


def test_what_is_said_twice_is_kept_once(workspace):
    for said in (
        GradeChange(LOWER, Layer.MODERATED, "inadequate", by="Desk", why="Seen"),
        GradeChange(LOWER, follow_up="Head of service", follow_up_by=date(2017, 3, 31)),
        GradeChange(LOWER, disputed=True, owner="Named nurse"),
        GradeChange(LOWER, disputed=False),
    ):
        assert give_grades(ws.REF, said, workspace=workspace)
        assert not give_grades(ws.REF, said, workspace=workspace)


def test_a_disagreement_is_settled_when_the_grades_agree_again(workspace):
    own = of(LOWER, workspace).self_.value
    give_grades(
        ws.REF,
        GradeChange(LOWER, Layer.MODERATED, "inadequate", by="Desk", why="x"),
        workspace=workspace,
    )
    assert of(LOWER, workspace).disagreement == "differs"
    give_grades(ws.REF, GradeChange(LOWER, Layer.MODERATED, own, by="Desk"), workspace=workspace)
    assert of(LOWER, workspace).disagreement == "settled"


def test_half_a_follow_up_in_a_workbook_completes_the_one_that_is_known(home, workspace):
    said = GradeChange(LOWER, follow_up="Head of service", follow_up_by=date(2017, 3, 31))
    give_grades(ws.REF, said, workspace=workspace)
    filling = mod.Filling(
        export_moderation(ws.REF, every_grade=True, workspace=workspace).read_bytes()
    )
    agency = next(name for name in filling.agencies(CASE) if name.startswith("Health"))
    filling.write(CASE, agency, "Follow-up: by", "30/04/2017")
    assert import_moderation(filling.saved(), workspace=workspace).new > 0
    row = of(LOWER, workspace)
    assert (row.follow_up_owner, row.follow_up_by) == ("Head of service", date(2017, 4, 30))


def test_a_case_that_is_not_graded_cannot_be_shown(workspace):
    with pytest.raises(NotFoundError, match="MASH17W10-77 is not among the graded cases"):
        list_grades(ws.REF, "MASH17W10-77", workspace=workspace)


def test_what_came_of_moderation_is_kept_as_it_ended(home, workspace):
    mod.agree_grades(home, workspace)
    facts = describe_moderation(ws.REF, workspace=workspace)
    assert facts.ended_at
    assert {row.unit for row in facts.direction} == set(ws.UNITS)
    assert facts.second[0].pairs > 0


def test_without_a_panel_the_desk_decides_and_a_second_rating_may_not_be_asked_for(
    loaded, tmp_path
):
    home = ws.copy_of(loaded, tmp_path / "home")
    asks = "moderation: {of: grades}\ntimeline: {return_within: 1 working day}\n"
    workspace = ws.workspace_of(mod.to_moderation(mod.with_moderation(home, asks)))
    with pytest.raises(ModerationError, match="asks for no blind second rating"):
        export_moderation(ws.REF, second=True, workspace=workspace)
    mod.fill_in(home, workspace, mod.fill_desk)
    give_grades(
        ws.REF, GradeChange(LOWER, Layer.MODERATED, "good", by="Desk", why="x"), workspace=workspace
    )
    assert of(LOWER, workspace).disagreement is None
    assert analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")


def test_two_layers_at_once_are_refused_on_the_command_line(home, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    words = ("moderate", "grade", ws.REF, CASE, "overall", "good", "--by", "Panel")
    assert audits(*words, "--panel", "--second").err == "Say --panel or --second, not both.\n"
    assert audits("moderate", "summary", ws.REF, "--json").json["direction"] == []
