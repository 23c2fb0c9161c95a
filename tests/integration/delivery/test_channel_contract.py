"""What every channel promises. A new channel joins by a row in FAR_ENDS."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.delivery import KEY, PACK, FakeChannel, a_message

from audits.delivery import Channel, FolderChannel
from audits.domain.message import Attachment


@dataclass
class Route:
    """A channel, another to the same far end (a later process), and what has arrived there."""

    channel: Channel
    later: Channel
    arrived: Callable[[], list[bytes]]


def _folder(clock, tmp_path: Path) -> Route:
    return Route(
        FolderChannel(tmp_path, clock),
        FolderChannel(tmp_path, clock),
        lambda: [file.read_bytes() for file in sorted(tmp_path.rglob("*.xlsx"))],
    )


def _fake(clock, tmp_path: Path) -> Route:
    channel = FakeChannel(clock)
    return Route(
        channel,
        channel,
        lambda: [a.content for m in channel.messages.values() for a in m.attachments],
    )


FAR_ENDS = {"folder": _folder, "fake": _fake}


@pytest.fixture(params=FAR_ENDS)
def route(request, clock, tmp_path) -> Route:
    return FAR_ENDS[request.param](clock, tmp_path)


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


def test_two_editions_are_two_messages(route):
    route.channel.send(a_message())
    again = Attachment("MASH-2017-W10-police-pack-2.xlsx", b"the second edition")
    route.channel.send(a_message("MASH-2017-W10/police/pack/2", again))
    assert route.arrived() == [PACK.content, b"the second edition"]
