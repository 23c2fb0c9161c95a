"""A file that came by mail: read if a contact sent it, set aside if nobody knows who did."""

from dataclasses import replace

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.collection import FakeInbox

from audits.collection import Arrival
from audits.queries.dispatches import list_dispatches
from audits.queries.ready_work import unread_returns
from audits.queries.returns import list_answers, list_returns
from audits.steps.returns.collect import collect_inbox, collect_return


LEAD, STRANGER = "lead@police.example.org", "somebody@elsewhere.example"
RUBBISH = b"this is no workbook"


class Mailbox(FakeInbox):
    """An inbox whose files come from addresses."""

    def put_from(self, sender: str, name: str, content: bytes) -> None:
        self.put(name, content)
        last = next(reversed(self.files))
        self.files[replace(last, sender=sender)] = self.files.pop(last)


@pytest.fixture
def home(answered, tmp_path):
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


@pytest.fixture
def pack(home) -> bytes:
    return (home / "inbox" / "police.xlsx").read_bytes()


def collect(workspace, sender: str, content: bytes, name: str = "return.xlsx"):
    mailbox = Mailbox()
    mailbox.put_from(sender, name, content)
    (collected,) = collect_inbox(mailbox, workspace=workspace)
    assert mailbox.waiting() == ()
    return collected


def replies(workspace) -> set[tuple[str, str]]:
    rows = list_dispatches(ws.REF, workspace=workspace)
    return {(r.unit, r.purpose) for r in rows} & {
        (unit, purpose) for unit in ws.UNITS for purpose in ("receipt", "refusal", "query")
    }


def test_a_contacts_return_is_read_and_answered(workspace, pack):
    assert str(collect(workspace, LEAD.upper(), pack).outcome) == "accepted"
    assert replies(workspace) == {("police", "receipt")}


def test_a_strangers_file_is_kept_unread_and_nobody_is_answered(workspace, pack):
    collected = collect(workspace, STRANGER, pack)
    assert str(collected.outcome) == "quarantined"
    assert [str(p.code) for p in collected.problems] == ["unknown_sender"]
    (row,) = list_returns(None, workspace=workspace)
    assert row.problems[0].code == "unknown_sender"
    assert STRANGER not in str(row)
    assert list_answers(ws.REF, workspace=workspace) == []
    assert replies(workspace) == set()
    assert unread_returns(workspace=workspace) == ()
    assert str(collect(workspace, STRANGER, pack).outcome) == "quarantined"


def test_a_strangers_file_is_shown_with_what_to_type(workspace, pack, home, monkeypatch, capsys):
    collect(workspace, STRANGER, pack)
    (row,) = list_returns(None, workspace=workspace)
    shown = runner(home, monkeypatch, capsys)("return", "show", row.id).out
    assert shown.endswith(f"To save it: audits return original {row.id} --to FILE --why '...'\n")


def test_somebody_who_has_left_is_a_stranger(workspace, pack):
    from audits.demo import make_agencies
    from audits.steps.agencies.import_list import import_agencies

    rows = make_agencies().decode().splitlines()
    import_agencies("\n".join(r for r in rows if LEAD not in r).encode(), workspace=workspace)
    assert str(collect(workspace, LEAD, pack).outcome) == "quarantined"


def test_a_person_who_collects_it_by_hand_vouches_for_it(workspace, pack):
    collect(workspace, STRANGER, pack)
    assert str(collect_return(pack, "saved.xlsx", workspace=workspace).outcome) == "accepted"
    assert str(collect_return(pack, "saved.xlsx", workspace=workspace).outcome) == "duplicate"


def test_the_same_from_a_contact_is_read(workspace, pack):
    collect(workspace, STRANGER, pack)
    assert str(collect(workspace, LEAD, pack).outcome) == "accepted"


def test_a_stranger_who_sends_what_was_read_changes_nothing(workspace, pack):
    collect(workspace, LEAD, pack)
    assert str(collect(workspace, STRANGER, pack).outcome) == "duplicate"
    assert {a.unit for a in list_answers(ws.REF, workspace=workspace)} == {"police"}


def test_an_unreadable_file_is_refused_to_the_unit_of_whoever_sent_it(workspace):
    collect(workspace, LEAD, RUBBISH, name="health.xlsx")
    assert replies(workspace) == {("police", "refusal")}


def test_an_unreadable_file_of_a_stranger_is_refused_to_nobody(workspace):
    collect(workspace, STRANGER, RUBBISH, name="police.xlsx")
    assert replies(workspace) == set()


def test_an_arrival_does_not_show_who_sent_it():
    assert LEAD not in repr(Arrival("1", "a.xlsx", LEAD))
