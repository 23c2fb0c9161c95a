"""A whole mail is accounted for: one answer, whatever else it holds, and nothing unseen."""

from dataclasses import replace

import pytest
from builders import odd_mails as om, workspace as ws
from builders.collection import FakeInbox
from builders.far_ends import FakeGraph
from builders.mailboxes import graph_inbox

from audits.collection import FolderInbox
from audits.domain.errors import NotTakenError, StatusError, TryAgainError
from audits.queries.dispatches import list_dispatches
from audits.queries.engine.status import what_waits
from audits.queries.engine.troubles import troubles
from audits.queries.ready_work import unread_returns
from audits.queries.returns import describe_return, list_returns
from audits.queries.trail import trail_faults
from audits.steps.received.open_original import open_original
from audits.steps.received.settle_return import settle_return
from audits.steps.returns.collect import collect_files, collect_inbox
from audits.storage import Dispatch, TrailEntry


STRANGER = "somebody@elsewhere.example"


@pytest.fixture
def home(answered, tmp_path):
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


@pytest.fixture
def pack(home) -> bytes:
    return (home / "inbox" / "police.xlsx").read_bytes()


@pytest.fixture
def graph(workspace):
    return FakeGraph(workspace.clock)


def collected(graph, workspace) -> list[str]:
    return [
        str(each.outcome)
        for each in collect_inbox(graph_inbox(graph, workspace.clock), workspace=workspace)
    ]


def in_inbox(graph) -> int:
    return sum(mail["folder"] == "inbox-id" for mail in graph.mails.values())


def answers(workspace) -> list[str]:
    rows = list_dispatches(ws.REF, workspace=workspace)
    return sorted(r.purpose for r in rows if r.purpose in ("receipt", "refusal", "query"))


WITH_A_RETURN = {
    "a signature picture": lambda book: [om.book(book), om.file("logo.png", kind="image/png")],
    "an inline picture": lambda book: [
        om.file("logo.png", kind="image/png", disposition="inline"), om.book(book)
    ],
    "a meeting": lambda book: [om.book(book), om.file("i.ics", kind="text/calendar")],
    "a forwarded mail": lambda book: [om.inside(om.with_parts(om.book(book)))],
    "a saved mail": lambda book: [om.file("FW.eml", om.with_parts(om.book(book)))],
    "no name": lambda book: [om.book(book, name=None)],
}  # fmt: skip


@pytest.mark.parametrize("how", WITH_A_RETURN)
def test_a_good_return_gets_a_receipt_and_no_refusal(graph, workspace, pack, how):
    graph.put_raw(om.with_parts(*WITH_A_RETURN[how](pack)))
    assert collected(graph, workspace) == ["accepted"]
    assert answers(workspace) == ["receipt"]
    assert list_returns(None, workspace=workspace) == []
    assert in_inbox(graph) == 0


BESIDE = {
    "a link to a file kept elsewhere": {"text": om.LINK},
    "an encrypted or sealed message": {"add": om.file("smime.p7m", kind="application/pkcs7-mime")},
    "a winmail.dat": {"add": om.file("winmail.dat", kind="application/ms-tnef")},
    "a PDF": {"add": om.file("scan.pdf", b"%PDF")},
}


@pytest.mark.parametrize("what", BESIDE)
def test_what_nobody_can_read_beside_a_return_is_listed_and_answered_once(
    graph, workspace, pack, what
):
    said = BESIDE[what]
    more = [said["add"]] if "add" in said else []
    graph.put_raw(om.with_parts(om.book(pack), *more, text=said.get("text", "")))
    assert collected(graph, workspace) == ["accepted", "quarantined"]
    assert answers(workspace) == ["receipt", "refusal"]
    assert in_inbox(graph) == 0
    (row,) = list_returns(None, workspace=workspace)
    (problem,) = row.problems
    assert problem.code == "unread_parts"
    assert what in problem.message
    assert om.LEAD not in str(row)
    assert b"Our return" in open_original(row.id, why="looked", workspace=workspace)
    assert describe_return(row.id, workspace=workspace).outcome == "quarantined"
    assert unread_returns(workspace=workspace) == ()
    with workspace.open_view() as view:
        (letter,) = view.all(Dispatch, Dispatch.purpose == "refusal")
    assert "part of your mail could not be read" in letter.subject
    assert what in letter.body
    assert "answered by itself" in letter.body


def test_a_mail_that_comes_again_because_it_could_not_be_moved_is_answered_once(
    graph, workspace, pack
):
    graph.put_raw(om.with_parts(om.book(pack), text=om.LINK))
    collected(graph, workspace)
    graph.mails["M1"]["folder"] = "inbox-id"
    assert collected(graph, workspace) == ["duplicate", "quarantined"]
    assert answers(workspace) == ["receipt", "refusal"]
    assert len(list_returns(None, workspace=workspace)) == 1


@pytest.mark.parametrize("raw", [om.with_parts(text=om.LINK), *om.odd_shapes()][:4])
def test_a_mail_of_which_nothing_can_be_read_is_put_aside_and_answered(graph, workspace, raw):
    graph.put_raw(raw)
    assert collected(graph, workspace) == ["quarantined"]
    assert answers(workspace) == ["refusal"]
    assert in_inbox(graph) == 0


def test_a_stranger_is_not_answered(graph, workspace):
    graph.put_raw(om.with_parts(text=om.LINK, sender=STRANGER))
    assert collected(graph, workspace) == ["quarantined"]
    assert answers(workspace) == []
    (row,) = list_returns(None, workspace=workspace)
    assert "Nobody was answered" in row.problems[0].message
    assert STRANGER not in str(row)


def test_what_was_set_aside_waits_until_a_person_has_dealt_with_it(graph, workspace):
    graph.put_raw(om.with_parts(text=om.LINK))
    collected(graph, workspace)
    (row,) = list_returns(None, workspace=workspace)
    assert what_waits(workspace=workspace)["files_not_placed"] == 1
    with pytest.raises(StatusError, match="Say what you did"):
        settle_return(row.id, why=" ", workspace=workspace)
    settle_return(row.id, why="Rang the lead, who attached it", workspace=workspace)
    assert what_waits(workspace=workspace)["files_not_placed"] == 0
    with pytest.raises(StatusError, match="waits for nobody"):
        settle_return(row.id, why="again", workspace=workspace)
    story = describe_return(row.id, workspace=workspace).story
    assert story[-1].why == "Rang the lead, who attached it"


def test_a_refused_file_waits_for_a_person_only_where_nobody_was_told(graph, workspace):
    graph.put_raw(om.with_parts(om.file("scan.pdf", b"%PDF")))
    assert collected(graph, workspace) == ["refused"]
    assert answers(workspace) == ["refusal"]
    assert what_waits(workspace=workspace)["files_not_placed"] == 0
    (nobodys,) = collect_files([("scan.pdf", b"%PDF of somebody")], workspace=workspace)
    assert what_waits(workspace=workspace)["files_not_placed"] == 1
    settle_return(f"R-{nobodys.sha256[:12]}", why="Asked round", workspace=workspace)
    assert what_waits(workspace=workspace)["files_not_placed"] == 0


def test_several_pictures_and_no_workbook_are_answered_once(graph, workspace):
    photos = [om.file(f"{n}.jpg", kind="image/jpeg") for n in range(5)]
    graph.put_raw(om.with_parts(*photos))
    assert collected(graph, workspace) == ["quarantined"]
    assert answers(workspace) == ["refusal"]


def test_a_saved_mail_is_opened_wherever_a_person_puts_it(home, workspace, pack):
    mail = om.with_parts(om.inside(om.with_parts(om.book(pack))), om.file("scan.pdf", b"%PDF"))
    for file in (home / "inbox").iterdir():
        if file.is_file() and not file.name.startswith("."):
            file.unlink()
    (home / "inbox" / "FW Our return.eml").write_bytes(mail)
    taken = list(collect_inbox(workspace.inboxes["folder"], workspace=workspace))
    assert [str(each.outcome) for each in taken] == ["accepted", "quarantined"]
    assert not (home / "inbox" / "FW Our return.eml").exists()
    again = list(collect_files([("saved.eml", mail)], workspace=workspace))
    assert [str(each.outcome) for each in again] == ["duplicate", "quarantined"]
    (text,) = collect_files([("plain.eml", om.with_parts())], workspace=workspace)
    assert str(text.outcome) == "refused"


class Stubborn(FakeInbox):
    """An inbox of which some files cannot be read and some not be taken out."""

    def read(self, arrival):
        if arrival.name.startswith("shut"):
            raise NotTakenError(f"File {arrival.reference} cannot be read.")
        return super().read(arrival)

    def settle(self, arrival):
        if arrival.name.startswith("held"):
            raise TryAgainError(f"File {arrival.reference} cannot be taken out.")
        super().settle(arrival)


def test_what_cannot_be_taken_stops_nothing_and_is_told_at_the_end(workspace, pack):
    inbox = Stubborn()
    inbox.put("shut.xlsx", b"a")
    inbox.put("held.xlsx", b"no workbook")
    inbox.put("police.xlsx", pack)
    with pytest.raises(TryAgainError, match=r"fake-1 cannot be read\..*fake-2 cannot be taken"):
        list(collect_inbox(inbox, workspace=workspace))
    assert {str(row.outcome) for row in list_returns(ws.REF, workspace=workspace)} == {"accepted"}
    assert [each.name for each in inbox.waiting()] == ["shut.xlsx", "held.xlsx"]


def test_what_is_left_in_the_inbox_is_noted_once(home, workspace):
    (home / "inbox" / "link.xlsx").symlink_to(home)
    for _ in range(2):
        left = [each for each in collect_inbox(workspace.inboxes["folder"], workspace=workspace)
                if str(each.outcome) == "left"]  # fmt: skip
        assert ["a link to something elsewhere" in each.says for each in left] == [True]
    assert (home / "inbox" / "link.xlsx").is_symlink()
    with workspace.open_view() as view:
        assert view.count(TrailEntry, TrailEntry.verb == "left in the inbox") == 1
    assert what_waits(workspace=workspace)["left_in_inboxes"] == 1


def test_what_is_left_is_counted_and_told_until_somebody_takes_it_out(home, workspace):
    link = home / "inbox" / "Thimblewright.xlsx"
    link.symlink_to(home)
    (home / "inbox" / "police" / "2016").mkdir(parents=True)
    list(collect_inbox(workspace.inboxes["folder"], workspace=workspace))
    assert what_waits(workspace=workspace)["left_in_inboxes"] == 2
    told = "\n".join(troubles(workspace=workspace))
    assert "a link to something elsewhere" in told
    assert "a folder within a folder" in told
    assert "Thimblewright" not in told
    link.unlink()
    list(collect_inbox(workspace.inboxes["folder"], workspace=workspace))
    assert what_waits(workspace=workspace)["left_in_inboxes"] == 1
    without = replace(workspace, inboxes={"other": FolderInbox(home / "inbox", workspace.clock)})
    (home / "inbox" / "police" / "2016").rmdir()
    list(collect_inbox(without.inboxes["other"], workspace=without))
    assert what_waits(workspace=workspace)["left_in_inboxes"] == 0
    assert trail_faults(workspace=workspace) == ()
