"""What every inbox promises. A new inbox joins by a row in INBOXES."""

from collections.abc import Callable
from dataclasses import dataclass
from os import utime

import pytest
from builders.collection import FakeInbox
from builders.dovecot import a_user
from builders.far_ends import FakeGraph
from builders.mailboxes import a_mail, drop, graph_inbox, imap_inbox

from audits.collection import FolderInbox, Inbox
from audits.domain.errors import TryAgainError


@dataclass
class Post:
    """An inbox, the same one as a second process has it, and the sender's side of it."""

    inbox: Inbox
    other: Inbox
    put: Callable[[str, bytes], None]


def _folder(clock, request) -> Post:
    root = request.getfixturevalue("tmp_path")
    sent = [0]

    def put(name: str, content: bytes) -> None:
        (root / name).write_bytes(content)
        sent[0] += 1
        at = clock().timestamp() - 3600 + sent[0]
        utime(root / name, (at, at))

    return Post(FolderInbox(root, clock), FolderInbox(root, clock), put)


def _fake(_clock, _request) -> Post:
    inbox = FakeInbox()
    return Post(inbox, inbox, inbox.put)


def _imap(clock, request) -> Post:
    port, trusted = request.getfixturevalue("mailbox")
    return Post(
        imap_inbox(port, trusted, clock),
        imap_inbox(port, trusted, clock),
        lambda name, content: drop(port, trusted, a_mail((name, content))),
    )


def _dovecot(clock, request) -> Post:
    port = request.getfixturevalue("dovecot_ports").implicit
    trusted, user = request.getfixturevalue("authority")[1], a_user(request.node.name)
    said = {"tls": "implicit", "user": user}
    return Post(
        imap_inbox(port, trusted, clock, **said),
        imap_inbox(port, trusted, clock, **said),
        lambda name, content: drop(
            port, trusted, a_mail((name, content)), implicit=True, user=user
        ),
    )


def _graph(clock, _request) -> Post:
    service = FakeGraph(clock)
    return Post(graph_inbox(service, clock), graph_inbox(service, clock), service.put)


INBOXES = {
    "folder": _folder,
    "fake": _fake,
    "imap": _imap,
    "dovecot": _dovecot,
    "graph": _graph,
}


@pytest.fixture(params=INBOXES)
def post(request, clock) -> Post:
    return INBOXES[request.param](clock, request)


def test_an_empty_inbox_has_nothing_waiting(post):
    assert post.inbox.waiting() == ()


def test_what_was_put_in_waits_oldest_first_and_can_be_read(post):
    post.put("b.xlsx", b"first")
    post.put("a.xlsx", b"second")
    waiting = post.inbox.waiting()
    assert [arrival.name for arrival in waiting] == ["b.xlsx", "a.xlsx"]
    assert [post.inbox.read(arrival) for arrival in waiting] == [b"first", b"second"]
    assert post.inbox.waiting() == waiting, "reading takes nothing out"


def test_what_is_settled_waits_no_more_however_often_it_is_settled(post):
    post.put("a.xlsx", b"a")
    post.put("b.xlsx", b"b")
    first, second = post.inbox.waiting()
    post.inbox.settle(first)
    post.other.settle(first)
    assert post.other.waiting() == (second,)
    with pytest.raises(TryAgainError):
        post.inbox.read(first)


def test_a_later_file_of_the_same_name_is_another_arrival(post):
    post.put("a.xlsx", b"first")
    (first,) = post.inbox.waiting()
    post.put("a.xlsx", b"other")
    post.inbox.settle(first)
    (second,) = post.inbox.waiting()
    assert (first.name, first.reference) != (second.name, second.reference)
    assert post.inbox.read(second) == b"other"


def test_an_arrival_does_not_show_the_name_its_sender_chose(post):
    post.put("Madeup, Ada dob 1-2-2009.xlsx", b"a")
    (arrival,) = post.inbox.waiting()
    assert "Ada" not in repr(arrival)
    assert "Ada" not in arrival.reference


def test_one_process_collects_at_a_time(post):
    with post.inbox.turn(), pytest.raises(TryAgainError), post.other.turn():
        pass
    with post.other.turn():
        assert post.other.waiting() == ()
