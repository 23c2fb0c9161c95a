"""Mail that machines wrote, met by each mailbox. A new mailbox joins by a row in MAILBOXES."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from builders.bounces import AWAY, BOUNCES, LEAD, an_original, away, dsn, in_another_language
from builders.dovecot import a_user
from builders.far_ends import FakeGraph
from builders.mailboxes import a_mail, counts, drop, graph_inbox, imap_inbox

from audits.collection import Inbox
from audits.domain.message import DeliveryOutcome


OURS = an_original()
MESSAGE_ID = "<0123456789abcdef0123456789abcdef@board.example.org>"


@dataclass
class Mailbox:
    """An inbox, the sender's side of it, and how many mails lie in it."""

    inbox: Inbox
    put: Callable[[bytes], None]
    left: Callable[[], int]


def _imap(clock, request) -> Mailbox:
    port, trusted = request.getfixturevalue("mailbox")
    return Mailbox(
        imap_inbox(port, trusted, clock),
        lambda raw: drop(port, trusted, raw),
        lambda: counts(port, trusted)["INBOX"],
    )


def _dovecot(clock, request) -> Mailbox:
    port = request.getfixturevalue("dovecot_ports").implicit
    trusted, user = request.getfixturevalue("authority")[1], a_user(request.node.name)
    return Mailbox(
        imap_inbox(port, trusted, clock, tls="implicit", user=user),
        lambda raw: drop(port, trusted, raw, implicit=True, user=user),
        lambda: counts(port, trusted, implicit=True, user=user)["INBOX"],
    )


def _graph(clock, _request, *, shows_heads: bool = True) -> Mailbox:
    service = FakeGraph(clock)
    return Mailbox(
        graph_inbox(service, clock),
        lambda raw: service.put_mail(raw, shows_heads=shows_heads),
        lambda: sum(mail["folder"] == "inbox-id" for mail in service.mails.values()),
    )


def _graph_without_heads(clock, request) -> Mailbox:
    return _graph(clock, request, shows_heads=False)


MAILBOXES = {
    "imap": _imap,
    "dovecot": _dovecot,
    "graph": _graph,
    "graph that shows no headings": _graph_without_heads,
}


@pytest.fixture(params=MAILBOXES)
def mailbox_(request, clock) -> Mailbox:
    return MAILBOXES[request.param](clock, request)


def test_every_servers_report_is_known_with_whom_it_missed_and_what_it_is_about(mailbox_):
    for make in BOUNCES.values():
        mailbox_.put(make(OURS))
    notices = [arrival.notice for arrival in mailbox_.inbox.waiting()]
    told = dict(zip(BOUNCES, notices, strict=True))
    for name, notice in told.items():
        assert notice is not None, name
        assert (name, notice.fate, notice.missed) == (name, DeliveryOutcome.BOUNCED, (LEAD,))
        assert (name, notice.message_id) == (name, MESSAGE_ID)


def test_a_workbook_that_a_server_sends_back_is_no_return(mailbox_):
    mailbox_.put(dsn(OURS))
    mailbox_.put(in_another_language(OURS))
    first, second = mailbox_.inbox.waiting()
    assert (first.name, second.name) == ("", "")
    assert second.notice.fate is DeliveryOutcome.UNKNOWN


def test_given_up_is_told_from_refused_and_from_delayed(mailbox_):
    mailbox_.put(dsn(OURS, action="delayed", status="4.4.1"))
    mailbox_.put(dsn(OURS, action="failed", status="4.4.7"))
    mailbox_.put(dsn(OURS, action="failed", status="5.2.2"))
    fates = [arrival.notice.fate for arrival in mailbox_.inbox.waiting()]
    assert fates == [DeliveryOutcome.DELAYED, DeliveryOutcome.FAILED, DeliveryOutcome.BOUNCED]


@pytest.mark.parametrize("how", AWAY)
def test_an_automatic_reply_says_nothing_about_delivery(mailbox_, how):
    mailbox_.put(away(OURS, how))
    (arrival,) = mailbox_.inbox.waiting()
    assert (arrival.notice.fate, arrival.notice.message_id) == (None, MESSAGE_ID)


def test_a_notice_that_is_settled_moves_and_is_never_deleted(mailbox_):
    mailbox_.put(dsn(OURS))
    mailbox_.put(away(OURS, "Exchange"))
    for arrival in mailbox_.inbox.waiting():
        mailbox_.inbox.settle(arrival)
        mailbox_.inbox.settle(arrival)
    assert mailbox_.left() == 0
    assert mailbox_.inbox.waiting() == ()


def test_a_return_is_a_return_whoever_says_that_a_machine_sent_it(mailbox_):
    mailbox_.put(
        a_mail(("return.xlsx", b"a")).replace(
            b"Subject:", b"Auto-Submitted: auto-replied\nSubject:"
        )
    )
    mailbox_.put(a_mail(("other.xlsx", b"b"), sender="postmaster@police.example.org"))
    waiting = mailbox_.inbox.waiting()
    assert [(arrival.name, arrival.notice) for arrival in waiting] == [
        ("return.xlsx", None),
        ("other.xlsx", None),
    ]
    assert [mailbox_.inbox.read(arrival) for arrival in waiting] == [b"a", b"b"]


def test_news_of_a_portal_is_left_for_a_person(mailbox_):
    portal = a_mail(sender="portal@secure.example").replace(
        b"Subject:", b"Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nSubject:"
    )
    mailbox_.put(portal)
    assert mailbox_.inbox.waiting() == ()
    assert mailbox_.left() == 1


def test_a_person_who_passes_a_report_on_is_a_person(mailbox_):
    mailbox_.put(a_mail().replace(b"Please find", b"550 5.1.1 <x@y.example> User unknown. Please"))
    assert mailbox_.inbox.waiting() == ()


def test_an_arrival_does_not_show_whom_a_message_missed(mailbox_):
    mailbox_.put(dsn(OURS))
    (arrival,) = mailbox_.inbox.waiting()
    assert LEAD not in repr(arrival)
