"""`audits return collect` on a mailbox: what machines wrote is said, and counted."""

import pytest
from builders import workspace as ws
from builders.bounces import an_original, away, dsn
from builders.far_ends import make_authority
from builders.mailboxes import PASSWORD, USER, drop, imap_server


KEY = f"{ws.REF}/police/pack/1"
LATER = "Fri, 10 Mar 2037 00:00:00 +0000"
INBOX = """
[inboxes.mail]
kind = "imap"
host = "127.0.0.1"
port = {port}
tls = "starttls"
user = "{user}"
authority = "{trusted}"
"""


@pytest.fixture
def mailbox(tmp_path_factory, home, on_issued, monkeypatch):
    folder = tmp_path_factory.mktemp("imap")
    authority, trusted = make_authority(folder)
    monkeypatch.setenv("AUDITS_INBOXES_MAIL_SECRET", PASSWORD)
    with imap_server(folder, authority) as port:
        with (home / "audits.toml").open("a") as file:
            file.write(INBOX.format(port=port, user=USER, trusted=trusted))
        yield lambda *mails: drop(port, trusted, *mails)


def test_what_machines_wrote_is_said_and_counted(on_issued, mailbox):
    on_issued("dispatch", "send")
    ours = an_original("<a@board.example.org>", KEY, date=LATER)
    late = an_original("<b@board.example.org>", f"{ws.REF}/health/pack/1", date=LATER)
    other = an_original("<c@board.example.org>", "")
    old = an_original("<d@board.example.org>", f"{ws.REF}/social_care/pack/1")
    slow = dsn(late, action="delayed", status="4.4.1")
    mailbox(dsn(ours), dsn(ours), slow, dsn(other), dsn(old), away(ours, "Gmail"))
    said = on_issued("return", "collect")
    assert said.code == 0
    assert said.out.splitlines() == [
        f"{KEY} did not arrive. To see why: audits dispatch show {KEY}",
        "Automatic replies, set aside: 1",
        "Messages that are delayed; nothing to do: 1",
        "Reports about messages that were sent again since, set aside: 1",
        "Reports about mail that is not ours, left in the inbox for you to read: 1",
    ]
    assert on_issued("return", "collect", "--json").json == []
    rows = on_issued("agency", "list", "--json").json
    assert [a for row in rows for a in row["bouncing"]] == ["lead@police.example.org"]
    assert "bouncing" in on_issued("agency", "list").out


def test_a_mailbox_that_cannot_be_used_stops_no_other_inbox(
    on_answered, home, tmp_path, monkeypatch
):
    monkeypatch.setenv("AUDITS_INBOXES_MAIL_SECRET", PASSWORD)
    _, trusted = make_authority(tmp_path)
    folder = f'[inboxes.folder]\nkind = "folder"\nroot = "{home / "inbox"}"\n'
    with (home / "audits.toml").open("a") as file:
        file.write(INBOX.format(port=1, user=USER, trusted=trusted) + folder)
    said = on_answered("return", "collect")
    assert said.code == 0
    assert "The mailbox at 127.0.0.1 cannot be used" in said.err
    assert "police.xlsx  late" in said.out
