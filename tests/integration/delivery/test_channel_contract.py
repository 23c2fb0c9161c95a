"""What every channel promises. A new channel joins by a row in FAR_ENDS."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from builders.channels import graph_channel, notify_channel, smtp_channel
from builders.delivery import KEY, PACK, FakeChannel, a_message

from audits.delivery import Channel, FolderChannel
from audits.domain.errors import RefusedError, UnconfirmedError
from audits.domain.message import Attachment, DeliveryOutcome


@dataclass
class Route:
    """A channel, another to the same far end (a later process), and what has arrived there."""

    channel: Channel
    later: Channel
    arrived: Callable[[], list[bytes]]


def _folder(clock, request) -> Route:
    root = request.getfixturevalue("tmp_path")
    return Route(
        FolderChannel(root, clock),
        FolderChannel(root, clock),
        lambda: [file.read_bytes() for file in sorted(root.rglob("*.xlsx"))],
    )


def _fake(clock, _request) -> Route:
    channel = FakeChannel(clock)
    return Route(
        channel,
        channel,
        lambda: [a.content for m in channel.messages.values() for a in m.attachments],
    )


def _notify(clock, request) -> Route:
    service = request.getfixturevalue("notify")
    return Route(notify_channel(service, clock), notify_channel(service, clock), service.files)


def _graph(clock, request) -> Route:
    service = request.getfixturevalue("graph")
    return Route(graph_channel(service, clock), graph_channel(service, clock), service.files)


def _smtp(clock, request) -> Route:
    port, (_, trusted) = request.getfixturevalue("mail_port"), request.getfixturevalue("authority")
    channel = smtp_channel(port, trusted, clock)
    return Route(channel, channel, request.getfixturevalue("post").files)


FAR_ENDS = {"folder": _folder, "fake": _fake, "notify": _notify, "graph": _graph, "smtp": _smtp}
CAN_LOOK = [name for name in FAR_ENDS if name != "smtp"]


@pytest.fixture(params=FAR_ENDS)
def any_route(request, clock) -> Route:
    return FAR_ENDS[request.param](clock, request)


@pytest.fixture(params=CAN_LOOK)
def route(request, clock) -> Route:
    return FAR_ENDS[request.param](clock, request)


def test_what_was_sent_is_found_with_the_same_proof(route, clock):
    sent = route.channel.send(a_message())
    clock.advance(hours=3)
    assert route.later.find(KEY) == sent
    assert route.arrived() == [PACK.content]


def test_nothing_is_found_before_it_is_sent(route):
    assert route.channel.find(KEY) is None
    route.channel.send(a_message("MASH-2017-W10/health/pack/1"))
    assert route.channel.find(KEY) is None
    assert route.channel.find("MASH-2017-W10/health/pack/2") is None


def test_sending_twice_leaves_one(route, clock):
    first = route.channel.send(a_message())
    clock.advance(hours=3)
    assert route.later.send(a_message()) == first
    assert route.arrived() == [PACK.content]


def test_two_editions_are_two_messages(any_route):
    any_route.channel.send(a_message())
    again = Attachment("MASH-2017-W10-police-pack-2.xlsx", b"the second edition")
    any_route.channel.send(a_message("MASH-2017-W10/police/pack/2", again))
    assert any_route.arrived() == [PACK.content, b"the second edition"]


@pytest.mark.parametrize("name", ["smtp"])
def test_a_channel_without_memory_says_that_only_a_person_can_look(name, clock, request):
    channel = FAR_ENDS[name](clock, request).channel
    with pytest.raises(UnconfirmedError, match="server's log"):
        channel.find(KEY)


@pytest.mark.parametrize("name", [name for name in FAR_ENDS if name not in ("folder", "fake")])
def test_an_address_that_is_refused_is_refused_in_a_sentence(name, clock, request):
    route = FAR_ENDS[name](clock, request)
    astray = replace(a_message(), to=("nobody@police.example.org",))
    with pytest.raises(RefusedError, match="make it due again"):
        route.channel.send(astray)
    assert route.arrived() == []


def test_what_becomes_of_a_message_may_be_asked(any_route):
    receipt = any_route.channel.send(a_message())
    known = any_route.channel.follow(receipt.reference)
    assert known.reference == receipt.reference
    assert known.fate is (
        DeliveryOutcome.UNDER_WAY if any_route.channel.can_tell else DeliveryOutcome.UNKNOWN
    )
