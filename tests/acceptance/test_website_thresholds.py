"""A thresholds audit on the website: returns by the inbox, moderation, a signed public paper.

Told by clicking, with JavaScript and without, and by commands; what is left behind is the same.
"""

from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws
from builders.browser_stories import begin, told_by_clicking, told_by_commands
from builders.story_tellers import Teller
from builders.story_units import Way
from builders.web_board import let_lie, send_due, workspace_at
from builders.web_compare import differences
from builders.web_people import CHROMIUM

from audits.demo import fill_clean, make_contacts, make_truth
from audits.queries.cycles import describe_cycle
from audits.queries.draw import describe_draw


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
KIND, REF = "thresholds", "THR-2017-Q1"
UNITS = dict.fromkeys(("social_care", "police", "health", "education"), Way.FOLDER)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Return a partnership before the audit; its copies have the same secrets."""
    home = begin(tmp_path_factory.mktemp("begun") / "home", REF, UNITS)
    (home / "contacts.csv").write_bytes(make_contacts(until=ws.THURSDAY, contacts=3000))
    return home


def agencies_return(home: Path) -> None:
    """Fill in what each agency was sent, and save it into the inbox."""
    workspace = workspace_at(home)
    cases = [case.ref for case in describe_draw(REF, workspace=workspace).cases]
    truth = make_truth(cases, workspace.template(KIND).questions)
    packs = sorted((home / "outbox").glob(f"*/{REF}-*-pack-1.xlsx"))
    assert len(packs) == len(UNITS)
    for pack in packs:
        (home / "inbox" / pack.name).write_bytes(fill_clean(pack.read_bytes(), truth))
    let_lie(home / "inbox")


def audit(tell: Teller) -> None:
    """Tell the whole of it."""
    home = tell.home
    tell.loads("mash_contacts", home / "contacts.csv")
    tell.opens(KIND, ws.THURSDAY, "Contacts doubled")
    tell.draws(REF)
    tell.approves_draw(REF)
    tell.issues(REF)
    agencies_return(home)
    tell.collects()
    send_due(home)

    tell.grades_in_workbook("officer", REF, mod.fill_desk)
    tell.grades_in_workbook("panel", REF, mod.fill_panel)
    tell.ends_moderation(REF)
    tell.agrees_findings(REF)
    tell.makes_papers(REF, "docx", "professional")
    tell.signs(REF, "audit_report")
    tell.makes_papers(REF, "html", "public")
    tell.releases(REF)
    tell.chair_reads("Thresholds audit", "For publication.")
    assert describe_cycle(REF, workspace=workspace_at(home)).status == "published"


@pytest.fixture(scope="module")
def typed(begun, tmp_path_factory):
    """Return the workspace in which the story was told by commands."""
    return told_by_commands(audit, begun, tmp_path_factory.mktemp("typed"), UNITS)


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(True, id="with JavaScript"),
        pytest.param(False, id="without", marks=pytest.mark.exhaustive),
    ],
)
def test_a_thresholds_audit_is_run_by_clicking_and_leaves_what_commands_leave(
    browser, begun, typed, tmp_path, scripts
):
    clicked = told_by_clicking(audit, begun, tmp_path, UNITS, browser, scripts=scripts)
    assert differences(clicked, typed) == []
