"""Each channel with its far end, as its settings describe it."""

from pathlib import Path
from typing import Any

from builders.far_ends import NOTIFY_KEY, FakeGraph, FakeNotify

from audits.delivery import Channel, GraphSettings, NotifySettings, SmtpSettings
from audits.domain.clock import Clock


TEMPLATE = "0ad5dd0d-1b05-4d4b-a8a4-5e0a6d1a2f11"


def notify_channel(service: FakeNotify, clock: Clock, **more: Any) -> Channel:
    said = {"kind": "notify", "template": TEMPLATE, "secret": NOTIFY_KEY, **more}
    return NotifySettings.model_validate(said).build(clock, service.transport)


def graph_channel(service: FakeGraph, clock: Clock) -> Channel:
    said = {
        "kind": "graph",
        "tenant": "board.example.org",
        "client_id": "program",
        "mailbox": "audits@board.example.org",
        "secret": "s",
    }
    return GraphSettings.model_validate(said).build(clock, service.transport)


def smtp_channel(port: int, trusted: Path | None, clock: Clock, **more: Any) -> Channel:
    said = {
        "kind": "smtp",
        "host": "127.0.0.1",
        "port": port,
        "sender": "audits@board.example.org",
        "user": "audits",
        "secret": "right",
        "authority": trusted,
        **more,
    }
    return SmtpSettings.model_validate(said).build(clock)
