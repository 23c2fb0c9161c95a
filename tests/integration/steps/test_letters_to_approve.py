"""Letters are read before they go, where the setting says so: by whichever door they would go."""

from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.web_pages import send, signed_in

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.message import Purpose
from audits.domain.permissions import Role
from audits.domain.status import DispatchStatus
from audits.queries.dispatches import list_dispatches
from audits.queries.letters_to_approve import AT_ONCE, digests_by_key, letters_to_approve
from audits.queries.trail import list_trail
from audits.steps.agencies.as_listed import Person
from audits.steps.agencies.people import add_contact
from audits.steps.dispatch.approve import approve_letters
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch
from audits.web import make_app


PACK = f"{ws.REF}/police/pack/1"


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=600)
    settings = home / "audits.toml"
    settings.write_text(f"approve_letters = true\n{settings.read_text()}")
    return home


@pytest.fixture
def workspace(home):
    """A week whose packs are written, and whose letters wait."""
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    return workspace


def stands(workspace):
    return {row.key: row.status for row in list_dispatches(workspace=workspace)}


def outbox(home):
    return [path.name for path in (home / "outbox").rglob("*.txt")]


def approve_everything(workspace):
    read = digests_by_key(letters_to_approve(workspace=workspace))
    return approve_letters(read, workspace=workspace)


def test_without_the_setting_nothing_waits(tmp_path):
    workspace = ws.workspace_of(ws.loaded(tmp_path / "home", contacts=600))
    ws.issue(workspace)
    assert letters_to_approve(workspace=workspace) == []
    ws.send(workspace)
    assert set(stands(workspace).values()) == {DispatchStatus.SENT}


def test_nothing_goes_unread_by_the_schedule_a_command_or_the_dispatcher_itself(
    home, workspace, monkeypatch, capsys
):
    waiting = letters_to_approve(workspace=workspace)
    assert {letter.purpose for letter in waiting} == {Purpose.PACK, Purpose.KEY_LIST}
    ws.send(workspace)
    said = runner(home, monkeypatch, capsys)("dispatch", "send")
    assert f"{len(waiting)} letters to read before sending" in said.out
    for letter in waiting:
        assert send_dispatch(letter.key, workspace=workspace) is DispatchStatus.DUE
    assert set(stands(workspace).values()) == {DispatchStatus.DUE}
    assert outbox(home) == []


def test_what_was_read_goes_and_nothing_else(home, workspace):
    (letter,) = (row for row in letters_to_approve(workspace=workspace) if row.key == PACK)
    assert approve_letters({PACK: letter.digest}, workspace=workspace) == 1
    ws.send(workspace)
    sent = [key for key, status in stands(workspace).items() if status is DispatchStatus.SENT]
    assert sent == [PACK]
    (gone,) = outbox(home)
    text = (next((home / "outbox").rglob(gone))).read_text("utf-8-sig")
    assert letter.body.strip() in text
    assert all(address in text for address in letter.to)
    assert all(name in text for name in letter.attachments)
    noted = [entry for entry in list_trail(workspace=workspace) if entry.verb == "letter approved"]
    assert [entry.about for entry in noted] == [PACK]


def test_all_that_wait_are_approved_at_once_and_once(workspace):
    number = len(letters_to_approve(workspace=workspace))
    read = digests_by_key(letters_to_approve(workspace=workspace))
    assert approve_letters(read, workspace=workspace) == number > 3
    assert approve_letters(read, workspace=workspace) == 0
    ws.send(workspace)
    assert set(stands(workspace).values()) == {DispatchStatus.SENT}


@pytest.mark.parametrize("change", ["subject", "body", "recipients", "attachments"])
def test_what_changed_after_it_was_read_is_not_approved(workspace, change):
    read = digests_by_key(letters_to_approve(workspace=workspace))
    with workspace.open_uow() as uow:
        row = uow.get(Dispatch, PACK)
        new = {"recipients": ["x@y.org"], "attachments": []}.get(change, "Other words")
        setattr(row, change, new)
        uow.add(row)
        uow.note("dispatch due", PACK)
        uow.commit()
    with pytest.raises(StatusError, match="1 letter changed after you read"):
        approve_letters(read, workspace=workspace)
    ws.send(workspace)
    assert set(stands(workspace).values()) == {DispatchStatus.DUE}


def test_whoever_joins_after_it_was_approved_has_it_read_again(workspace):
    """What is confirmed is addressed anew, so that it would go to somebody nobody has read of."""
    approve_everything(workspace)
    person = Person("New Lead", "new@police.example.org", "lead")
    add_contact("police", person, why="joins", workspace=workspace)
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    assert {letter.unit for letter in letters_to_approve(workspace=workspace)} == {"police"}
    ws.send(workspace)
    waits = {key for key, status in stands(workspace).items() if status is DispatchStatus.DUE}
    assert {key.split("/")[1] for key in waits} == {"police"}


def test_a_letter_that_is_not_there_is_said(workspace):
    with pytest.raises(NotFoundError):
        approve_letters({"X/y/pack/1": ""}, workspace=workspace)


def test_what_may_not_wait_goes_unread(workspace):
    """A child may be at risk, or the office is told that something did not go."""
    kinds = ("concern", "recall", "undelivered", "trouble", "commitment", "link-locked")
    assert set(map(Purpose, kinds)) == AT_ONCE
    with workspace.open_uow() as uow:
        row = uow.get(Dispatch, PACK)
        row.purpose = Purpose.CONCERN
        uow.add(row)
        uow.note("dispatch due", PACK)
        uow.commit()
    assert PACK not in digests_by_key(letters_to_approve(workspace=workspace))
    assert send_dispatch(PACK, workspace=workspace) is DispatchStatus.SENT


def test_a_command_shows_what_waits_and_lets_it_go(home, workspace, monkeypatch, capsys):
    run = runner(home, monkeypatch, capsys)
    shown = run("dispatch", "approve").out
    for letter in letters_to_approve(workspace=workspace):
        assert letter.subject in shown
        assert letter.body.strip() in shown
    assert run("dispatch", "approve", "--json").json[0]["to"]
    assert "1 letter approved." in run("dispatch", "approve", PACK).out
    assert run("dispatch", "send").code == 0
    assert stands(workspace)[PACK] is DispatchStatus.SENT
    assert "letters approved." in run("dispatch", "approve", "--all").out
    assert "No letter waits to be approved." in run("dispatch", "approve").out


def test_an_officer_reads_and_approves_on_the_page(workspace):
    app = make_app(replace(workspace))
    officer = signed_in(app, Role.BUSINESS_UNIT)
    number = len(letters_to_approve(workspace=workspace))
    assert f"{number} letters to read" in officer.get("/").text
    page = officer.get("/letters").text
    for letter in letters_to_approve(workspace=workspace):
        assert letter.digest in page
        assert all(address in page for address in (*letter.to, *letter.attachments))
    one = {f"letter:{PACK}": digests_by_key(letters_to_approve(workspace=workspace))[PACK]}
    assert send(officer, "/letters", one).status_code == 303
    assert len(letters_to_approve(workspace=workspace)) == number - 1
    stale = {f"letter:{ws.REF}/health/pack/1": "0" * 64}
    assert send(officer, "/letters", stale).status_code == 409
    assert send(officer, "/letters", {}).status_code == 422
    rest = digests_by_key(letters_to_approve(workspace=workspace))
    every = {f"letter:{key}": digest for key, digest in rest.items()}
    assert send(officer, "/letters", every).status_code == 303
    assert "No letter waits to be read." in officer.get("/letters").text
    assert "to read" not in officer.get("/").text
    assert signed_in(app, Role.QEG).get("/letters").status_code == 403
