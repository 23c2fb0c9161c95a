"""One message to one recipient, and the proof that it went."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """Why a message is sent; part of its key."""

    PACK = "pack"
    KEY_LIST = "key-list"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    CONCERN = "concern"
    RECEIPT = "receipt"
    QUERY = "query"
    REFUSAL = "refusal"
    ACTION_REMINDER = "action-reminder"
    ACTION_ESCALATION = "action-escalation"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is handed. ``key`` is made of meaning: cycle/unit/purpose/edition."""

    key: str
    unit: str
    to: tuple[str, ...] = field(repr=False)
    subject: str = ""
    body: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()

    @property
    def slug(self) -> str:
        """Return the key as a file name."""
        return self.key.replace("/", "_")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a message went: the channel's own reference for it, and when."""

    reference: str
    at: datetime
