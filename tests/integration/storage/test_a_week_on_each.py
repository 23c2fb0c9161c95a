"""A whole week on each database: the same steps, the same numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from builders import workspace as ws

from audits.queries.actions import list_actions
from audits.queries.cycles import CycleCounts, describe_cycle
from audits.queries.findings import list_findings
from audits.queries.units import list_units
from audits.queries.verification.workspace import verify_workspace
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.chase import chase
from audits.storage import Agency
from audits.workspace import Workspace


def faults(workspace: Workspace) -> list[str]:
    """Return what was changed past the program: nothing, on any database."""
    return [each for check in verify_workspace(workspace=workspace)[1] for each in check.faults]


def test_a_week_from_register_to_actions(home):
    ws.loaded(home, contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.issue(workspace)
    ws.send(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.collect(workspace)
    facts = describe_cycle(ws.REF, workspace=workspace)
    assert facts.status == "analysed"
    assert facts.counts == CycleCounts(
        drawn=10, replaced=0, issued=3, returned=3, waived=0, waited_for=0, analysed=10
    )
    assert list_findings(ws.REF, workspace=workspace)
    assert list_actions(workspace=workspace)
    assert faults(workspace) == []


def test_a_week_in_which_returns_are_chased_and_time_is_given(home):
    ws.loaded(home, contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    workspace.clock.now = ws.FIVE + timedelta(days=1, hours=-8)
    assert chase(workspace=workspace) == tuple(f"{ws.REF}/{unit}" for unit in ws.UNITS)
    until = date(2017, 3, 17)
    extend_return(ws.REF, "health", until=until, why="Norovirus", workspace=workspace)
    waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    ws.send(workspace)
    workspace.clock.now += timedelta(days=4)
    assert chase(workspace=workspace) == (f"{ws.REF}/social_care",)
    assert chase(workspace=workspace) == ()
    stands = {row.unit: (row.stands, row.due_on) for row in list_units(ws.REF, workspace=workspace)}
    assert stands == {
        "health": ("waited for", date(2017, 3, 17)), "police": ("waived", date(2017, 3, 10)),
        "social_care": ("waited for", date(2017, 3, 10)),
    }  # fmt: skip
    assert faults(workspace) == []


def test_twenty_who_commit_at_once_make_one_sealed_chain(home):

    def note(number: int) -> None:
        with ws.workspace_of(home).open_uow() as uow:
            uow.add(Agency(code=f"a{number}", name="An agency"))
            uow.note("happened", str(number))
            uow.commit()

    workspace = ws.workspace_of(home)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(note, range(20)))
    seal = workspace.vault.trail_seal()
    assert seal is not None
    assert (seal.since, seal.last) == (1, 20)
    assert faults(workspace) == []
