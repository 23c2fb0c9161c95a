"""Messages, channels that fail when told to, and a channel with nothing behind it."""

from collections import Counter
from pathlib import Path

from audits.delivery.disk import Disk
from audits.domain.clock import Clock
from audits.domain.message import Attachment, DeliveryOutcome, DeliveryReport, Message, Receipt


PACK = Attachment("MASH-2017-W10-police-pack-1.xlsx", b"PK\x03\x04 a workbook" * 1000)
KEY = "MASH-2017-W10/police/pack/1"


class PowerCut(BaseException):
    """The machine stopped."""


def a_message(key: str = KEY, *attachments: Attachment, body: str = "Please return it.") -> Message:
    """Return a message as a step would hand it over."""
    unit = key.split("/")[1]
    return Message(
        key, unit, ("lead@police.example.org",), f"Pack {key}", body, attachments or (PACK,)
    )


class FakeChannel:
    """Remembers what it was sent; the machine stops ``before`` or ``after`` the act if told so."""

    by_hand, can_tell = True, False

    def __init__(self, clock: Clock, cut: str | None = None) -> None:
        self.clock, self.cut = clock, cut
        self.messages: dict[str, Message] = {}
        self.sent: Counter[str] = Counter()
        self.receipts: dict[str, Receipt] = {}

    def send(self, message: Message) -> Receipt:
        self._stop_if("before")
        if message.key not in self.receipts:
            self.sent[message.key] += 1
            self.messages[message.key] = message
            self.receipts[message.key] = Receipt(f"fake {message.key}", self.clock())
        self._stop_if("after")
        return self.receipts[message.key]

    def find(self, key: str) -> Receipt | None:
        return self.receipts.get(key)

    def follow(self, reference: str) -> DeliveryReport:
        return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)

    def _stop_if(self, moment: str) -> None:
        if self.cut == moment:
            self.cut = None
            raise PowerCut


class CutDisk(Disk):
    """A disk whose machine stops at its nth doing, in the middle of it where it has a middle."""

    def __init__(self, at: int) -> None:
        self.left = at

    def _cut(self) -> bool:
        self.left -= 1
        return self.left == 0

    def make_folder(self, folder: Path) -> None:
        if self._cut():
            raise PowerCut
        super().make_folder(folder)

    def write(self, path: Path, content: bytes) -> None:
        if self._cut():
            path.write_bytes(content[: len(content) // 2])
            raise PowerCut
        super().write(path, content)

    def rename(self, path: Path, to: Path) -> None:
        if self._cut():
            raise PowerCut
        super().rename(path, to)

    def settle(self, folder: Path) -> None:
        if self._cut():
            raise PowerCut
        super().settle(folder)


class FailingDisk(Disk):
    """A disk on which one kind of doing always fails with one error of the system."""

    def __init__(self, doing: str, code: int, *, after: int = 0) -> None:
        self.doing, self.code, self.after = doing, code, after

    def _fail_if(self, doing: str) -> None:
        if doing == self.doing:
            self.after -= 1
            if self.after < 0:
                raise OSError(self.code, "the disk said no")

    def write(self, path: Path, content: bytes) -> None:
        self._fail_if("write")
        super().write(path, content)

    def rename(self, path: Path, to: Path) -> None:
        self._fail_if("rename")
        super().rename(path, to)

    def settle(self, folder: Path) -> None:
        self._fail_if("settle")
        super().settle(folder)
