"""The letter in an outbox: what a person reads, and what the channel finds again."""

from datetime import datetime
from email.parser import HeaderParser

from audits.domain.message import Message


def write_letter(message: Message, at: datetime) -> bytes:
    """Return the letter as text: to whom, what about, when, under which key, and what goes with it.

    A byte-order mark goes first and lines end as Windows ends them, so that Notepad shows it right.
    """
    heads = {
        "To": ", ".join(message.to),
        "Subject": message.subject,
        "Sent": at.isoformat(),
        "Reference": message.key,
        "Attached": ", ".join(attachment.name for attachment in message.attachments) or "nothing",
    }
    lines = [f"{name}: {_on_one_line(value)}" for name, value in heads.items()]
    text = "\n".join([*lines, "", message.body.strip(), ""])
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def read_letter(content: bytes) -> tuple[str, datetime]:
    """Return the key and the time a letter was sent, as `write_letter` wrote them.

    Raises:
        ValueError: if it is not such a letter.
    """
    heads = HeaderParser().parsestr(content.decode("utf-8-sig"), headersonly=True)
    return heads.get("Reference", ""), datetime.fromisoformat(heads.get("Sent", ""))


def _on_one_line(value: str) -> str:
    """Keep a value from starting a heading of its own."""
    return " ".join(value.split())
