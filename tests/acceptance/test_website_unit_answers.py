"""An agency lead and the business unit talk about a return by clicking only.

Once with JavaScript, on a telephone 320 pixels wide on which axe finds nothing on the way, and once
without.
"""

import pytest
from builders import workspace as ws
from builders.for_everybody import Looker
from builders.web import served_at
from builders.web_pages import account_of
from builders.web_people import CHROMIUM, a_browser, enter_by

from audits.domain.permissions import Role
from audits.domain.status import ReturnOutcome
from audits.queries.concerns import list_concerns
from audits.queries.packs import pack_of
from audits.queries.returns import list_returns
from audits.queries.still_asked import cells_asked
from audits.queries.unit_requests import list_requests
from audits.steps.access.accounts import add_account
from audits.storage import IssuedPack
from audits.web import make_app


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
TELEPHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a workspace in which health is asked again, and the police have still to return."""
    home = ws.loaded(tmp_path_factory.mktemp("talk") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home, ["health"])
    ws.collect(workspace)
    return home


def newest(workspace, unit):
    with workspace.open_view() as view:
        return view.all(IssuedPack, IssuedPack.unit == unit, order_by=IssuedPack.edition)[-1]


def answer_everything(person: Looker, workspace) -> None:
    """Answer all that health is asked with the best choice and a note."""
    row = newest(workspace, "health")
    questions = {one.id: one for one in pack_of(row).asked_of_a_case()}
    with workspace.open_view() as view:
        cells = sorted(cells_asked(row, view))
    for case, name in cells:
        scale = questions[name].scale
        assert scale is not None
        field = f'[name="answer:{case}:{name}"][value="{scale.best.label}"]'
        person.page.locator(field).check()
        person.page.locator(f'[name="note:{case}:{name}"]').fill("It is on the record")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_lead_and_the_business_unit_talk_about_a_return(javascript, asked, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "home"))
    account = add_account(
        "Hana Health", email="hana@health.example.org", role=Role.AGENCY_LEAD,
        agencies=["health"], workspace=workspace,
    )  # fmt: skip
    settings = {"java_script_enabled": javascript, "viewport": TELEPHONE}
    with served_at(make_app(workspace)) as address, a_browser() as browser:
        roles = (Role.AGENCY_LEAD, Role.BUSINESS_UNIT)
        who = (account, *(account_of(role, workspace) for role in roles))
        health, police, officer = (
            Looker(enter_by(browser, address, one, workspace, **settings).page, address, javascript)
            for one in who
        )
        _answers(health, workspace)
        _says_who_is_at_risk(health, workspace)
        _asks_for_time(police, officer)
        _does_not_know_a_child(police, workspace)
        _is_not_the_right_person(police, officer)
    assert list_requests(workspace=workspace, waiting=True) == []


def _answers(health: Looker, workspace) -> None:
    health.go("/units/health")
    health.looks()
    health.follow("Answer them here")
    health.looks()
    health.press("Send these answers")
    assert "Answer at least one question" in health.page.content()
    health.looks()
    answer_everything(health, workspace)
    health.press("Send these answers")
    health.reads("Your return is in")
    health.looks()
    health.follow("See the receipt")
    health.reads("Hana Health")
    health.reads("nothing more is needed")
    health.looks()
    with workspace.open_view() as view:
        assert cells_asked(newest(workspace, "health"), view) == set()


def _says_who_is_at_risk(health: Looker, workspace) -> None:
    child = pack_of(newest(workspace, "health")).cases[0].ref
    health.go("/units/health")
    health.follow("A child is at risk now")
    health.reads("Ring first: the duty social worker, 01632 960 000")
    health.looks()
    health.choose("Which child", child)
    health.fill("Why this child is at risk now", "Alone at night")
    health.press("Pass this on now")
    health.reads("Your concern is passed on")
    health.looks()
    assert ("health", child) in {
        (concern.unit, concern.case) for concern in list_concerns(workspace=workspace)
    }


def _asks_for_time(police: Looker, officer: Looker) -> None:
    police.go("/units/police")
    police.follow("Ask for more time")
    police.looks()
    police.fill("Until which day", "20 March 2017")
    police.fill("Why you need more time", "Three are ill")
    police.press("Ask for more time")
    police.reads("It is not decided yet")
    officer.go("/")
    officer.looks()
    officer.follow("asks for more time")
    officer.looks()
    officer.press("Give more time")
    officer.looks()
    police.go("/units/police")
    police.sees("You have it")
    police.follow("Ask for more time")
    police.fill("Until which day", "20 April 2017")
    police.fill("Why you need more time", "One is still ill")
    police.press("Ask for more time")
    officer.go("/requests")
    officer.follow("more time")
    officer.press("Decline")
    officer.sees("Say why")
    officer.fill("Why not", "The group meets before that day")
    officer.press("Decline")
    officer.looks()
    officer.go("/requests")
    officer.looks()
    police.go("/units/police")
    police.sees("The group meets before that day")


def _does_not_know_a_child(police: Looker, workspace) -> None:
    child = pack_of(newest(workspace, "police")).cases[1].ref
    police.follow("A child is not known to you")
    police.looks()
    police.choose("Which child", child)
    police.press("Say that this child is not known")
    assert "Say what you searched" in police.page.content()
    police.looks()
    police.fill("What you searched", "Niche, by name and address")
    police.press("Say that this child is not known")
    police.reads("Your return is still to come")
    assert ReturnOutcome.NOTED in {
        line.outcome for line in list_returns(ws.REF, workspace=workspace)
    }


def _is_not_the_right_person(police: Looker, officer: Looker) -> None:
    police.go("/units/police")
    police.follow("I am not the right person")
    police.looks()
    options = police.page.get_by_label("Who is not the right person", exact=True)
    options.select_option(index=1)
    police.fill("Name of the right person, if you know", "Jo Bell")
    police.fill("Their role", "Detective sergeant")
    police.fill("Their work address", "jo.bell@police.example.org")
    police.press("Tell the business unit")
    assert "decides whom it writes to" in police.page.content()
    police.follow("Who is written to")
    assert "You proposed Jo Bell instead" in police.page.content()
    police.looks()
    officer.go("/requests")
    officer.looks()
    officer.follow("another contact, Jo Bell")
    officer.reads("Detective sergeant")
    officer.looks()
    officer.press("Write to Jo Bell")
    assert "Say why" in officer.page.content()
    officer.looks()
    officer.page.locator("#accept_why").fill("Rang the unit, who confirmed it")
    officer.press("Write to Jo Bell")
    assert "is written to from now on" in officer.page.content()
    _names_nobody(police, officer)


def _names_nobody(police: Looker, officer: Looker) -> None:
    police.go("/units/police")
    police.follow("I am not the right person")
    options = police.page.get_by_label("Who is not the right person", exact=True)
    options.select_option(index=1)
    police.press("Tell the business unit")
    assert "Nobody writes to this person any more" in police.page.content()
    officer.go("/requests")
    officer.follow("somebody is not the right person")
    officer.looks()
    officer.fill("What you did", "Rang and added Jo")
    officer.press("Say that it is dealt with")
    assert "is dealt with" in officer.page.content()
