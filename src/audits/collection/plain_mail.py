"""What is in a mail as plain values: what the reader process answers with, through its pipe."""

from datetime import datetime
from typing import TypedDict

from audits.domain.message import DeliveryOutcome

from .notices import Notice


class PlainNotice(TypedDict):
    """A notice, with its outcome as a word and its time as ISO text."""

    fate: str | None
    message_id: str
    key: str
    missed: tuple[str, ...]
    sent_at: str | None


class PlainMail(TypedDict):
    """Who a mail is from, what a machine says in it, its files' names, and what is unread."""

    sender: str
    notice: PlainNotice | None
    files: list[str]
    unread: list[str]  # names of `Unread`


def plain_notice(notice: Notice) -> PlainNotice:
    """Return a notice as plain values."""
    return {
        "fate": notice.fate,
        "message_id": notice.message_id,
        "key": notice.key,
        "missed": notice.missed,
        "sent_at": notice.sent_at.isoformat() if notice.sent_at else None,
    }


def notice_of(plain: PlainNotice) -> Notice:
    """Return the notice that plain values tell of."""
    outcome, sent_at = None, None
    if plain["fate"]:
        outcome = DeliveryOutcome(plain["fate"])
    if plain["sent_at"]:
        sent_at = datetime.fromisoformat(plain["sent_at"])
    return Notice(
        outcome,
        message_id=plain["message_id"],
        key=plain["key"],
        missed=tuple(plain["missed"]),
        sent_at=sent_at,
    )
