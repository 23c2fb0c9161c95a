"""A Microsoft 365 mailbox: drafts, large files, and what is known when something fails."""

from datetime import timedelta

import httpx
import pytest
from builders.channels import graph_channel
from builders.delivery import KEY, PACK, PowerCut, a_message

from audits.domain.errors import RefusedError, TryAgainError, UnansweredError
from audits.domain.message import Attachment


def at(path: str, answer):
    """Return a trouble that befalls calls whose path ends so."""
    return lambda request: answer if request.url.path.endswith(path) else None


def test_a_workbook_over_three_megabytes_goes_up_in_pieces(graph, clock):
    large = Attachment("large.xlsx", bytes(range(256)) * (8 * 1024 * 4))  # 8 MB
    graph_channel(graph, clock).send(a_message(KEY, large))
    assert graph.files() == [large.content]
    assert sum(request.method == "PUT" for request in graph.requests) == 3


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("path", ["/token", "/messages", "/attachments", "/send"])
def test_a_power_cut_at_any_call_leaves_one_message(graph, clock, moment, path):
    setattr(graph, moment, at(path, PowerCut()))
    with pytest.raises(PowerCut):
        graph_channel(graph, clock).send(a_message())
    setattr(graph, moment, lambda _r: None)
    later = graph_channel(graph, clock)
    assert later.find(KEY) or later.send(a_message())
    assert graph.files() == [PACK.content]
    assert len(graph.mails) == 1, "no draft is left over"


@pytest.mark.parametrize("path", ["/messages", "/attachments"])
def test_no_answer_before_the_sending_itself_is_certainly_nothing_sent(graph, clock, path):
    graph.after = at(path, httpx.ReadTimeout("slow"))
    with pytest.raises(TryAgainError):
        graph_channel(graph, clock).send(a_message())
    assert graph.sent() == []


def test_no_answer_to_the_sending_is_unknown(graph, clock):
    graph.after = at("/send", httpx.ReadTimeout("slow"))
    with pytest.raises(UnansweredError):
        graph_channel(graph, clock).send(a_message())
    assert graph_channel(graph, clock).find(KEY)


def test_it_waits_as_long_as_it_is_asked_to(graph, clock):
    graph.before = at("/send", httpx.Response(429, headers={"Retry-After": "90"}))
    with pytest.raises(TryAgainError) as caught:
        graph_channel(graph, clock).send(a_message())
    assert caught.value.until == clock() + timedelta(seconds=90)


@pytest.mark.parametrize("code", [400, 401])
def test_a_wrong_secret_sends_nothing_and_is_tried_in_an_hour(graph, clock, code):
    graph.before = at("/token", httpx.Response(code, json={"error": "invalid_client"}))
    with pytest.raises(TryAgainError) as caught:
        graph_channel(graph, clock).send(a_message())
    assert caught.value.until == clock() + timedelta(hours=1)


def test_the_sign_in_is_kept_until_shortly_before_it_ends(graph, clock):
    channel = graph_channel(graph, clock)
    channel.send(a_message())
    channel.find(KEY)
    clock.advance(minutes=56)
    channel.find(KEY)
    assert sum(r.url.path.endswith("/token") for r in graph.requests) == 2


def test_a_mailbox_that_cannot_be_searched_sends_nothing(graph, clock):
    graph.before = lambda r: httpx.Response(404) if r.method == "GET" else None
    with pytest.raises(TryAgainError, match="cannot look"):
        graph_channel(graph, clock).send(a_message())
    assert graph.mails == {}


def test_a_mailbox_that_may_not_send_is_refused(graph, clock):
    graph.before = lambda r: httpx.Response(400) if b"toRecipients" in r.content else None
    with pytest.raises(RefusedError, match="Nothing was sent"):
        graph_channel(graph, clock).send(a_message())


def test_a_sign_in_service_that_fails_certainly_sent_nothing(graph, clock):
    graph.before = at("/token", httpx.Response(503))
    with pytest.raises(TryAgainError):
        graph_channel(graph, clock).send(a_message())


def test_a_piece_without_an_answer_certainly_sent_nothing(graph, clock):
    graph.before = at("/u", httpx.ReadTimeout("slow"))
    with pytest.raises(TryAgainError):
        graph_channel(graph, clock).send(a_message(KEY, Attachment("a.xlsx", b"x" * 4_000_000)))


def test_an_unsent_draft_that_somebody_cleared_is_no_hindrance(graph, clock):
    graph.before = at("/send", httpx.ConnectError("no line"))
    with pytest.raises(TryAgainError):
        graph_channel(graph, clock).send(a_message())
    graph.before = lambda r: httpx.Response(404) if r.method == "DELETE" else None
    graph_channel(graph, clock).send(a_message())
    assert graph.files() == [PACK.content]
