"""A weekly audit on the website, by clicking: with JavaScript and without, in a real browser.

An officer loads the register, opens and draws; a member of the quality group agrees and signs; a
reader reads. Units' workbooks are filled in as units fill them in. What the schedule does is done
between, by the same steps. The same story is told by commands, and leaves the same behind.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.browser_stories import begin, told_by_clicking, told_by_commands
from builders.story_tellers import Teller
from builders.story_units import Way
from builders.web_board import let_lie, send_due, workspace_at
from builders.web_compare import differences
from builders.web_people import CHROMIUM

from audits.demo import make_agencies, make_contacts
from audits.queries.cycles import describe_cycle
from audits.settings import init_workspace
from audits.steps.actions.change import add_action
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle


pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
UNITS = dict.fromkeys(ws.UNITS, Way.FOLDER)
QUARTER = "2017-Q1"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before its first audit; its copies have the same secrets."""
    home = begin(tmp_path_factory.mktemp("begun") / "home", ws.REF, UNITS)
    (home / "contacts.csv").write_bytes(make_contacts(until=ws.THURSDAY, contacts=1500))
    return home


def week(tell: Teller) -> None:
    """Tell the whole of it."""
    home = tell.home
    tell.loads("mash_contacts", home / "contacts.csv")
    tell.opens(ws.KIND, ws.THURSDAY, "")
    tell.draws(ws.REF)
    tell.issues(ws.REF)
    ws.answer(home)
    tell.officer_hands_in()
    send_due(home)
    ws.answer_queries(home)
    let_lie(home / "inbox")
    tell.collects()
    send_due(home)
    tell.takes_up_concern()

    tell.agrees_findings(ws.REF)
    tell.makes_papers(ws.REF, "pdf", "professional")
    tell.releases(ws.REF)
    tell.makes_quarter(QUARTER, "professional")
    tell.signs_quarter(QUARTER)
    tell.makes_quarter(QUARTER, "public")
    tell.chair_reads(QUARTER, "MASH weekly dip sample: January to March 2017")
    assert describe_cycle(ws.REF, workspace=workspace_at(home)).status == "published"


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    return told_by_commands(week, begun, tmp_path_factory.mktemp("typed"), UNITS)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_weekly_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = told_by_clicking(week, begun, tmp_path, UNITS, browser, scripts=scripts)
    assert differences(clicked, typed) == []


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Return a partnership that needs no post office."""
    home = tmp_path_factory.mktemp("plain") / "home"
    init_workspace(home)
    import_agencies(make_agencies(), workspace=workspace_at(home))
    return home


def opened(home: Path, why: str = "", actor: str = "Kim") -> None:
    open_cycle(ws.KIND, ws.THURSDAY, why=why, workspace=workspace_at(home).acting_as(actor))


def opened_and_more(home: Path) -> None:
    opened(home)
    workspace = workspace_at(home)
    due = workspace.today() + timedelta(days=60)
    add_action("Tell every referrer", owner="police", due=due, workspace=workspace)


@pytest.mark.parametrize(
    ("otherwise", "seen_in"),
    [
        (lambda home: opened(home, why="It doubled"), "cycle"),
        (lambda home: opened(home, actor="Sam"), "trail"),
        (opened_and_more, "action"),
        (workspace_at, "cycle"),
    ],
    ids=["another reason", "in another's name", "a step more", "a step less"],
)
def test_two_tellings_are_not_alike_if_one_step_writes_something_else(
    plain, tmp_path, otherwise, seen_in
):
    one, same, other = (ws.copy_of(plain, tmp_path / name) for name in ("one", "same", "other"))
    opened(one)
    opened(same)
    otherwise(other)
    assert differences(one, same) == []
    assert any(line.startswith(seen_in) for line in differences(one, other))
