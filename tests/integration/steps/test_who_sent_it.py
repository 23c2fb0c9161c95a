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
def parts(home):
    return ws.parts_of(home)


@pytest.fixture
def pack(home) -> bytes:
    return (home / "inbox" / "police.xlsx").read_bytes()


def collect(parts, sender: str, content: bytes, name: str = "return.xlsx"):
    mailbox = Mailbox()
    mailbox.put_from(sender, name, content)
    (collected,) = collect_inbox(mailbox, parts=parts)
    assert mailbox.waiting() == ()
    return collected


def replies(parts) -> set[tuple[str, str]]:
    rows = list_dispatches(ws.REF, parts=parts)
    return {(r.unit, r.purpose) for r in rows} & {
        (unit, purpose) for unit in ws.UNITS for purpose in ("receipt", "refusal", "query")
    }


def test_a_contacts_return_is_read_and_answered(parts, pack):
    assert str(collect(parts, LEAD.upper(), pack).outcome) == "accepted"
    assert replies(parts) == {("police", "receipt")}


def test_a_strangers_file_is_kept_unread_and_nobody_is_answered(parts, pack):
    collected = collect(parts, STRANGER, pack)
    assert str(collected.outcome) == "quarantined"
    assert [str(p.code) for p in collected.problems] == ["unknown_sender"]
    (row,) = list_returns(None, parts=parts)
    assert row.problems[0].code == "unknown_sender"
    assert STRANGER not in str(row)
    assert list_answers(ws.REF, parts=parts) == []
    assert replies(parts) == set()
    assert unread_returns(parts=parts) == ()
    assert str(collect(parts, STRANGER, pack).outcome) == "quarantined"


def test_a_strangers_file_is_shown_with_what_to_type(parts, pack, home, monkeypatch, capsys):
    collect(parts, STRANGER, pack)
    (row,) = list_returns(None, parts=parts)
    shown = runner(home, monkeypatch, capsys)("return", "show", row.id).out
    assert shown.endswith(f"To save it: audits return original {row.id} --to FILE --why '...'\n")


def test_somebody_who_has_left_is_a_stranger(parts, pack):
    from audits.demo import make_agencies
    from audits.steps.agencies.import_list import import_agencies

    rows = make_agencies().decode().splitlines()
    import_agencies("\n".join(r for r in rows if LEAD not in r).encode(), parts=parts)
    assert str(collect(parts, LEAD, pack).outcome) == "quarantined"


def test_a_person_who_collects_it_by_hand_vouches_for_it(parts, pack):
    collect(parts, STRANGER, pack)
    assert str(collect_return(pack, "saved.xlsx", parts=parts).outcome) == "accepted"
    assert str(collect_return(pack, "saved.xlsx", parts=parts).outcome) == "duplicate"


def test_the_same_from_a_contact_is_read(parts, pack):
    collect(parts, STRANGER, pack)
    assert str(collect(parts, LEAD, pack).outcome) == "accepted"


def test_a_stranger_who_sends_what_was_read_changes_nothing(parts, pack):
    collect(parts, LEAD, pack)
    assert str(collect(parts, STRANGER, pack).outcome) == "duplicate"
    assert {a.unit for a in list_answers(ws.REF, parts=parts)} == {"police"}


def test_an_unreadable_file_is_refused_to_the_unit_of_whoever_sent_it(parts):
    collect(parts, LEAD, RUBBISH, name="health.xlsx")
    assert replies(parts) == {("police", "refusal")}


def test_an_unreadable_file_of_a_stranger_is_refused_to_nobody(parts):
    collect(parts, STRANGER, RUBBISH, name="police.xlsx")
    assert replies(parts) == set()


def test_an_arrival_does_not_show_who_sent_it():
    assert LEAD not in repr(Arrival("1", "a.xlsx", LEAD))
