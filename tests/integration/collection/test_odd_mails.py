"""Odd mails among good ones: each is given or put aside, and none stops another."""

import pytest
from builders import odd_mails as om
from builders.dovecot import a_user
from builders.far_ends import FakeGraph
from builders.mailboxes import a_mail, counts, drop, graph_inbox, imap_inbox

from audits.collection import Inbox
from audits.domain.errors import NotTakenError


FIRST, LAST = a_mail(("first.xlsx", b"first")), a_mail(("last.xlsx", b"last"))
# A server takes no mail with a NUL in it (RFC 9051, 4.3.1).
ODD = [raw for raw in (*om.odd_heads(), *om.odd_shapes()) if b"\0" not in raw]
ODD += [om.mutated(om.forwarded(b"a"), seed).replace(b"\0", b"") for seed in range(20)]


def _imap(clock, request):
    port, trusted = request.getfixturevalue("mailbox")
    return (
        imap_inbox(port, trusted, clock),
        # pymap takes a mail apart itself, and dies of 3,000 in each other.
        lambda mails: drop(port, trusted, *(m for m in mails if m.count(b"boundary") < 1000)),
        lambda: counts(port, trusted)["INBOX"],
    )


def _dovecot(clock, request):
    port = request.getfixturevalue("dovecot_ports").implicit
    trusted, user = request.getfixturevalue("authority")[1], a_user(request.node.name)
    return (
        imap_inbox(port, trusted, clock, tls="implicit", user=user),
        lambda mails: drop(port, trusted, *mails, implicit=True, user=user),
        lambda: counts(port, trusted, implicit=True, user=user)["INBOX"],
    )


def _graph(clock, _request):
    service = FakeGraph(clock)
    return (
        graph_inbox(service, clock),
        lambda mails: [service.put_raw(raw) for raw in mails],
        lambda: sum(mail["folder"] == "inbox-id" for mail in service.mails.values()),
    )


@pytest.fixture(params=[_imap, _dovecot, _graph], ids=["imap", "dovecot", "graph"])
def mailbox_(request, clock):
    return request.param(clock, request)


def test_every_odd_mail_is_given_or_put_aside_and_the_others_are_collected(mailbox_):
    inbox, put, left = mailbox_
    put([FIRST, *ODD, LAST])
    waiting = inbox.waiting()
    assert [waiting[0].name, waiting[-1].name] == ["first.xlsx", "last.xlsx"]
    few = [each for each in waiting if each.unread or each.name == "pack.xlsx"][::12]
    assert all(inbox.read(each) for each in few)
    assert sum(bool(each.unread) for each in waiting) >= 4
    mails = {each.reference.rpartition("#")[0] for each in waiting}
    before = left()
    for each in (waiting[0], waiting[-1]):
        inbox.settle(each)
    assert left() == before - 2
    assert before - len(mails) <= 12  # what the changes made a mail without a file


def test_a_mail_that_microsoft_365_does_not_give_is_left_and_told_of(clock):
    import httpx

    service = FakeGraph(clock)
    for raw in (FIRST, FIRST, LAST):
        service.put_mail(raw)
    broken = httpx.Response(400, json={"error": {"code": "ErrorMimeContentInvalid"}})
    service.before = lambda r: broken if r.url.path.endswith("/M2/$value") else None
    inbox = graph_inbox(service, clock)
    first, told, last = inbox.waiting()
    assert "does not give mail M2" in told.left
    assert [inbox.read(first), inbox.read(last)] == [b"first", b"last"]


def test_a_mail_that_cannot_be_moved_is_one_items_failure(clock):
    import httpx

    service = FakeGraph(clock)
    service.put_mail(FIRST)
    inbox = graph_inbox(service, clock)
    (arrival,) = inbox.waiting()
    service.before = lambda r: httpx.Response(400) if r.url.path.endswith("/move") else None
    with pytest.raises(NotTakenError, match="is tried again"):
        inbox.settle(arrival)


def test_a_mail_in_microsoft_365_is_fetched_only_if_something_may_be_in_it(clock):
    service = FakeGraph(clock)
    service.put_mail(om.with_parts(text="No file here."))
    inbox: Inbox = graph_inbox(service, clock)
    assert inbox.waiting() == ()
    assert [r for r in service.requests if r.url.path.endswith("$value")] == []
    service.put_mail(om.with_parts(text=om.LINK))
    (arrival,) = inbox.waiting()
    assert arrival.unread == "a link to a file kept elsewhere"
