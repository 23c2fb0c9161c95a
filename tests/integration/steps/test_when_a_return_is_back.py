"""A return is back when what must be answered is; until then its cycle waits, and says for what."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.edited import CONSENT, change, of_case
from openpyxl import load_workbook

from audits.domain.errors import StatusError
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.queries_sent import list_queries
from audits.queries.return_status import return_status
from audits.queries.units import list_units
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_return
from audits.storage import SignOff
from audits.workspace import Workspace


NONSENSE = "More or less, I should think"


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


def answer_all(data: bytes, said: str) -> bytes:
    """Write one thing into every cell with a list, whatever stood there."""
    book, file = load_workbook(BytesIO(data)), BytesIO()
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                for row in (r for each in rule.sqref.ranges for r in each.rows):
                    for place in row:
                        sheet.cell(*place).value = said
    book.save(file)
    return file.getvalue()


def take(
    unit: str, workspace: Workspace, home: Path, edit: Callable[[bytes], bytes] = bytes
) -> str:
    data = edit((home / "inbox" / f"{unit}.xlsx").read_bytes())
    return str(collect_return(data, f"{unit}.xlsx", workspace=workspace).outcome)


def all_nonsense(workspace: Workspace, home: Path) -> None:
    for unit in ws.UNITS:
        take(unit, workspace, home, lambda data: answer_all(data, NONSENSE))


def stands(workspace: Workspace) -> tuple[set[str], dict[str, int]]:
    with workspace.open_view() as view:
        so_far = return_status(ws.REF, view)
    return {pack.unit for pack in so_far.back}, dict(so_far.asked)


def test_a_cycle_of_returns_that_answer_nothing_waits_and_says_for_what(home, workspace):
    all_nonsense(workspace, home)
    assert not analyse(ws.REF, workspace=workspace)
    assert cycle_status(ws.REF, workspace=workspace) == "issued"
    back, asked = stands(workspace)
    assert (back, set(asked)) == (set(), set(ws.UNITS))
    cycle = describe_cycle(ws.REF, workspace=workspace)
    assert cycle.counts.returned == 0
    assert len(cycle.waits_for) == 3
    assert all("answers are still asked for" in each for each in cycle.waits_for)
    rows = {row.unit: row for row in list_units(ws.REF, workspace=workspace)}
    assert {row.stands for row in rows.values()} == {"waited for"}
    assert rows["police"].asked_again == asked["police"] > 50


def test_who_has_come_and_is_asked_again_is_not_told_that_nothing_came(home, workspace):
    all_nonsense(workspace, home)
    late = ws.workspace_of(home, ws.FIVE.replace(month=4))
    assert chase(workspace=late) == ()


def test_one_answer_that_is_asked_again_is_waited_for_until_it_is_given(home, workspace):
    good = (home / "inbox" / "police.xlsx").read_bytes()
    take("police", workspace, home, lambda data: change(data, of_case(2, CONSENT, "maybe")))
    assert stands(workspace) == (set(), {"police": 1})
    collect_return(good, "police.xlsx", workspace=workspace)
    assert stands(workspace) == ({"police"}, {})


@pytest.mark.parametrize("said", ["Cannot say: the file is lost", "not known", "No record kept"])
def test_a_unit_that_says_it_cannot_answer_is_back_and_the_answer_counts_as_none(
    home, workspace, said
):
    outcome = take("police", workspace, home, lambda d: change(d, of_case(2, CONSENT, said)))
    assert outcome == "accepted"
    assert stands(workspace) == ({"police"}, {})
    assert list_queries(ws.REF, workspace=workspace) == []


@pytest.mark.parametrize("said", [None, "to follow", "see Anne", "?"])
def test_what_is_no_answer_and_no_reason_is_asked_again(home, workspace, said):
    take("police", workspace, home, lambda d: change(d, of_case(2, CONSENT, said)))
    assert stands(workspace) == (set(), {"police": 1})


def test_a_person_goes_on_without_only_with_a_reason_and_the_paper_prints_it(home, workspace):
    take("police", workspace, home)
    take("health", workspace, home, lambda data: answer_all(data, NONSENSE))
    with pytest.raises(StatusError) as refused:
        analyse(ws.REF, workspace=workspace, with_what_there_is=True)
    said = str(refused.value)
    assert "answers are still asked for" in said
    assert "its return has not come" in said
    why = "The inspection begins on Monday."
    assert analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision=why)
    assert {w.unit for w in describe_cycle(ws.REF, workspace=workspace).went_on.without} == {
        "health",
        "social_care",
    }
    [paper] = [
        p for p in make_paper(ws.REF, workspace=workspace, format="html") if "public" not in str(p)
    ]
    text = Path(paper).read_text("utf-8")
    assert "went on without all of" in text
    assert why in text


def test_sign_off_lists_all_that_is_open_and_keeps_the_reason_with_it(home, workspace):
    for unit in ("police", "social_care"):
        take(unit, workspace, home)
    take("health", workspace, home, lambda d: change(d, of_case(2, CONSENT, "maybe")))
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="It is time")
    with pytest.raises(StatusError) as refused:
        sign_off(ws.REF, workspace=workspace)
    listed = str(refused.value).splitlines()[1:-1]
    assert sum("still asked for" in each for each in listed) >= 1
    assert sum("immediate concern" in each for each in listed) == 1
    sign_off(ws.REF, workspace=workspace, why="The chair has spoken to health")
    with workspace.open_view() as view:
        row = view.get(SignOff, ws.REF)
    assert row.left_open == [each.strip() for each in listed]
