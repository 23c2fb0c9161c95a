"""The commands around a message, as a person types them."""

import pytest
from builders import workspace as ws

from audits.settings import read_settings


KEY = f"{ws.REF}/police/pack/1"
MAIL = """
[channels.folder]
kind = "smtp"
host = "127.0.0.1"
port = 1
sender = "audits@board.example.org"
user = "audits"
"""


@pytest.fixture
def week(on_issued):
    return on_issued


def test_show_lays_out_the_evidence(week):
    said = week("dispatch", "show", KEY)
    assert said.code == 0
    assert "status: due" in said.out
    assert "recipients: lead@police.example.org" in said.out
    assert "dispatch due" in said.out
    assert week("dispatch", "show", KEY, "--json").json["attachments"] == [
        f"{ws.REF}-police-pack-1.xlsx"
    ]


def test_a_word_on_what_does_not_wait_for_one_is_one_sentence(week):
    said = week("dispatch", "confirm", KEY, "--sent", "--why", "rang them")
    assert said.code == 2
    assert "only what is unconfirmed waits for a person's word" in said.err
    assert week("dispatch", "confirm", KEY, "--not-sent", "--why", "x").code == 2


def test_recall_withdraws_or_writes(week):
    assert "It is withdrawn" in week("dispatch", "recall", KEY, "--why", "wrong edition").out
    week("dispatch", "send")
    keys = f"{ws.REF}/police/key-list/1"
    assert (
        f"{ws.REF}/police/recall/key-list-1 is due"
        in week("dispatch", "recall", keys, "--why", "wrong person").out
    )


def test_recipients_are_shown_then_confirmed(week):
    assert "Nothing is confirmed yet" in week("agency", "confirm", ws.REF, "--look").out
    rows = week("agency", "confirm", ws.REF, "--json").json
    assert {row["route"] for row in rows} == {"folder"}
    assert "are confirmed" in week("agency", "confirm", ws.REF, "--why", "rang all").out


def test_a_secret_comes_from_the_environment_and_never_from_the_file(week, home, monkeypatch):
    settings = home / "audits.toml"
    before = settings.read_text()
    settings.write_text(before + MAIL)
    assert "go together" in week("dispatch", "list").err
    monkeypatch.setenv("AUDITS_CHANNELS_FOLDER_SECRET", "s3cret")
    assert week("dispatch", "list").code == 0
    assert "s3cret" not in repr(read_settings(home))
    settings.write_text(before + MAIL + 'secret = "s3cret"\n')
    said = week("dispatch", "list")
    assert said.code == 2
    assert "AUDITS_CHANNELS_FOLDER_SECRET" in said.err
    assert "s3cret" not in said.err


def test_a_channel_of_an_unknown_kind_is_told_which_there_are(week, home):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + '[channels.x]\nkind = "pigeon"\n')
    said = week("dispatch", "list")
    assert said.code == 2
    assert "'folder', 'smtp', 'notify', 'graph'" in said.err


def test_channels_that_are_no_table_are_one_sentence(week, home):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + "channels = 3\n")
    said = week("dispatch", "list")
    assert said.code == 2
    assert "channels" in said.err


def test_what_did_not_go_is_shown_with_what_to_type(week, home):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + '[channels.post]\nkind = "folder"\nroot = "x"\n')
    week("dispatch", "send")
    assert week("dispatch", "show", KEY, "--json").json["status"] == "refused"
    again = f"To make it due again: audits dispatch confirm {KEY} --not-sent --why '...'\n"
    assert week("dispatch", "show", KEY).out.endswith(again)
    assert week("dispatch", "list").out.endswith(
        "To make it due again: audits dispatch confirm REF --not-sent --why '...'\n"
    )
