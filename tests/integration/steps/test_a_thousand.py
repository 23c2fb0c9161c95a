"""A thousand dispatches through a bad network: each is settled or waits for a person."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from builders import workspace as ws
from builders.channels import graph_channel, notify_channel, smtp_channel
from builders.far_ends import (
    FakeGraph,
    FakeNotify,
    Post,
    mail_server,
    make_authority,
    server_side,
)
from builders.power import PowerCutError

from audits.delivery import Channel
from audits.domain.errors import TryAgainError
from audits.domain.message import DeliveryReport, Message, Receipt
from audits.domain.status import DispatchStatus
from audits.queries.dispatches import list_dispatches
from audits.queries.ready_work import due_dispatches
from audits.queries.trail import trail_faults
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch


HOW_MANY = {"notify": 600, "graph": 300, "smtp": 100}


class Unsteady:
    """A channel on a machine whose power fails now and then, before the sending or after it."""

    def __init__(self, channel: Channel, chance: random.Random) -> None:
        self.channel, self.chance = channel, chance
        self.by_hand, self.can_tell = channel.by_hand, channel.can_tell

    def send(self, message: Message) -> Receipt:
        self._perhaps_stop()
        receipt = self.channel.send(message)
        self._perhaps_stop()
        return receipt

    def find(self, key: str) -> Receipt | None:
        return self.channel.find(key)

    def follow(self, reference: str) -> DeliveryReport:
        return self.channel.follow(reference)

    def _perhaps_stop(self) -> None:
        if self.chance.random() < 0.05:
            raise PowerCutError


def a_bad_network(chance: random.Random, *, lost: bool):
    """Return a trouble: nothing, mostly; else no line, a wait, a failure, or no answer."""
    answers = [httpx.Response(503), httpx.Response(500), httpx.ReadTimeout("slow")]
    if not lost:
        answers += [
            httpx.ConnectError("no line"),
            httpx.Response(429, headers={"Retry-After": "9"}),
        ]

    def befall(_request: httpx.Request):
        return chance.choice(answers) if chance.random() < 0.03 else None

    return befall


@pytest.fixture
def mail(tmp_path):
    post = Post()
    authority, trusted = make_authority(tmp_path)
    with mail_server(post, server_side(authority)) as port:
        yield post, port, trusted


@pytest.mark.slow
def test_a_thousand_dispatches_through_a_bad_network(issued, tmp_path, mail):
    chance = random.Random(2017)
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    post, port, trusted = mail
    notify, graph = FakeNotify(workspace.clock), FakeGraph(workspace.clock)
    for service in (notify, graph):
        service.before = a_bad_network(chance, lost=False)
        service.after = a_bad_network(chance, lost=True)
    channels = {
        "notify": notify_channel(notify, workspace.clock),
        "graph": graph_channel(graph, workspace.clock),
        "smtp": smtp_channel(port, trusted, workspace.clock),
    }
    unsteady = {name: Unsteady(channel, chance) for name, channel in channels.items()}
    workspace = replace(workspace, channels={**workspace.channels, **unsteady})
    keep_a_thousand(workspace)
    for _ in range(40):
        for key in due_dispatches(workspace=workspace):
            post.says = chance.choice(["", "", "", "", "451 later", "silence", "550 never"])
            with suppress(TryAgainError, PowerCutError):
                send_dispatch(key, workspace=workspace)
        workspace.clock.now += timedelta(minutes=11)
    rows = [row for row in list_dispatches(workspace=workspace) if row.purpose == "reminder"]
    status = {row.key: row.status for row in rows}
    assert len(status) == 1000
    assert set(status.values()) <= {"sent", "refused", "unconfirmed"}
    check_asked(status, Counter(each["reference"] for each in notify.kept), "notify")
    check_asked(status, Counter(each["subject"] for each in graph.sent()), "graph")
    arrived = Counter(mail["X-Audits-Key"] for mail in post.mails)
    assert set(arrived.values()) == {1}, "at most one"
    by_mail = {key for key in status if "/smtp-" in key}
    assert {key for key in by_mail if status[key] == "sent"} <= set(arrived)
    assert not {key for key in by_mail if status[key] == "refused"} & set(arrived)
    assert trail_faults(workspace=workspace) == ()


def check_asked(status, arrived, channel):
    wanted = {key for key in status if f"/{channel}-" in key}
    assert {status[key] for key in wanted} == {"sent"}
    assert arrived == Counter(wanted), "exactly one"


def keep_a_thousand(workspace):
    with workspace.open_uow() as uow:
        for channel, many in HOW_MANY.items():
            for n in range(many):
                key = f"{ws.REF}/police/reminder/{channel}-{n}"
                uow.add(
                    Dispatch(
                        key=key,
                        cycle=ws.REF,
                        unit="police",
                        purpose="reminder",
                        channel=channel,
                        status=DispatchStatus.DUE,
                        due_at=workspace.clock(),
                        subject=key,
                        body="Please return it.",
                        recipients=["lead@police.example.org"],
                    )
                )
        uow.note("a thousand made", ws.REF)
        uow.commit()
