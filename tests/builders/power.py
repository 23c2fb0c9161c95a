"""Power that fails: parts that stop the process at a chosen moment."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

from audits.collection import Arrival, Inbox
from audits.delivery import Channel
from audits.domain.message import DeliveryReport, Message, Receipt
from audits.storage import UnitOfWork
from audits.workspace import Workspace


class PowerCutError(BaseException):
    """The process is gone: no ``except Exception`` may see it."""


@dataclass
class Fuse:
    """Counts moments and blows at one of them; at none, it only counts."""

    blows_at: int | None = None
    passed: list[str] = field(default_factory=list)

    def moment(self, name: str) -> None:
        """Go through a moment, or be cut off in it."""
        self.passed.append(name)
        if len(self.passed) == self.blows_at:
            raise PowerCutError(name)


class CutUnitOfWork(UnitOfWork):
    """A unit of work whose commits may be the last thing that happens, or not happen."""

    fuse: Fuse

    def commit(self) -> None:
        self.fuse.moment("before a commit")
        super().commit()
        self.fuse.moment("after a commit")


class CutChannel:
    """A channel that may be cut just before and just after it sends."""

    def __init__(self, channel: Channel, fuse: Fuse) -> None:
        self._channel, self._fuse = channel, fuse
        self.by_hand, self.can_tell = channel.by_hand, channel.can_tell

    def send(self, message: Message) -> Receipt:
        self._fuse.moment("before sending")
        receipt = self._channel.send(message)
        self._fuse.moment("after sending")
        return receipt

    def find(self, key: str) -> Receipt | None:
        return self._channel.find(key)

    def follow(self, reference: str) -> DeliveryReport:
        return self._channel.follow(reference)


class CutInbox:
    """An inbox that may be cut just before and just after a file is taken out."""

    def __init__(self, inbox: Inbox, fuse: Fuse) -> None:
        self._inbox, self._fuse = inbox, fuse

    def turn(self) -> AbstractContextManager[None]:
        return self._inbox.turn()

    def waiting(self) -> tuple[Arrival, ...]:
        return self._inbox.waiting()

    def read(self, arrival: Arrival) -> bytes:
        return self._inbox.read(arrival)

    def settle(self, arrival: Arrival) -> None:
        self._fuse.moment("before settling")
        self._inbox.settle(arrival)
        self._fuse.moment("after settling")


def fused(workspace: Workspace, fuse: Fuse) -> Workspace:
    """Return the parts with a fuse in everything that lasts."""
    make: Any = workspace.begin_uow

    def begin_uow(actor: str) -> UnitOfWork:
        uow = CutUnitOfWork(*make.args, actor, **make.keywords)
        uow.fuse = fuse
        return uow

    return replace(
        workspace,
        begin_uow=begin_uow,
        channels={name: CutChannel(each, fuse) for name, each in workspace.channels.items()},
        inboxes={name: CutInbox(each, fuse) for name, each in workspace.inboxes.items()},
    )


def moments(workspace: Workspace, what: Callable[[Workspace], None]) -> list[str]:
    """Return every moment at which the power could fail while this is done."""
    fuse = Fuse()
    what(fused(workspace, fuse))
    return fuse.passed


def cuts(count: int) -> Iterator[int]:
    """Return the moments to cut at, the first to the last."""
    return iter(range(1, count + 1))
