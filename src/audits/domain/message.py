"""One message to one recipient, and the proof that it went."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .plain_text import clean_text


class Purpose(StrEnum):
    """Why a message is sent; part of its key."""

    PACK = "pack"
    KEY_LIST = "key-list"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    EXTENSION = "extension"
    WAIVER = "waiver"
    NO_MORE_TIME = "no-more-time"
    CONTACT_STAYS = "contact-stays"
    CONCERN = "concern"
    RECEIPT = "receipt"
    QUERY = "query"
    REFUSAL = "refusal"
    DRAFT_FINDINGS = "draft-findings"
    RECALL = "recall"
    ACTION_REMINDER = "action-reminder"
    ACTION_ESCALATION = "action-escalation"
    ACTION_WORKBOOK = "action-workbook"
    ACTION_RECEIPT = "action-receipt"
    UNDELIVERED = "undelivered"
    TROUBLE = "trouble"
    COMMITMENT = "commitment"
    LINK = "link"
    LINK_LOCKED = "link-locked"


class DeliveryOutcome(StrEnum):
    """What a channel knows of a message since it was sent."""

    UNKNOWN = "unknown"  # this channel never knows
    UNDER_WAY = "under way"
    DELAYED = "delayed"  # not taken yet; the mail server goes on trying
    DELIVERED = "delivered"
    FAILED = "failed"  # given up, though the address may be right
    BOUNCED = "bounced"  # refused for good


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is handed. ``key`` is made of meaning: cycle/unit/purpose/edition.

    Its words hold nothing that a channel could not send.
    """

    key: str
    unit: str
    to: tuple[str, ...] = field(repr=False)
    subject: str = ""
    body: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Clean its words, wherever they come from."""
        object.__setattr__(self, "subject", " ".join(clean_text(self.subject).split()))
        object.__setattr__(self, "body", clean_text(self.body))

    @property
    def slug(self) -> str:
        """Return the key as a file name."""
        return self.key.replace("/", "_")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a message went: the channel's own reference for it, and when."""

    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What is heard of a message after it was sent.

    ``reference`` names the sending it speaks of, as the receipt does, or one recipient's part of
    it. ``missed`` are the addresses it did not reach, as far as they are said.
    """

    fate: DeliveryOutcome
    reference: str = ""
    missed: tuple[str, ...] = field(default=(), repr=False)
