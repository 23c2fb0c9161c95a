"""Two people at one thing: the second sees what the first did, and overwrites nothing unseen."""

import re

import pytest
from builders.actions import a_board, an_open_action
from builders.web_pages import SEEN, send, send_from, signed_in, token_in

from audits.domain.permissions import Role
from audits.queries.actions import describe_action
from audits.steps.actions.change import update_action
from audits.web import make_app


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


@pytest.fixture
def app(workspace):
    return make_app(workspace)


@pytest.fixture
def officer(app):
    return signed_in(app, Role.BUSINESS_UNIT)


@pytest.fixture
def member(app):
    return signed_in(app, Role.QEG)


def visible(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_second_of_two_sees_both_and_overwrites_nothing(workspace, officer, member):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    opened = member.get(f"/actions/{ref}").text
    first = {"text": "Letters go out", "percent": "40"}
    assert (
        send(officer, f"/actions/{ref}/update", first, shown_at=f"/actions/{ref}").status_code
        == 303
    )
    mine = {"text": "Half of the letters are out", "percent": "50"}
    second = send_from(member, opened, f"/actions/{ref}/update", mine)
    assert second.status_code == 409
    page = visible(second.text)
    assert "Somebody changed this while you had it open" in page
    assert "by Kim Officer" in page  # who
    assert "It now says: 40" in page  # what stands
    assert "Half of the letters are out" in second.text  # what was typed
    assert 'value="50"' in second.text
    action = describe_action(ref, workspace=workspace)
    assert [line.text for line in action.history] == ["Letters go out"]
    # Whoever has seen both may send theirs.
    again = send_from(member, second.text, f"/actions/{ref}/update", mine)
    assert again.status_code == 303
    action = describe_action(ref, workspace=workspace)
    assert [line.text for line in action.history] == ["Letters go out", mine["text"]]
    assert action.percent_done == 50


def test_a_form_that_is_shown_again_is_no_younger_for_it(workspace, officer, member):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    opened = member.get(f"/actions/{ref}").text
    first = {"text": "Letters go out", "percent": "40"}
    send(officer, f"/actions/{ref}/update", first, shown_at=f"/actions/{ref}")
    wrong = send_from(member, opened, f"/actions/{ref}/update", {"text": "", "percent": "50"})
    assert wrong.status_code == 422
    then = send_from(
        member, wrong.text, f"/actions/{ref}/update", {"text": "Half", "percent": "50"}
    )
    assert then.status_code == 409


def test_what_happened_elsewhere_holds_nobody_up(workspace, officer, member):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    other = an_open_action(workspace, "Another")
    opened = member.get(f"/actions/{ref}").text
    update_action(other, workspace=workspace, text="Something else")
    sent = send_from(member, opened, f"/actions/{ref}/update", {"text": "Letters go out"})
    assert sent.status_code == 303


def test_a_form_kept_through_signing_in_is_as_old_as_it_was(app, workspace, officer, member):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    opened = member.get(f"/actions/{ref}").text
    member.cookies.clear()
    mine = {"text": "Half of the letters are out"}
    kept = send_from(member, opened, f"/actions/{ref}/update", mine)
    assert kept.status_code == 401
    assert f'name="kept.seen" value="{SEEN.search(opened)[1]}"' in kept.text
    assert token_in(kept.text)


def test_a_pages_age_costs_no_statement_of_its_own(app, workspace, officer):
    ref = an_open_action(workspace, "Send every referrer the outcome")
    page = officer.get(f"/actions/{ref}").text
    ages = set(SEEN.findall(page))
    assert len(ages) == 1
    update_action(ref, workspace=workspace, text="Something")
    assert set(SEEN.findall(officer.get(f"/actions/{ref}").text)) != ages
