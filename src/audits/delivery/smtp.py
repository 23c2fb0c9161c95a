"""Mail over SMTP, encrypted from this machine to the server or not at all.

SMTP keeps no record to look in. What was not answered once the mail itself was handed over may have
gone, and only a person can tell.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from audits.domain.clock import Clock
from audits.domain.errors import RefusedError, TryAgainError, UnconfirmedError
from audits.domain.mail_address import checked_address
from audits.domain.message import DeliveryOutcome, DeliveryReport, Message, Receipt

from .channel import Channel
from .checking import check_recipients, check_text


TIMEOUT = 60.0  # seconds: well within any lease
AN_HOUR = timedelta(hours=1)
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# What Python's writer of mail has been seen to raise over odd headings.
UNWRITABLE = (ValueError, LookupError, TypeError, AttributeError, MessageError)
LATER, NEVER = range(400, 500), range(500, 600)  # what a server's answer means


class SmtpChannel:
    """Hands each message to one mail server, for all of its recipients or for none."""

    by_hand = False
    can_tell = False

    def __init__(self, settings: "SmtpSettings", clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def send(self, message: Message) -> Receipt:
        """Send one mail to all recipients.

        Raises:
            TryAgainError: if the server cannot be used or asks to wait; nothing was sent.
            RefusedError: if it refuses a recipient or the mail for good.
            UnconfirmedError: if the line broke after the mail was handed over.
        """
        check_recipients(message)
        check_text(message)
        mail = self._mail(message)
        content = _as_bytes(mail, message.key)
        with self._nothing_sent():
            server = self._reached()
        try:
            with self._nothing_sent():
                self._sign_in(server)
                self._address(server, message)
            self._hand_over(server, content, message.key)
            with suppress(OSError):  # the mail is taken: a lost goodbye changes nothing
                server.quit()
        finally:
            server.close()
        return Receipt(str(mail["Message-ID"]), self._clock())

    def find(self, key: str) -> Receipt | None:
        """Say that nobody can look.

        Raises:
            UnconfirmedError: always.
        """
        raise UnconfirmedError(
            f"{key} may have been sent: SMTP keeps no record. Look for {self._message_id(key)} in "
            "the mail server's log, or ask the recipient; then say what you found."
        )

    def follow(self, reference: str) -> DeliveryReport:
        """Say that SMTP does not know: what bounces later comes back as mail."""
        return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)

    def _message_id(self, key: str) -> str:
        """Return the Message-ID that a key has, the same each time."""
        domain = self._settings.sender.partition("@")[2]
        return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = self._settings.sender, ", ".join(message.to)
        mail["Subject"] = " ".join(message.subject.split())
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = self._message_id(message.key)
        mail["X-Audits-Key"] = message.key
        mail.set_content(message.body)
        for attachment in message.attachments:
            mail.add_attachment(
                attachment.content, maintype=XLSX[0], subtype=XLSX[1], filename=attachment.name
            )
        return mail

    def _reached(self) -> smtplib.SMTP:
        """Return an encrypted line to the server whose certificate bears its name."""
        settings = self._settings
        context = ssl.create_default_context(cafile=settings.authority)
        if settings.tls == "implicit":
            return smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT, context=context)
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if self._settings.secret is not None:
            server.login(self._settings.user, self._settings.secret.get_secret_value())

    def _address(self, server: smtplib.SMTP, message: Message) -> None:
        """Name the sender and every recipient; one who is refused stops the whole message."""
        server.ehlo_or_helo_if_needed()
        _check(server.mail(self._settings.sender), f"the sender {self._settings.sender}")
        for address in message.to:
            _check(server.rcpt(address), f"the address {address}")

    def _hand_over(self, server: smtplib.SMTP, mail: bytes, key: str) -> None:
        try:
            answer = server.data(mail)
        except smtplib.SMTPDataError as refused:
            answer = refused.smtp_code, b""
        except (OSError, smtplib.SMTPException) as lost:
            raise UnconfirmedError(
                f"The line to {self._settings.host} broke while {key} was handed over. Look for "
                f"{self._message_id(key)} in the mail server's log, or ask the recipient; then say "
                "what you found."
            ) from lost
        _check(answer, "the mail")

    @contextmanager
    def _nothing_sent(self) -> Iterator[None]:
        """Say what is known when the line fails before the mail is handed over."""
        host = self._settings.host
        try:
            yield
        except ssl.SSLCertVerificationError as wrong:
            raise self._in_an_hour(
                f"The certificate of {host} does not match its name or is not trusted "
                f"({wrong.verify_message})"
            ) from wrong
        except smtplib.SMTPNotSupportedError as plain:
            raise self._in_an_hour(f"{host} does not offer encryption or signing in") from plain
        except smtplib.SMTPAuthenticationError as refused:
            raise self._in_an_hour(f"{host} does not accept the user or password") from refused
        except (OSError, smtplib.SMTPException) as failure:
            raise TryAgainError(
                f"{host} cannot be used ({type(failure).__name__}). Nothing was sent; it is tried "
                "again."
            ) from failure

    def _in_an_hour(self, what: str) -> TryAgainError:
        # Each message of a batch would knock again, until the account is locked.
        return TryAgainError(
            f"{what}. Nothing was sent. Put the settings right, or tell whoever keeps the server; "
            "it is tried again in an hour.",
            until=self._clock() + AN_HOUR,
        )


class SmtpSettings(BaseModel):
    """Which mail server, in whose name; the password comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["smtp"]
    host: str
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "implicit"] = "starttls"
    sender: Annotated[str, AfterValidator(checked_address)]
    user: str = ""
    authority: Path | None = None  # certificates to trust instead of this machine's own list
    secret: SecretStr | None = None

    @model_validator(mode="after")
    def _signs_in_whole(self) -> Self:
        if bool(self.user) != (self.secret is not None):
            raise ValueError("user and the password from the environment go together")
        return self

    def build(self, clock: Clock) -> Channel:
        """Return the channel these settings describe."""
        return SmtpChannel(self, clock)


def _as_bytes(mail: EmailMessage, key: str) -> bytes:
    """Return a mail as it goes over the line, written before anybody is called.

    Raises:
        RefusedError: if Python's own writer of mail cannot write it.
    """
    try:
        return mail.as_bytes()
    except UNWRITABLE as error:
        raise RefusedError(
            f"{key} cannot be written as a mail ({type(error).__name__}). Nothing was sent. Put "
            "right its subject or the name of its file, then make it due again."
        ) from error


def _check(answer: tuple[int, bytes], about: str) -> None:
    """Tell what a server's answer means; its words are left out, for they may quote the mail."""
    code = answer[0]
    if code in LATER:
        raise TryAgainError(
            f"The mail server asks to wait with {about} ({code}). Nothing was sent; it is tried "
            "again."
        )
    if code in NEVER:
        raise RefusedError(
            f"The mail server refuses {about} ({code}). Nothing was sent. Put it right in your "
            "list of agencies, then make it due again."
        )
