"""Moderation opens what calls for a person; all other grades are one line and one Yes."""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from builders import moderation as mod, workspace as ws
from builders.cli import runner

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import Layer, Subject
from audits.domain.remedies import Missing, Remedy
from audits.queries.grades import GradeChange
from audits.queries.moderation import describe_moderation, list_grades, list_waiting
from audits.steps.moderation.agree_grades import agree_grades
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.give_grades import give_grades
from audits.steps.moderation.import_book import import_moderation
from audits.steps.returns.collect import collect_return
from audits.storage import ModerationBook
from audits.workspace import Workspace


QUESTION = "overall"


@pytest.fixture
def home(moderating, tmp_path) -> Path:
    return ws.copy_of(moderating, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def book(workspace: Workspace) -> mod.Filling:
    return mod.Filling(export_moderation(ws.REF, workspace=workspace).read_bytes())


def without_a_person(workspace: Workspace) -> set[tuple[str, str]]:
    """Return the cases and units whose own grade only waits to be agreed with."""
    rows = list_waiting(ws.REF, workspace=workspace)
    return {(r.case, r.unit) for r in rows
            if r.waits_for == "desk grade" and not r.reasons}  # fmt: skip


def agreed(workspace: Workspace) -> set[tuple[str, str]]:
    rows = list_grades(ws.REF, workspace=workspace)
    return {(row.case, row.unit) for row in rows if row.moderated}


def test_only_grades_that_call_for_a_person_are_open(workspace):
    filling = book(workspace)
    twice = set(describe_moderation(ws.REF, workspace=workspace).second_cases)
    given: dict[str, set[str]] = {}
    for row in list_grades(ws.REF, workspace=workspace):
        if row.self_:
            given.setdefault(row.case, set()).add(row.self_.value)
    wanted = {case for case, values in given.items() if len(values) > 1 or "inadequate" in values}
    assert {case for case, _, _ in filling.asked("Desk grade")} == wanted | twice
    assert 0 < len(without_a_person(workspace)) < len(list_grades(ws.REF, workspace=workspace))


def test_every_yellow_cell_is_taken(workspace):
    """Each cell that is open is filled in by itself, with what its row asks for."""
    for case, agency, nth in list(book(workspace).asked("Desk grade")):
        filling = book(workspace)
        filling.who("Who gave the desk", "Audit officer")
        filling.who("Who sat on the panel", "QEG panel")
        filling.write(case, agency, "Desk grade", "Good", "The file shows it", nth=nth)
        filling.write(case, agency, "Panel grade", "Good", "The file shows it", nth=nth)
        filling.write(case, agency, "Disputed?", "Yes", "Named nurse", nth=nth)
        filling.write(case, agency, "Follow-up: who", "Head of service", nth=nth)
        filling.write(case, agency, "Follow-up: by", "31/03/2017", nth=nth)
        assert import_moderation(filling.saved(), workspace=workspace).problems == ()


def test_everybody_is_agreed_with_at_once_and_what_calls_for_a_person_stays_open(workspace):
    others, filling = without_a_person(workspace), book(workspace)
    filling.who("Who gave the desk", "Audit officer")
    filling.agree()
    assert import_moderation(filling.saved(), workspace=workspace).new == len(others)
    assert agreed(workspace) == others
    [row] = {(r.moderated.by, r.moderated.value == r.self_.value)
             for r in list_grades(ws.REF, workspace=workspace) if r.moderated}  # fmt: skip
    assert row == ("Audit officer", True)
    assert without_a_person(workspace) == set()
    assert import_moderation(filling.saved(), workspace=workspace).new == 0
    assert not book(workspace).can_agree()


def test_an_agency_or_a_case_may_be_agreed_with(workspace):
    others, filling = without_a_person(workspace), book(workspace)
    filling.who("Who gave the desk", "Audit officer")
    case = next(case for case, unit in sorted(others) if unit == "health")
    filling.agree("Police")
    health = next(name for name in filling.agencies(case) if name.startswith("Health"))
    filling.agree_on(case, health)
    import_moderation(filling.saved(), workspace=workspace)
    assert agreed(workspace) == {(c, u) for c, u in others if u == "police"} | {(case, "health")}


def test_a_no_agrees_with_nothing(workspace):
    filling = book(workspace)
    filling.who("Agree with all other grades: everybody", "No")
    assert import_moderation(filling.saved(), workspace=workspace).new == 0


def test_what_was_answered_or_graded_otherwise_since_is_not_agreed_with(home, workspace):
    others, filling = without_a_person(workspace), book(workspace)
    police = next(case for case, unit in sorted(others) if unit == "police")
    health = next(case for case, unit in sorted(others) if unit == "health")
    answer_again(home, workspace, police)
    subject = Subject(health, "health", QUESTION)
    give_grades(ws.REF, GradeChange(subject, Layer.MODERATED, "inadequate", by="Desk", why="x"),
               workspace=workspace)  # fmt: skip
    filling.who("Who gave the desk", "Audit officer")
    filling.agree()
    import_moderation(filling.saved(), workspace=workspace)
    assert agreed(workspace) == others - {(police, "police")}
    values = {(r.case, r.unit): r.stands for r in list_grades(ws.REF, workspace=workspace)}
    assert values[health, "health"] == values[police, "police"] == "inadequate"


def answer_again(home: Path, workspace: Workspace, case: str) -> None:
    """Have the police return another grade for a case."""
    data = next((home / "outbox" / "police").glob("*-pack-1.xlsx")).read_bytes()
    pack, file = openpyxl.load_workbook(BytesIO(data)), BytesIO()
    sheet = pack["Cases"]
    column = next(c.column for c in sheet[3] if "Overall, how good" in str(c.value))
    row = next(r[0].row for r in sheet.iter_rows(min_row=4) if r[1].value == case)
    sheet.cell(row, column).value, sheet.cell(row, column + 1).value = "Inadequate", "Seen late"
    pack.save(file)
    collect_return(file.getvalue(), "police again.xlsx", workspace=workspace)


def test_a_missing_name_is_said_once_with_how_many_cells_it_is_for(workspace):
    filling = book(workspace)
    mod.fill_desk(filling)
    count = len(list(filling.asked("Desk grade"))) + 1  # and one Yes
    filling.who("Who gave the desk", None)
    [problem] = import_moderation(filling.saved(), workspace=workspace).problems
    assert (problem.sheet, problem.cell[0]) == ("Start here", "C")
    assert f"who gave the desk grades ({count} cells, the first is " in problem.message


@pytest.mark.parametrize(
    ("words", "says"),
    [("Desk grade", "A reason stands here without its grade"),
     ("Disputed?", "Somebody is named here who has a dispute")],
)  # fmt: skip
def test_words_beside_an_empty_cell_are_never_dropped_in_silence(workspace, words, says):
    filling = book(workspace)
    case, agency, nth = next(filling.asked("Desk grade"))
    filling.cell(case, agency, words, below=1, nth=nth).value = "Somebody wrote this"
    [problem] = import_moderation(filling.saved(), workspace=workspace).problems
    assert says in problem.message


def test_a_workbook_written_before_there_was_anything_to_agree_with_is_still_taken(workspace):
    path = export_moderation(ws.REF, every_grade=True, workspace=workspace)
    with workspace.open_uow() as uow:
        [row] = uow.all(ModerationBook, ModerationBook.cycle == ws.REF)
        row.content = as_it_was(row.content)
        uow.add(row)
        uow.note("moderation workbook planned", ws.REF, book=row.id)
        uow.commit()
    filling = mod.Filling(path.read_bytes())
    mod.fill_desk(filling)
    mod.follow_up_lowest(filling)
    assert import_moderation(filling.saved(), workspace=workspace).is_taken
    assert len(agreed(workspace)) == len(list_grades(ws.REF, workspace=workspace))


def as_it_was(content: dict[str, object]) -> dict[str, object]:
    """Return a workbook's content without the keys that later editions have."""
    kept = json.loads(json.dumps(content))
    kept["fields"] = [field for field in kept["fields"] if field != 7]
    for key in ("units", "follow_up"):
        del kept[key]
    for sheet in kept["sheets"]:
        del sheet["name"]
        for column in sheet["columns"]:
            for key in ("open", "unasked", "others", "is_agreed"):
                del column[key]
    return kept


def test_the_command_line_agrees_and_lists_one_line_an_agency(home, workspace, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    others = Counter(unit for _, unit in without_a_person(workspace))
    listed = audits("moderate", "list", ws.REF).out
    for unit, count in others.items():
        assert f"{unit}: {count} other grades to agree with: audits moderate agree" in listed
    ended = audits("cycle", "approve", ws.REF)
    assert ended.code == 2
    assert f"health: {others['health']} other grades, which call for nobody." in ended.err
    assert f"audits moderate agree {ws.REF} --unit health --by NAME" in ended.err
    done = audits("moderate", "agree", ws.REF, "--unit", "health", "--by", "Audit officer")
    assert done.out.startswith(f"{ws.REF}: {others['health']} agreed with.")
    assert "health" not in {unit for _, unit in without_a_person(workspace)}


def test_what_cannot_be_agreed_with_is_refused_in_a_sentence(workspace):
    with pytest.raises(ModerationError, match="Say who agrees") as error:
        agree_grades(ws.REF, by=" ", workspace=workspace)
    assert error.value.remedy == (Remedy(Missing.BY),)
    with pytest.raises(NotFoundError, match=r"of the agency 'probation'\. It has: police"):
        agree_grades(ws.REF, by="Desk", unit="probation", workspace=workspace)
    with pytest.raises(NotFoundError, match="no grades of the case 'MASH17W10-77'"):
        agree_grades(ws.REF, by="Desk", case="MASH17W10-77", workspace=workspace)
