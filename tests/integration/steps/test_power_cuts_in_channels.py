"""The power fails around every commit, send and web request of each channel: never two messages."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.channels import graph_channel, notify_channel, smtp_channel
from builders.far_ends import (
    FakeGraph,
    FakeNotify,
    Post,
    Service,
    mail_server,
    make_authority,
    server_side,
)
from builders.power import Fuse, PowerCutError, fused

from audits.delivery import Channel
from audits.domain.clock import Clock
from audits.domain.status import DispatchStatus
from audits.queries.ready_work import due_dispatches
from audits.queries.trail import trail_faults
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch


KEY = f"{ws.REF}/police/reminder/1"
ABOVE_THREE_MEGABYTES = 4 * 1024 * 1024  # by upload session, in pieces


@dataclass
class FarEnd:
    """Where a channel's messages arrive: it outlives the process that sends them."""

    channel: Callable[[Clock], Channel]
    arrived: Callable[[], list[str]]
    file_size: int = 1000
    service: Service | None = None

    def wired(self, fuse: Fuse) -> None:
        """Let the power fail before and after each web request too."""
        if self.service:
            self.service.before = lambda request: fuse.moment(f"before {request.method}")
            self.service.after = lambda request: fuse.moment(f"after {request.method}")


@contextmanager
def by_notify(_folder: Path) -> Iterator[FarEnd]:
    service = FakeNotify(ws.Clock())
    yield FarEnd(
        lambda clock: notify_channel(service, clock),
        lambda: [each["reference"] for each in service.kept],
        service=service,
    )


@contextmanager
def by_graph(_folder: Path) -> Iterator[FarEnd]:
    service = FakeGraph(ws.Clock())
    yield FarEnd(
        lambda clock: graph_channel(service, clock),
        lambda: [each["subject"] for each in service.sent()],
        ABOVE_THREE_MEGABYTES,
        service,
    )


@contextmanager
def by_mail(folder: Path) -> Iterator[FarEnd]:
    post = Post()
    authority, trusted = make_authority(folder)
    with mail_server(post, server_side(authority)) as port:
        yield FarEnd(
            lambda clock: smtp_channel(port, trusted, clock),
            lambda: [mail["X-Audits-Key"] for mail in post.mails],
        )


EXACTLY_ONE = {"notify": by_notify, "graph": by_graph}


def keep_one(home: Path, far: FarEnd) -> None:
    workspace = ws.workspace_of(home)
    sha256 = workspace.stores.packs.keep(b"x" * far.file_size, ".xlsx")
    with workspace.open_uow() as uow:
        uow.add(
            Dispatch(
                key=KEY,
                cycle=ws.REF,
                unit="police",
                purpose="reminder",
                channel="away",
                status=DispatchStatus.DUE,
                due_at=workspace.clock(),
                subject=KEY,
                body="Please return it.",
                recipients=["lead@police.example.org"],
                attachments=[{"name": "list.xlsx", "sha256": sha256}],
            )
        )
        uow.note("one made", ws.REF)
        uow.commit()


def send(home: Path, far: FarEnd, fuse: Fuse, later: int = 0) -> DispatchStatus:
    """Send as a new process does, some minutes later, and return where the dispatch stands."""
    workspace = ws.workspace_of(home, ws.FIVE + timedelta(minutes=later))
    workspace = replace(
        workspace, channels={**workspace.channels, "away": far.channel(workspace.clock)}
    )
    far.wired(fuse)
    cut = fused(workspace, fuse)
    for key in set(due_dispatches(workspace=cut)) & {KEY}:
        send_dispatch(key, workspace=cut)
    assert trail_faults(workspace=workspace) == ()
    with workspace.open_uow() as uow:
        return uow.get(Dispatch, KEY).status


def cut_everywhere(
    way: Callable[[Path], Iterator[FarEnd]], issued: Path, folder: Path
) -> Iterator[tuple[str, DispatchStatus, list[str]]]:
    """Give each moment, and how the dispatch and its messages stand once sent again after it."""
    blows_at = 0
    whole = False
    while not whole:
        blows_at += 1
        home = ws.copy_of(issued, folder / f"cut-{blows_at}")
        with ExitStack() as stack:
            far = stack.enter_context(way(folder))
            keep_one(home, far)
            fuse = Fuse(blows_at)
            try:
                send(home, far, fuse)
                whole = True
            except PowerCutError as cut:
                status = send(home, far, Fuse(), later=11)
                assert send(home, far, Fuse(), later=22) == status, "and there it stays"
                yield str(cut), status, far.arrived()


@pytest.mark.parametrize("name", EXACTLY_ONE)
def test_a_channel_that_can_be_asked_has_exactly_one(name, issued, tmp_path):
    passed = Counter()
    for moment, status, arrived in cut_everywhere(EXACTLY_ONE[name], issued, tmp_path):
        passed[moment] += 1
        assert (status, arrived) == (DispatchStatus.SENT, [KEY]), moment
    assert passed["before sending"] == passed["after sending"] == 1
    assert passed["before POST"] == passed["after POST"] >= 1
    assert passed["before a commit"] >= 2


def test_a_channel_that_cannot_be_asked_has_at_most_one(issued, tmp_path):
    sent, person = DispatchStatus.SENT, DispatchStatus.UNCONFIRMED
    assert list(cut_everywhere(by_mail, issued, tmp_path)) == [
        ("before a commit", sent, [KEY]),  # never claimed, so it goes out as if nothing had been
        ("after a commit", person, []),  # claimed: it may have gone, and nobody can look
        ("before sending", person, []),
        ("after sending", person, [KEY]),
        ("before a commit", person, [KEY]),
        ("after a commit", sent, [KEY]),
    ]
