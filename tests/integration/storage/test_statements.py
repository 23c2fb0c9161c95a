"""A list costs as many statements when it is long as when it is short."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
from builders.statements import counted

from audits.demo import fill_sloppy, make_agencies, make_truth
from audits.queries.action_list import ActionFilter
from audits.queries.actions import list_actions
from audits.queries.agencies import list_agencies
from audits.queries.cycle_titles import cycles_in_short
from audits.queries.cycles import list_cycles
from audits.queries.dispatches import list_dispatches
from audits.queries.external_audits import list_external
from audits.queries.findings import list_findings
from audits.queries.learning import list_challenges, list_training
from audits.queries.moderation import list_grades, list_waiting
from audits.queries.pack_list import list_packs
from audits.queries.queries_by_unit import queries_by_unit
from audits.queries.queries_sent import list_queries
from audits.queries.registers import list_registers
from audits.queries.returns import list_returns
from audits.queries.themes import list_themes
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.actions.external_audits import Promise, log_external
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.learning.record import need_training, raise_challenge
from audits.steps.packs.issue import issue_packs
from audits.steps.progress.analyse import analyse
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.extend import extend_sample
from audits.workspace import Workspace


LISTS: dict[str, Callable[[Workspace], Sequence[object]]] = {
    "agencies": lambda workspace: list_agencies(workspace=workspace),
    "cycles": lambda workspace: list_cycles(workspace=workspace),
    "queries": lambda workspace: list_queries(ws.REF, workspace=workspace),
    "all queries": lambda workspace: list_queries(None, workspace=workspace),
    "queries by unit": lambda workspace: queries_by_unit(workspace=workspace),
    "returns": lambda workspace: list_returns(ws.REF, workspace=workspace),
    "registers": lambda workspace: list_registers(workspace=workspace),
    "cycles in short": lambda workspace: cycles_in_short(workspace=workspace),
    "packs": lambda workspace: list_packs(ws.REF, workspace=workspace),
    "all dispatches": lambda workspace: list_dispatches(workspace=workspace),
    "dispatches": lambda workspace: list_dispatches(ws.REF, workspace=workspace),
    "findings": lambda workspace: list_findings(ws.REF, workspace=workspace),
    "actions": lambda workspace: list_actions(workspace=workspace),
    "an agency's actions": lambda workspace: list_actions(
        ActionFilter("police"), workspace=workspace
    ),
    "themes": lambda workspace: list_themes(workspace=workspace),
    "training": lambda workspace: list_training(workspace=workspace),
    "challenges": lambda workspace: list_challenges(workspace=workspace),
    "audits made elsewhere": lambda workspace: list_external(workspace=workspace),
}


SECOND_TEAM = (
    b"police,Fenmere Constabulary (made up),police_2,Second team,A Constable,second@police.example,"
    b"Constable,no\n"
)


def sloppily(home: Path, unit: str) -> None:
    """Return a unit's pack filled in so that answers are asked for again."""
    cases = [case["case"] for case in draw_sample(ws.REF, workspace=ws.workspace_of(home))["cases"]]
    truth = make_truth(cases, ws.workspace_of(home).template(ws.KIND).questions)
    pack = (home / "outbox" / unit / f"{ws.REF}-{unit}-pack-1.xlsx").read_bytes()
    (home / "inbox" / f"{unit}.xlsx").write_bytes(fill_sloppy(pack, truth))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """Return a week in which one of three units has answered and was asked again."""
    home = ws.loaded(tmp_path_factory.mktemp("small") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    sloppily(home, "health")
    ws.collect(workspace)
    return home


@pytest.fixture(scope="module")
def large(tmp_path_factory, small) -> Path:
    """Return the same week once more was asked, a second week, one more unit, and lessons."""
    home = ws.copy_of(small, tmp_path_factory.mktemp("large") / "home")
    workspace = ws.workspace_of(home)
    sloppily(home, "police")
    ws.collect(workspace)
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="The inspection begins")
    ws.issue_another_week(home)
    import_agencies(make_agencies() + SECOND_TEAM, workspace=workspace)
    something_to_learn(workspace)
    return home


def something_to_learn(workspace: Workspace) -> None:
    """Add what no cycle brings with it: needs, challenges, meetings, audits made elsewhere."""
    for number in (1, 2):
        need_training("consent", text="Ask first", audience=f"Team {number}", workspace=workspace)
        raise_challenge(
            f"Cells, case {number}", raised_by="chair", put_to="police", workspace=workspace
        )
        add_meeting(date(2017, 6, number), workspace=workspace)
        log_external(
            f"School {number}",
            kind="school review",
            made_by="A head",
            made_on=ws.THURSDAY,
            result="Good",
            actions=[Promise("police", date(2017, 6, 30), "Tell it")],
            workspace=workspace,
        )


def measured(list_them: Callable[[Workspace], Sequence[object]], home: Path) -> tuple[int, int]:
    """Return how long a list is and how many statements it took."""
    workspace = ws.workspace_of(home)
    with counted() as statements:
        rows = list_them(workspace)
    return len(rows), len(statements)


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_takes_as_many_statements_as_a_short_one(name, small, large):
    few, statements_of_few = measured(LISTS[name], small)
    many, statements_of_many = measured(LISTS[name], large)
    assert few < many
    assert statements_of_many == statements_of_few


@pytest.mark.parametrize("list_them", [list_grades, list_waiting])
def test_grades_of_many_cases_take_as_many_statements_as_those_of_few(list_them, tmp_path_factory):
    counts = []
    for more in (0, 5):
        home = ws.loaded(tmp_path_factory.mktemp(f"graded{more}") / "home", contacts=1500)
        workspace = ws.workspace_of(mod.with_moderation(home, mod.ASKS))
        open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
        draw_sample(ws.REF, workspace=workspace)
        if more:
            extend_sample(ws.REF, more, why="More are wanted", workspace=workspace)
        issue_packs(ws.REF, workspace=workspace)
        counts.append(measured(lambda workspace: list_them(ws.REF, workspace=workspace), home))
    (few, statements_of_few), (many, statements_of_many) = counts
    assert few < many
    assert statements_of_many == statements_of_few
