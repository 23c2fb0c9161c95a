"""An agency lead and the business unit talk about a return by clicking only.

Once with JavaScript, on a telephone 320 pixels wide on which axe finds nothing on the way, and once
without.
"""

from dataclasses import dataclass

import pytest
from builders import workspace as ws
from builders.for_everybody import check_is_for_everybody
from builders.web import served_at
from builders.web_pages import account_of
from builders.web_people import CHROMIUM, Person, a_browser, enter_by

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


@dataclass(frozen=True)
class Lead(Person):
    """Somebody at the website whose browser has scripts, or not."""

    scripts: bool = True


def newest(workspace, unit):
    with workspace.open_view() as view:
        return view.all(IssuedPack, IssuedPack.unit == unit, order_by=IssuedPack.edition)[-1]


def looks_right(person: Lead) -> None:
    """Expect the page before somebody to be for everybody, on a telephone too.

    What looks needs JavaScript itself.
    """
    if person.scripts:
        check_is_for_everybody(person.page)


def answer_everything(person: Lead, workspace) -> None:
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
            Lead(enter_by(browser, address, one, workspace, **settings).page, address, javascript)
            for one in who
        )
        _answers(health, workspace)
        _says_who_is_at_risk(health, workspace)
        _asks_for_time(police, officer)
        _does_not_know_a_child(police, workspace)
        _is_not_the_right_person(police, officer)
    assert list_requests(workspace=workspace, waiting=True) == []


def _answers(health: Lead, workspace) -> None:
    health.go("/units/health")
    looks_right(health)
    health.follow("Answer them here")
    looks_right(health)
    health.press("Send these answers")
    assert "Answer at least one question" in health.page.content()
    looks_right(health)
    answer_everything(health, workspace)
    health.press("Send these answers")
    health.reads("Your return is in")
    looks_right(health)
    health.follow("See the receipt")
    health.reads("Hana Health")
    health.reads("nothing more is needed")
    looks_right(health)
    with workspace.open_view() as view:
        assert cells_asked(newest(workspace, "health"), view) == set()


def _says_who_is_at_risk(health: Lead, workspace) -> None:
    child = pack_of(newest(workspace, "health")).cases[0].ref
    health.go("/units/health")
    health.follow("A child is at risk now")
    health.reads("Ring first: the duty social worker, 01632 960 000")
    looks_right(health)
    health.choose("Which child", child)
    health.fill("Why this child is at risk now", "Alone at night")
    health.press("Pass this on now")
    health.reads("Your concern is passed on")
    looks_right(health)
    assert ("health", child) in {
        (concern.unit, concern.case) for concern in list_concerns(workspace=workspace)
    }


def _asks_for_time(police: Lead, officer: Lead) -> None:
    police.go("/units/police")
    police.follow("Ask for more time")
    looks_right(police)
    police.fill("Until which day", "20 March 2017")
    police.fill("Why you need more time", "Three are ill")
    police.press("Ask for more time")
    police.reads("It is not decided yet")
    officer.go("/")
    looks_right(officer)
    officer.follow("asks for more time")
    looks_right(officer)
    officer.press("Give more time")
    police.go("/units/police")
    police.reads("You have it")
    looks_right(police)


def _does_not_know_a_child(police: Lead, workspace) -> None:
    child = pack_of(newest(workspace, "police")).cases[1].ref
    police.follow("A child is not known to you")
    looks_right(police)
    police.choose("Which child", child)
    police.press("Say that this child is not known")
    assert "Say what you searched" in police.page.content()
    looks_right(police)
    police.fill("What you searched", "Niche, by name and address")
    police.press("Say that this child is not known")
    police.reads("Your return is still to come")
    assert ReturnOutcome.NOTED in {
        line.outcome for line in list_returns(ws.REF, workspace=workspace)
    }


def _is_not_the_right_person(police: Lead, officer: Lead) -> None:
    police.go("/units/police")
    police.follow("I am not the right person")
    looks_right(police)
    options = police.page.get_by_label("Who is not the right person", exact=True)
    options.select_option(index=1)
    police.fill("Name of the right person, if you know", "Jo Bell")
    police.fill("Their role", "Detective sergeant")
    police.fill("Their work address", "jo.bell@police.example.org")
    police.press("Tell the business unit")
    assert "decides whom it writes to" in police.page.content()
    police.follow("Who is written to")
    assert "You proposed Jo Bell instead" in police.page.content()
    looks_right(police)
    officer.go("/requests")
    looks_right(officer)
    officer.follow("another contact, Jo Bell")
    officer.reads("Detective sergeant")
    looks_right(officer)
    officer.press("Write to Jo Bell")
    assert "Say why" in officer.page.content()
    looks_right(officer)
    officer.page.locator("#accept_why").fill("Rang the unit, who confirmed it")
    officer.press("Write to Jo Bell")
    assert "is written to from now on" in officer.page.content()
    _names_nobody(police, officer)


def _names_nobody(police: Lead, officer: Lead) -> None:
    police.go("/units/police")
    police.follow("I am not the right person")
    options = police.page.get_by_label("Who is not the right person", exact=True)
    options.select_option(index=1)
    police.press("Tell the business unit")
    assert "Nobody writes to this person any more" in police.page.content()
    officer.go("/requests")
    officer.follow("somebody is not the right person")
    looks_right(officer)
    officer.fill("What you did", "Rang and added Jo")
    officer.press("Say that it is dealt with")
    assert "is dealt with" in officer.page.content()
