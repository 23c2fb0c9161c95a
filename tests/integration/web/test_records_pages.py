"""The trail searched, checked and taken away; and a test by each channel, to oneself alone."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.channels import smtp_channel
from builders.far_ends import Post, mail_server, make_authority, server_side
from builders.web_pages import send, signed_in
from sqlalchemy import text

from audits.domain.permissions import Role
from audits.queries.trail import list_trail
from audits.steps.actions.change import add_action
from audits.storage import open_database
from audits.web import make_app


OFFICER = "business_unit@partnership.example"


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


@pytest.fixture
def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)


def rows_in(page: str) -> int:
    return page.count('scope="row"')


def test_the_trail_is_searched_by_who_what_when_and_what_about(workspace):
    workspace.clock.now += timedelta(days=3)
    officer = signed_in(make_app(workspace), Role.BUSINESS_UNIT)
    mine = workspace.acting_as("Pat Officer (U77)")
    due = workspace.today() + timedelta(days=60)
    add_action("Do it", owner="police", due=due, workspace=mine)
    day = f"{workspace.today():%d/%m/%Y}"
    for query in ("who=pat+off", "what=ACTION+ADDED", "about=A1", f"since={day}&what=action"):
        page = officer.get(f"/admin/trail?{query}").text
        assert rows_in(page) == 1, query
        assert "Pat Officer" in page
    before = f"{workspace.today() - timedelta(days=1):%d/%m/%Y}"
    assert "Action added" not in officer.get(f"/admin/trail?until={before}").text
    assert "Nothing is recorded" in officer.get("/admin/trail?who=nobody").text
    assert officer.get("/admin/trail?since=never&before=x").status_code == 200


def test_the_trail_is_taken_away_as_it_is(workspace, officer):
    answer = officer.get("/admin/trail/export")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    kept = list_trail(workspace=workspace)
    assert [row["digest"] for row in rows] == [entry.digest for entry in kept]
    part = officer.get("/admin/trail/export?what=packs+planned").content.decode("utf-8-sig")
    assert part.count("\n") == 2  # the headings, and the one time that packs were planned


def test_a_trail_that_somebody_altered_is_said_to_be(home, workspace, officer):
    whole = send(officer, "/admin/trail/verify", shown_at="/admin/trail")
    assert "The trail is whole" in whole.text
    engine = open_database(f"sqlite:///{home / 'audits.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE trail SET actor = 'nobody' WHERE seq = 3"))
    altered = send(officer, "/admin/trail/verify", shown_at="/admin/trail")
    assert "The trail is not whole" in altered.text


def test_a_test_goes_to_ones_own_address_by_a_real_channel(workspace, tmp_path):
    certified, post = make_authority(tmp_path), Post()
    with mail_server(post, server_side(certified[0])) as port:
        channel = smtp_channel(port, certified[1], workspace.clock)
        house = replace(workspace, channels={"mail": channel})
        browser = signed_in(make_app(house), Role.BUSINESS_UNIT)
        sent = send(browser, "/admin/channels/mail", shown_at="/admin/channels")
    assert sent.status_code == 303
    [mail] = post.mails
    assert OFFICER in mail["To"]
    # It stands in the trail, and in no ledger of messages.
    assert "channel tried" in {entry.verb for entry in list_trail(workspace=workspace)}
    # Nobody answers there any more.
    gone = send(browser, "/admin/channels/mail", shown_at="/admin/channels")
    assert gone.status_code == 503
    assert "There is a problem" in gone.text
    assert "channel failed" in {entry.verb for entry in list_trail(workspace=workspace)}


def test_a_channel_that_is_none_is_not_there(officer):
    assert send(officer, "/admin/channels/pigeon", shown_at="/admin/channels").status_code == 404
