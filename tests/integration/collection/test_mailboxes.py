"""What a mailbox keeps to itself, gives, and holds back."""

import httpx
import pytest
from builders.far_ends import FakeGraph
from builders.mailboxes import a_mail, counts, drop, graph_inbox, imap_inbox, imap_server
from builders.ports import free_port

from audits.domain.errors import TryAgainError


@pytest.fixture
def inbox(mailbox, clock):
    return imap_inbox(*mailbox, clock)


def test_a_mail_moves_once_all_its_files_are_settled_and_is_never_deleted(mailbox, inbox):
    drop(*mailbox, a_mail(("a.xlsx", b"a"), ("b.xlsx", b"b")))
    first, second = inbox.waiting()
    inbox.settle(first)
    assert counts(*mailbox)["INBOX"] == 1
    inbox.settle(second)
    inbox.settle(second)
    assert (counts(*mailbox)["INBOX"], counts(*mailbox)["Collected"]) == (0, 1)


def test_a_process_that_died_between_two_files_of_a_mail_meets_both_again(mailbox, inbox, clock):
    drop(*mailbox, a_mail(("a.xlsx", b"a"), ("b.xlsx", b"b")))
    first, _ = inbox.waiting()
    inbox.settle(first)
    later = imap_inbox(*mailbox, clock)
    assert [later.read(each) for each in later.waiting()] == [b"a", b"b"]


def test_the_sender_is_known_and_a_logo_is_no_return(mailbox, inbox):
    drop(*mailbox, a_mail(("Rückgabe – März.xlsx", b"a"), logo=True))
    (arrival,) = inbox.waiting()
    assert arrival.sender == "lead@police.example.org"
    assert arrival.name == "Rückgabe – März.xlsx"
    assert "police" not in repr(arrival)


def test_a_mail_without_a_file_is_left_for_a_person(mailbox, inbox):
    drop(*mailbox, a_mail())
    assert inbox.waiting() == ()
    assert counts(*mailbox)["INBOX"] == 1


def test_a_refused_password_is_one_sentence(mailbox, clock):
    with pytest.raises(TryAgainError, match="does not accept the user or password") as caught:
        imap_inbox(*mailbox, clock, secret="wrong").waiting()
    assert "wrong" not in str(caught.value)


def test_a_certificate_for_another_name_is_one_sentence(authority, tmp_path, clock):
    refused = pytest.raises(TryAgainError, match=r"certificate of .* does not match")
    with imap_server(tmp_path, authority[0], "mail.elsewhere.example") as port, refused:
        imap_inbox(port, authority[1], clock).waiting()


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_server_that_is_not_there_is_one_sentence(authority, clock, tls):
    with pytest.raises(TryAgainError, match=r"cannot be used .*; it is tried again\."):
        imap_inbox(free_port(), authority[1], clock, tls=tls).waiting()


def test_a_shared_mailbox_gives_files_and_tells_of_links(clock):
    graph = FakeGraph(clock)
    graph.put("a.xlsx", b"a", sender="Lead@Police.example.org")
    graph.put("elsewhere.xlsx", b"")
    graph.mails["M2"]["attachments"][0]["type"] = "#microsoft.graph.referenceAttachment"
    inbox = graph_inbox(graph, clock)
    file, mail = inbox.waiting()
    assert file.sender == "lead@police.example.org"
    assert inbox.read(file) == b"a"
    inbox.settle(file)
    assert [mail["folder"] for mail in graph.mails.values()] == ["collected-id", "inbox-id"]
    assert mail.unread == "a link to a file kept elsewhere"
    assert b"Please find attached" in inbox.read(mail)
    inbox.settle(mail)
    assert inbox.waiting() == ()


@pytest.mark.parametrize("code", [403, 404, 429, 500])
def test_a_shared_mailbox_that_cannot_be_seen_is_one_sentence(clock, code):
    graph = FakeGraph(clock)
    graph.before = lambda r: httpx.Response(code) if r.method == "GET" else None
    with pytest.raises(TryAgainError):
        graph_inbox(graph, clock).waiting()


@pytest.mark.parametrize("path", ["/move", "/mailFolders"])
def test_a_mail_that_could_not_be_moved_waits_still(clock, path):
    graph = FakeGraph(clock)
    graph.put("a.xlsx", b"a")
    inbox = graph_inbox(graph, clock)
    (arrival,) = inbox.waiting()
    lost = httpx.ReadTimeout("slow")
    graph.before = lambda r: lost if r.method == "POST" and r.url.path.endswith(path) else None
    with pytest.raises(TryAgainError):
        inbox.settle(arrival)
    graph.before = lambda _r: None
    inbox.settle(arrival)
    assert inbox.waiting() == ()


@pytest.mark.parametrize("path", ["/messages/M1", "/messages/M1/$value"])
def test_a_mail_that_somebody_took_away_is_one_sentence(clock, path):
    graph = FakeGraph(clock)
    graph.put("a.xlsx", b"a")
    inbox = graph_inbox(graph, clock)
    (arrival,) = inbox.waiting()
    graph.before = lambda r: httpx.Response(404) if r.url.path.endswith(path) else None
    with pytest.raises(TryAgainError, match=r"no longer in the inbox\."):
        inbox.read(arrival)


def test_the_folder_for_what_was_collected_is_made_once(clock):
    graph = FakeGraph(clock)
    graph.put("a.xlsx", b"a")
    inbox = graph_inbox(graph, clock)
    (arrival,) = inbox.waiting()
    there = httpx.Response(200, json={"value": [{"id": "there-id"}]})
    graph.before = lambda r: there if r.url.path.endswith("/mailFolders") else None
    inbox.settle(arrival)
    assert graph.mails["M1"]["folder"] == "there-id"
