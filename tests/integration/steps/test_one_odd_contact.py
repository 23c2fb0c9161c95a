"""One contact's odd address, or one lost file, stops no other message and leaves no doubt."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.channels import smtp_channel
from builders.far_ends import Post, mail_server, make_authority, server_side

from audits.queries.dispatches import show_dispatch
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.settle import confirm_not_sent
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.storage import Contact, Dispatch


ODD, RIGHT = "n.o’brien@health.example.org", "n.o'brien@health.example.org"
KEY = f"{ws.REF}/health/pack/1"


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def workspace(loaded, tmp_path, post):
    home = ws.copy_of(loaded, tmp_path / "home")
    here = ws.workspace_of(home)
    authority, trusted = make_authority(tmp_path)
    with mail_server(post, server_side(authority)) as port:
        mail = smtp_channel(port, trusted, here.clock)
        yield replace(here, channels={"folder": mail})


def moved(contact: str, to: str, workspace) -> None:
    """Give a contact another address, past what the import would refuse: an older list did."""
    with workspace.open_uow() as uow:
        lead = uow.first(Contact, Contact.email == contact)
        lead.email = to
        uow.add(lead)
        uow.note("contact moved", "agencies")
        uow.commit()


def issued_with(address: str, workspace) -> None:
    """Issue a week's packs while a contact has an address that an older list brought in."""
    moved("lead@health.example.org", address, workspace)
    ws.issue(workspace)
    confirm_recipients(ws.REF, why="looked", workspace=workspace)


def stands(workspace) -> dict[str, str]:
    with workspace.open_uow() as uow:
        return {row.key: str(row.status) for row in uow.all(Dispatch, Dispatch.cycle == ws.REF)}


def send_all(workspace) -> None:
    send_everything(run=OneByOne(workspace), workspace=workspace)


def test_the_others_mail_goes_and_nobody_says_that_the_odd_one_may_have_been_sent(workspace, post):
    issued_with(ODD, workspace)
    send_all(workspace)
    now = stands(workspace)
    refused = {key for key, status in now.items() if status == "refused"}
    assert {key.split("/")[1] for key in refused} == {"health"}
    assert {status for key, status in now.items() if key not in refused} == {"sent"}
    assert {mail["To"].split("@")[1] for mail in post.mails} == {
        "police.example.org", "council.example.org",
    }  # fmt: skip
    workspace.clock.now += timedelta(hours=1)  # past every lease
    send_all(workspace)
    assert stands(workspace) == now
    assert "It has ’ where mail addresses have '" in show_dispatch(KEY, workspace=workspace).reason


def test_once_the_address_is_right_the_message_goes(workspace, post):
    issued_with(ODD, workspace)
    send_all(workspace)
    before = len(post.mails)
    moved(ODD, RIGHT, workspace)
    confirm_not_sent(KEY, why="put right", workspace=workspace)
    send_all(workspace)
    assert [mail["To"] for mail in post.mails[before:]] == [RIGHT]


def test_a_workbook_that_is_lost_refuses_its_own_message_only(workspace, post):
    issued_with("lead@health.example.org", workspace)
    with workspace.open_uow() as uow:
        sha256 = uow.get(Dispatch, KEY).attachments[0]["sha256"]
    workspace.stores.packs.remove(sha256)
    send_all(workspace)
    left = {key: status for key, status in stands(workspace).items() if status != "sent"}
    assert left == {KEY: "refused"}
    assert "Nothing was sent" in show_dispatch(KEY, workspace=workspace).reason
