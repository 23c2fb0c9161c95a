"""`audits schedule`, and a QEG officer who starts an audit from Prefect's page."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from builders import workspace as ws
from builders.databases import put_prefect_database
from builders.ports import free_port
from builders.repository import ROOT
from builders.scheduled import asked, serving, signed_in, wait_until

from audits.domain import ticks
from audits.queries.cycles import describe_cycle
from audits.queries.returns import list_returns


TICKS = {"send_due", "collect_returns", "open_missed", "chase_returns", "review"}
EACH_MINUTE = r"DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY"
COLLECT = "collect-returns"  # oftener than the rest, as a test waits for three of its runs
OWN = "mash_minute"  # a weekly audit that opens each minute
DEPLOYMENTS = len(TICKS) + 1 + len(list((ROOT / "audit_templates").glob("*.yaml")))


@pytest.fixture(scope="module")
def home(tmp_path_factory, prefect_database):
    """Make a workspace in which everything is due each minute, whatever the clock says."""
    home = ws.loaded(tmp_path_factory.mktemp("schedule") / "home", contacts=1500)
    weekly = (ROOT / "audit_templates" / "mash_weekly.yaml").read_text()
    often = weekly.replace("kind: mash_weekly", f"kind: {OWN}").replace("MASH,", "MINUTE,")
    often = often.replace("FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0", EACH_MINUTE)
    often = often.replace("window: since_last_draw", "window: everything")
    (home / "own").mkdir()
    (home / "own" / f"{OWN}.yaml").write_text(often)
    minutely = "".join(
        f'{tick.name} = "every {20 if tick.name == COLLECT else 60} seconds"\n'
        for tick in ticks.TICKS
    )
    with (home / "audits.toml").open("a") as settings:
        settings.write(f'templates = "{home / "own"}"\n[schedule]\n{minutely}')
    put_prefect_database(home / "prefect", prefect_database)
    return home


@pytest.fixture(scope="module")
def page(home) -> Iterator[httpx.Client]:
    """Serve a workspace, and return a client of its page's own interface."""
    port = free_port()
    with serving(home, port) as process, signed_in(home, port, process) as client:
        wait_until(lambda: len(deployments(client)) >= DEPLOYMENTS, process)
        yield client


def until(holds: Any) -> None:
    """Wait for what must come about, however busy the machine is; pytest gives up for us."""
    while not holds():
        time.sleep(1)


def deployments(client: httpx.Client) -> list[dict[str, Any]]:
    return asked(client, "/deployments/filter", {})


def pause(flows: set[str], page: httpx.Client) -> None:
    """Pause what runs these flows, as nobody waits for them any more.

    Every run is a process of its own. Where all are due each minute, a slow machine is at nothing
    else, and what a test waits for comes last.
    """
    for deployment in deployments(page):
        url = f"/deployments/{deployment['id']}/pause_deployment"
        if deployment["flow_id"] in flows:
            until(lambda url=url: page.post(url).status_code < 500)


def flow_of(deployment: dict[str, Any]) -> str:
    return str(deployment["entrypoint"].rpartition(".")[2])


def test_every_audit_and_tick_is_there_once_on_its_schedule(page):
    found = {f"{each['name']} {flow_of(each)}": each for each in deployments(page)}
    kinds = {path.stem for path in (ROOT / "audit_templates").glob("*.yaml")} | {OWN}
    opened = {f"{kind.replace('_', '-')} open_audit" for kind in kinds}
    assert set(found) == opened | {f"tick {name}" for name in TICKS}
    weekly = found["mash-weekly open_audit"]
    assert "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17" in weekly["schedules"][0]["schedule"]["rrule"]
    assert weekly["parameters"] == {"kind": "mash_weekly"}
    zones = {each["schedule"]["timezone"] for one in found.values() for each in one["schedules"]}
    assert zones == {"Europe/London"}
    # Without a year plan an audit that has no schedule of its own waits for a person.
    assert found["neglect open_audit"]["schedules"] == []


def test_every_tick_and_audit_is_started_by_the_scheduler_and_completes(page):
    names = {each["id"]: each["name"] for each in asked(page, "/flows/filter", {})}
    missing = {tick.name for tick in ticks.TICKS} | {"open-audit"}

    def all_came_about() -> bool:
        completed = {"state": {"name": {"any_": ["Completed"]}}}  # not those that were skipped
        found = asked(page, "/flow_runs/filter", {"flow_runs": completed})
        runs = [run for run in found if run["auto_scheduled"]]
        came = {run["flow_id"] for run in runs if names[run["flow_id"]] in missing}
        missing.difference_update(names[each] for each in came)
        pause({each for each in came if names[each] != COLLECT}, page)
        return not missing

    until(all_came_about)


def test_an_inbox_that_cannot_be_reached_stops_nothing_else(page, home):
    """Whatever can be collected is; the run fails and names the inbox; the next one tries again."""
    usual = (home / "audits.toml").read_text()
    (home / "far").write_text("a file where a folder should be")
    far = f'\n[inboxes.a_far]\nkind = "folder"\nroot = "{home / "far"}"\n'
    near = f'[inboxes.near]\nkind = "folder"\nroot = "{home / "inbox"}"\nstill_for_seconds = 0\n'
    (home / "inbox" / "letter.xlsx").write_bytes(b"no workbook")
    (home / "audits.toml").write_text(usual + far + near)
    until(lambda: "a_far." in error_of(COLLECT, home))
    assert state_of(COLLECT, home).error.startswith("Failed: a_far. The inbox ")
    assert not (home / "inbox" / "letter.xlsx").exists()
    assert len(list_returns(None, workspace=ws.workspace_of(home))) == 1
    (home / "audits.toml").write_text(usual)
    until(lambda: state_of(COLLECT, home).failures == 0)


def error_of(tick, home):
    """Return what a tick failed with last, "" where it did not or never ran."""
    states = ws.workspace_of(home).ticks.states()
    return next((state.error for state in states if state.name == tick), "")


def state_of(tick, home):
    return next(s for s in ws.workspace_of(home).ticks.states() if s.name == tick)


def test_an_audit_can_be_started_from_the_page(page, home):
    pause({each["flow_id"] for each in deployments(page)}, page)
    audit = next(each for each in deployments(page) if each["name"] == "mash-weekly")
    started: list[str] = []

    def is_started() -> bool:
        # Prefect's server answers 503 while its SQLite is busy; an officer presses again.
        parameters = {"kind": "mash_weekly", "on": "2017-03-09"}
        url = f"/deployments/{audit['id']}/create_flow_run"
        answer = page.post(url, json={"parameters": parameters})
        assert answer.status_code < 400 or answer.status_code >= 500, answer.text
        if answer.status_code < 400:
            started.append(answer.json()["id"])
        return bool(started)

    until(is_started)

    def is_over() -> bool:
        answer = page.get(f"/flow_runs/{started[0]}")
        if answer.status_code >= 500:
            return False
        state = answer.json()["state"]
        assert state["type"] not in ("FAILED", "CRASHED", "CANCELLED"), state["message"]
        return bool(state["type"] == "COMPLETED")

    until(is_over)
    assert describe_cycle(ws.REF, workspace=ws.workspace_of(home)).status == "issued"
