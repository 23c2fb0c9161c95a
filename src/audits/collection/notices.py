"""Mail that a machine wrote about mail of ours: it did not arrive, or its reader is away.

A mail server reports a failure as RFC 3464 lays down, or in one of dozens of ways of its own, which
flufl.bounce knows. Which of our messages it is about stands in what is sent back of it.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import HeaderParser
from email.utils import parseaddr, parsedate_to_datetime

from audits.domain.message import DeliveryOutcome

from .mail import is_file


SERVERS = re.compile(r"(mailer-daemon|mail-daemon|postmaster|microsoftexchange\w*)@", re.IGNORECASE)
# Programs for absent people, before RFC 3834 and beside it.
AWAY = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from")
READ = "disposition-notification"  # it was opened, or deleted unread
REPORTS = ("delivery-status", READ)
TEXTS = ("text/plain", "text/html", "text/rfc822-headers")
NAMED = ("Message-ID", "X-Audits-Key", "Date")  # what is read of a message that is sent back
LONGEST = 200_000  # bytes of a text that are looked through

# It logs what it stumbles over, and a mail names people.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a machine says of a message; ``fate`` is None where its reader is only away.

    ``message_id`` and ``key`` are the message's own, as far as they came back; ``missed`` are
    the addresses it did not reach; ``sent_at`` is when that sending was made.
    """

    fate: DeliveryOutcome | None
    message_id: str = ""
    key: str = ""
    missed: tuple[str, ...] = field(default=(), repr=False)
    sent_at: datetime | None = None


def may_be_notice(heads: Message) -> bool:
    """Tell by a mail's headings alone whether a machine may have written it."""
    return _is_report(heads) or _is_from_server(heads) or _is_reply_of_machine(heads)


def read_notice(mail: Message) -> Notice | None:
    """Return what a machine says in a mail; None if a person wrote it, or it brings a file."""
    if not may_be_notice(mail) or _brings_file(mail):
        return None
    if _is_report(mail) or _is_from_server(mail):
        delayed, failed = _failures(mail)
        if failed:
            return _about(_returned(mail), _how_final(mail), failed)
        if delayed:
            return _about(_returned(mail), DeliveryOutcome.DELAYED, delayed)
        if _kind(mail) != READ:
            return _about(_returned(mail), DeliveryOutcome.UNKNOWN, ())
    return Notice(None, _last_id(mail))


def _about(returned: Mapping[str, str], fate: DeliveryOutcome, missed: tuple[str, ...]) -> Notice:
    return Notice(
        fate,
        message_id=returned.get("message-id", ""),
        key=returned.get("x-audits-key", ""),
        missed=missed,
        sent_at=_moment(returned.get("date", "")),
    )


# -- who wrote it


def _is_report(mail: Message) -> bool:
    return mail.get_content_type() == "multipart/report" and _kind(mail) in REPORTS


def _kind(mail: Message) -> str:
    return str(mail.get_param("report-type", "")).casefold()


def _is_from_server(mail: Message) -> bool:
    address = parseaddr(str(mail.get("From", "")))[1]
    return "X-Failed-Recipients" in mail or SERVERS.match(address) is not None


def _is_reply_of_machine(mail: Message) -> bool:
    """Tell an absent person's program from others: it answers, and says that it does so itself.

    Exchange calls its own replies auto-generated; so do others that bring news, and those answer
    no message.
    """
    kind = str(mail.get("Auto-Submitted", "")).casefold()
    if kind.startswith("auto-replied") or any(name in mail for name in AWAY):
        return True
    if str(mail.get("Precedence", "")).casefold() == "auto_reply":
        return True
    generated = kind.startswith("auto-generated") and "X-Auto-Response-Suppress" in mail
    return generated and "In-Reply-To" in mail


def _brings_file(mail: Message) -> bool:
    """Tell whether a file comes with the mail itself, not only in the message it sends back."""
    return any(
        is_file(
            part.get_filename() or "",
            part.get_content_type(),
            inline=part.get_content_disposition() != "attachment",
        )
        for part in _own_parts(mail)
        if part.get_content_maintype() != "message" and part.get_content_type() not in TEXTS
    )


def _own_parts(mail: Message) -> Iterator[Message]:
    """Yield the parts of a mail, but not those of a message within it."""
    if mail.get_content_maintype() != "multipart" or not mail.is_multipart():
        yield mail
        return
    for part in _parts(mail):
        yield from _own_parts(part)


def _parts(mail: Message) -> list[Message]:
    inside = mail.get_payload()
    if not isinstance(inside, list):
        return []
    return [part for part in inside if isinstance(part, Message)]


# -- what it says


def _failures(mail: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses that are tried again and those that were given up."""
    from flufl.bounce import all_failures  # whoever only lists an inbox does without

    try:
        delayed, failed = all_failures(mail)
    except (ValueError, LookupError, TypeError, AttributeError):
        return (), ()  # not well formed beyond what it can bear: a person reads it
    return _addresses(delayed), _addresses(failed)


def _addresses(addresses: frozenset[bytes]) -> tuple[str, ...]:
    return tuple(sorted(address.decode("ascii", "replace") for address in addresses))


def _how_final(mail: Message) -> DeliveryOutcome:
    """Tell an address that is refused from a server that never answered: given up, 4.x.x."""
    codes = {str(block["Status"]).strip()[:1] for block in _reports(mail) if "Status" in block}
    if codes == {"4"}:
        return DeliveryOutcome.FAILED
    return DeliveryOutcome.BOUNCED


def _reports(mail: Message) -> Iterator[Message]:
    """Yield the groups of fields of a delivery report (RFC 3464, section 2.1)."""
    for part in _own_parts(mail):
        if part.get_content_type() == "message/delivery-status":
            yield from _parts(part)


# -- which message it is about


def _returned(mail: Message) -> Mapping[str, str]:
    """Return the headings of the message that a mail is about, from the best place that has them.

    The message itself, sent back whole or only its head; a field of the report; a copy in the
    text; what the mail answers. Never what that message answers: that is another.
    """
    for headings in (_sent_back(mail), _in_report(mail), _in_text(mail)):
        if headings.get("message-id") or headings.get("x-audits-key"):
            return headings
    return {"message-id": _last_id(mail)}


def _sent_back(mail: Message) -> Mapping[str, str]:
    for part in _own_parts(mail):
        if part.get_content_type() == "message/rfc822" and _parts(part):
            return _named(_parts(part)[0])
        if part.get_content_type() == "text/rfc822-headers":
            return _named(HeaderParser().parsestr(_text(part).lstrip()))
    return {}


def _in_report(mail: Message) -> Mapping[str, str]:
    for block in _reports(mail):
        for name in ("Original-Message-ID", "X-Original-Message-ID"):
            if name in block:
                return {"message-id": str(block[name]).strip()}
    return {}


def _in_text(mail: Message) -> Mapping[str, str]:
    for part in _own_parts(mail):
        if part.get_content_type() in TEXTS:
            headings = {name.casefold(): _line(name, _text(part)) for name in NAMED}
            if headings["message-id"]:
                return headings
    return {}


def _line(name: str, text: str) -> str:
    match = re.search(rf"^[> \t]*{name}:[ \t]*(\S.*?)[ \t]*$", text, re.IGNORECASE | re.MULTILINE)
    return match[1] if match else ""


def _named(heads: Message) -> Mapping[str, str]:
    return {name.casefold(): str(heads.get(name, "")).strip() for name in NAMED}


def _last_id(mail: Message) -> str:
    """Return the message that a mail answers."""
    headers = f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}"
    ids = re.findall(r"<[^<>\s]+>", headers[-LONGEST:])
    return ids[-1] if ids else ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return content[:LONGEST].decode("utf-8", "replace").replace("\r\n", "\n")


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return moment
