"""The letter in an outbox: what a person reads, and what the channel finds again."""

from datetime import UTC, datetime
from email.parser import HeaderParser

from audits.domain.days import moment_in_words
from audits.domain.message import Message
from audits.domain.working_days import ENGLAND


WINTER = "GMT"


def write_letter(message: Message, at: datetime) -> bytes:
    """Return the letter as text: to whom, what about, when, under which key, and what goes with it.

    When it was sent is told to the minute on England's clock, which is named: an hour in October
    comes twice. A byte-order mark goes first and lines end as Windows ends them, so that Notepad
    shows it right.
    """
    heads = {
        "To": ", ".join(message.to),
        "Subject": message.subject,
        "Sent": f"{moment_in_words(at)} {at.astimezone(ENGLAND):%Z}",
        "Reference": message.key,
        "Attached": ", ".join(attachment.name for attachment in message.attachments) or "nothing",
    }
    lines = [f"{name}: {_on_one_line(value)}" for name, value in heads.items()]
    text = "\n".join([*lines, "", message.body.strip(), ""])
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def read_letter(content: bytes) -> tuple[str, datetime]:
    """Return the key and the time a letter was sent, as `write_letter` wrote them.

    Earlier versions wrote the time in ISO 8601; it is read too.

    Raises:
        ValueError: if it is not such a letter.
    """
    heads = HeaderParser().parsestr(content.decode("utf-8-sig"), headersonly=True)
    return heads.get("Reference", ""), _moment(heads.get("Sent", ""))


def _moment(text: str) -> datetime:
    if text[:4].isdecimal():
        return datetime.fromisoformat(text)
    words, _, clock = text.rpartition(" ")
    local = datetime.strptime(words, "%d %B %Y, %H:%M")  # noqa: DTZ007 -- the zone is put in next
    return local.replace(tzinfo=ENGLAND, fold=int(clock == WINTER)).astimezone(UTC)


def _on_one_line(value: str) -> str:
    """Keep a value from starting a heading of its own."""
    return " ".join(value.split())
