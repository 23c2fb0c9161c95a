"""What mail servers and absent people's programs write about a mail of ours.

Each is made here in the shape that the program is documented, or known, to write; none is anybody's
own mail.
"""

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText


LEAD = "lead@police.example.org"
SERVER = "Mail Delivery System <MAILER-DAEMON@mail.board.example.org>"
BOARD = "audits@board.example.org"
SENT = "Thu, 09 Mar 2017 17:00:00 +0000"


def an_original(
    message_id: str = "<0123456789abcdef0123456789abcdef@board.example.org>",
    key: str = "MASH-2017-W10/police/pack/1",
    *,
    to: str = LEAD,
    date: str = SENT,
) -> bytes:
    """Return a mail as we send it, with its workbook."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = BOARD, to, "Weekly audit: your pack"
    mail["Date"], mail["Message-ID"] = date, message_id
    if key:
        mail["X-Audits-Key"] = key
    mail.set_content("Please fill in the workbook.")
    mail.add_attachment(b"PK a workbook", maintype="application", subtype="zip", filename="p.xlsx")
    return mail.as_bytes()


def dsn(
    original: bytes,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    address: str = LEAD,
    back: str = "whole",
    sender: str = SERVER,
) -> bytes:
    """Return a delivery status notification (RFC 3464) as Postfix lays it out.

    ``back`` is what it sends back: the whole message, its head, its Message-ID alone, or nothing.
    """
    mail = MIMEMultipart("report", **{"report-type": "delivery-status"})
    mail["From"], mail["To"], mail["Subject"] = sender, BOARD, "Undelivered Mail Returned to Sender"
    mail["Auto-Submitted"], mail["Message-ID"] = "auto-replied", "<dsn-1@mail.board.example.org>"
    mail.attach(_notification(address, status))
    about = "\n".join(
        [
            "Reporting-MTA: dns; mail.board.example.org",
            *([f"Original-Message-ID: {_id_of(original)}"] if back == "id" else []),
            "",
            f"Final-Recipient: rfc822; {address}",
            f"Original-Recipient: rfc822;{address}",
            f"Action: {action}",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {status[0]}50 {status} <{address}>: as it says",
            "",
        ]
    )
    mail.attach(_delivery_status(about))
    if back == "whole":
        mail.attach(MIMEMessage(message_from_bytes(original)))
    if back == "head":
        head = MIMEText(original.partition(b"\n\n")[0].decode(), "rfc822-headers")
        mail.attach(head)
    return mail.as_bytes()


def _notification(address: str, status: str) -> Message:
    words = MIMEText(
        "This is the mail system at host mail.board.example.org.\n\nI'm sorry to have to inform "
        "you that your message could not\nbe delivered to one or more recipients.\n\n"
        f"<{address}>: host mx.police.example.org said: {status} as it says\n"
    )
    words["Content-Description"] = "Notification"
    return words


def _delivery_status(fields: str) -> Message:
    part = MIMEBase("message", "delivery-status")
    blocks = [block for block in fields.split("\n\n") if block.strip()]
    part.set_payload([message_from_bytes(f"{block.strip()}\n\n".encode()) for block in blocks])
    return part


def _id_of(original: bytes) -> str:
    return str(message_from_bytes(original)["Message-ID"])


def exchange_ndr(original: bytes, *, address: str = LEAD) -> bytes:
    """Return Exchange Online's report: its own sender, and the head of the mail as a text."""
    ours = _id_of(original)
    mail = MIMEMultipart("report", **{"report-type": "delivery-status"})
    mail["From"] = (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@board.example.org>"
    )
    mail["To"], mail["Subject"] = BOARD, "Undeliverable: Weekly audit: your pack"
    mail["In-Reply-To"], mail["References"] = ours, ours
    mail["X-MS-Exchange-Message-Is-Ndr"] = ""
    mail.attach(
        MIMEText(
            f"<html><body>Your message to {address} couldn't be delivered.</body></html>", "html"
        )
    )
    status = f"Reporting-MTA: dns;AM6PR01.prod.example\n\nFinal-Recipient: rfc822;{address}\n"
    status += "Action: failed\nStatus: 5.1.10\nX-Display-Name: A Lead\n"
    mail.attach(_delivery_status(status))
    mail.attach(MIMEMessage(message_from_bytes(original)))
    return mail.as_bytes()


def old_exchange_text(original: bytes, *, address: str = LEAD) -> bytes:
    """Return what Exchange wrote before it knew RFC 3464: a text alone, in reply to the mail."""
    mail = MIMEText(
        "Your message\n\n  To:      A Lead\n  Subject: Weekly audit: your pack\n\n"
        "did not reach the following recipient(s):\n\n"
        f"{address} on Thu, 9 Mar 2017 17:00:05 -0000\n"
        "    The recipient name is not recognized\n"
        "\tThe MTS-ID of the original message is: c=gb;a= ;p=board\n"
        "    MSEXCH:IMS:Board:SITE:MAIL 0 (000C05A6) Unknown Recipient\n"
    )
    mail["From"], mail["To"] = "System Administrator <postmaster@police.example.org>", BOARD
    mail["Subject"], mail["In-Reply-To"] = "Undeliverable: your pack", _id_of(original)
    return mail.as_bytes()


def exim_failure(original: bytes, *, address: str = LEAD) -> bytes:
    """Return Exim's own format: whom it failed in a heading, the mail copied into the text."""
    mail = MIMEText(
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n"
        f"  {address}\n    Unrouteable address\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        + original.decode()
    )
    mail["X-Failed-Recipients"], mail["Auto-Submitted"] = address, "auto-replied"
    mail["From"], mail["To"] = "Mail Delivery System <Mailer-Daemon@mail.board.example.org>", BOARD
    mail["Subject"] = "Mail delivery failed: returning message to sender"
    return mail.as_bytes()


def qmail_failure(original: bytes, *, address: str = LEAD) -> bytes:
    """Return qmail's format (QSBMF): no headings at all, the mail below a line."""
    mail = MIMEText(
        "Hi. This is the qmail-send program at mail.board.example.org.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{address}>:\n192.0.2.1 does not like recipient.\n\n"
        "--- Below this line is a copy of the message.\n\n" + original.decode()
    )
    mail["From"], mail["To"] = "MAILER-DAEMON@mail.board.example.org", BOARD
    mail["Subject"] = "failure notice"
    return mail.as_bytes()


def in_another_language(original: bytes) -> bytes:
    """Return a server's words that no program knows, with the mail sent back."""
    mail = MIMEMultipart("mixed")
    mail["From"], mail["To"], mail["Subject"] = "postmaster@mail.example", BOARD, "Non remis"
    mail.attach(MIMEText("Votre message n'a pas pu etre remis a son destinataire."))
    mail.attach(MIMEMessage(message_from_bytes(original)))
    return mail.as_bytes()


def away(original: bytes, how: str, *, sender: str = f"A Lead <{LEAD}>") -> bytes:
    """Return an absent person's automatic reply, as one kind of program writes it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, BOARD, "Automatic reply: your pack"
    mail["In-Reply-To"] = mail["References"] = _id_of(original)
    for name, value in AWAY[how].items():
        mail[name] = value
    mail.set_content("I am away until Monday.")
    return mail.as_bytes()


AWAY = {
    "RFC 3834": {"Auto-Submitted": "auto-replied; owner-email=\"lead@police.example.org\""},
    "Exchange": {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    "Gmail": {"Auto-Submitted": "auto-replied", "Precedence": "bulk", "X-Autoreply": "yes"},
    "vacation": {"Precedence": "auto_reply"},
    "an old one": {"X-Autorespond": "your pack"},
}  # fmt: skip


def read_receipt(original: bytes) -> bytes:
    """Return word that a mail was opened (RFC 8098)."""
    mail = MIMEMultipart("report", **{"report-type": "disposition-notification"})
    mail["From"], mail["To"], mail["Subject"] = LEAD, BOARD, "Read: your pack"
    mail["References"] = _id_of(original)
    mail.attach(MIMEText("Your message was read."))
    part = MIMEBase("message", "disposition-notification")
    part.set_payload(f"Final-Recipient: rfc822;{LEAD}\nOriginal-Message-ID: {_id_of(original)}\n")
    mail.attach(part)
    return mail.as_bytes()


BOUNCES = {
    "Postfix": dsn,
    "Postfix, its head only": lambda original: dsn(original, back="head"),
    "a report with a Message-ID": lambda original: dsn(original, back="id"),
    "Exchange Online": exchange_ndr,
    "Exchange, long ago": old_exchange_text,
    "Exim": exim_failure,
    "qmail": qmail_failure,
}
