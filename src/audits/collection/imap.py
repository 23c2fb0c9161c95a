"""A mailbox over IMAP: files are fetched, and a message moves to another folder once it is kept.

Nothing is ever deleted. The line is encrypted and the server's certificate checked, or nothing is
asked.
"""

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from imaplib import IMAP4
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from audits.domain.clock import Clock
from audits.domain.errors import NotTakenError, TryAgainError

from .arrivals import arrivals_in, content_in
from .inbox import Arrival, Inbox
from .mail import Settled, one_at_a_time, place_of


if TYPE_CHECKING:
    from imap_tools import BaseMailBox  # loaded by whoever has such a mailbox


TIMEOUT = 60.0
PORTS = {"implicit": 993, "starttls": 143}


class ImapInbox:
    """Lists, reads and moves mail of one folder of one mailbox."""

    def __init__(self, settings: "ImapSettings") -> None:
        self._settings = settings
        self._settled = Settled()

    def turn(self) -> AbstractContextManager[None]:
        """Hold the mailbox for one process of this machine."""
        settings = self._settings
        return one_at_a_time(f"{settings.host}/{settings.user}/{settings.folder}")

    def waiting(self) -> tuple[Arrival, ...]:
        """Return what waits in the folder's mail, oldest mail first.

        Raises:
            TryAgainError: if the mailbox cannot be opened.
        """
        with self._opened() as box:
            named = _validity(box)
            by_mail = [_arrivals(box, uid, named) for uid in box.uids()]
        return tuple(arrival for arrivals in by_mail for arrival in arrivals)

    def read(self, arrival: Arrival) -> bytes:
        """Return what a file holds, or the mail itself, and leave the mail where it lies.

        Raises:
            NotTakenError: if the mail is gone.
            TryAgainError: if the mailbox cannot be opened.
        """
        place = place_of(arrival.reference)
        with self._opened() as box:
            uid, raw = _uid(box, place.message), None
            if uid:
                raw = _raw(box, uid)
        content = content_in(raw, arrival, place)
        if content is None:
            raise NotTakenError(
                f"File {arrival.reference} is no longer in the mailbox. Nothing was taken; what "
                "lies there now is collected next time."
            )
        return content

    def settle(self, arrival: Arrival) -> None:
        """Move the mail to the folder of what was collected, once all its files are settled."""
        self._settled.settle(arrival.reference, self._let_go)

    def _let_go(self, message: str) -> None:
        with self._opened() as box:
            uid = _uid(box, message)
            if uid is None or not box.uids(f"UID {uid}"):
                return
            if not box.folder.exists(self._settings.collected):
                box.folder.create(self._settings.collected)
            box.move([uid], self._settings.collected)

    @contextmanager
    def _opened(self) -> "Iterator[BaseMailBox]":
        """Open the folder, and say in a sentence why it cannot be."""
        from imap_tools import ImapToolsError, MailboxLoginError

        settings = self._settings
        try:
            with _closing(self._reached()) as box:
                box.login(settings.user, settings.secret.get_secret_value(), settings.folder)
                yield box
        except ssl.SSLCertVerificationError as wrong:
            raise TryAgainError(
                f"The certificate of {settings.host} does not match its name or is not trusted "
                f"({wrong.verify_message}). Nothing was taken. Ask whoever keeps the server."
            ) from wrong
        except MailboxLoginError as refused:
            raise TryAgainError(
                f"{settings.host} does not accept the user or password of the mailbox. Nothing was "
                "taken. Put it right in the environment."
            ) from refused
        except (OSError, IMAP4.error, ImapToolsError) as failure:
            raise TryAgainError(
                f"The mailbox at {settings.host} cannot be used ({type(failure).__name__}). "
                "Nothing was taken; it is tried again."
            ) from failure

    def _reached(self) -> "BaseMailBox":
        from imap_tools import MailBox, MailBoxUnencrypted

        settings = self._settings
        context = ssl.create_default_context(cafile=settings.authority)
        if settings.tls == "implicit":
            return MailBox(settings.host, settings.at, timeout=TIMEOUT, ssl_context=context)
        box = MailBoxUnencrypted(settings.host, settings.at, timeout=TIMEOUT)
        try:
            self._encrypt(box, context)
        except BaseException:  # whatever stops it, even a signal: no line is left open
            with suppress(OSError):
                box.client.shutdown()
            raise
        return box

    def _encrypt(self, box: "BaseMailBox", context: ssl.SSLContext) -> None:
        """Go on encrypted, or not at all: somebody in between may have taken the offer out."""
        if "STARTTLS" not in box.client.capabilities:
            raise TryAgainError(
                f"{self._settings.host} does not offer encryption. The password was not sent and "
                "nothing was taken. Ask whoever keeps the server, or set tls to implicit."
            )
        box.client.starttls(context)


class ImapSettings(BaseModel):
    """Which mailbox; its password comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["imap"]
    host: str
    port: int = Field(default=0, ge=0, le=65535)  # 0: the usual one
    tls: Literal["implicit", "starttls"] = "implicit"
    user: str
    folder: str = "INBOX"
    collected: str = "Collected"
    authority: Path | None = None  # certificates to trust instead of this machine's own list
    secret: SecretStr

    @property
    def at(self) -> int:
        """Return the port to call."""
        return self.port or PORTS[self.tls]

    def build(self, clock: Clock) -> Inbox:  # noqa: ARG002 -- as every inbox's settings
        """Return the inbox these settings describe."""
        return ImapInbox(self)


@contextmanager
def _closing(box: "BaseMailBox") -> "Iterator[BaseMailBox]":
    """Take leave of a mailbox, and close the line even where there was no leave to take."""
    try:
        yield box
        box.logout()
    finally:
        with suppress(OSError):
            box.client.shutdown()


def _validity(box: "BaseMailBox") -> str:
    """Return what the folder's numbers of mail hold under; another one means numbered anew."""
    return str(box.folder.status(box.folder.get(), ["UIDVALIDITY"])["UIDVALIDITY"])


def _uid(box: "BaseMailBox", message: str) -> str | None:
    """Return the number of the mail of this name, unless the server numbers mail anew."""
    named, _, uid = message.rpartition("-")
    if named != _validity(box):
        return None
    return uid


def _arrivals(box: "BaseMailBox", uid: str, validity: str) -> tuple[Arrival, ...]:
    """Return what waits in one mail; one that the server does not give is left, and told of."""
    from imap_tools import MailboxFetchError

    message = f"{validity}-{uid}"
    try:
        raw = _raw(box, uid)
    except MailboxFetchError:
        says = f"The server does not give mail {message}. Look at it in the mailbox."
        return (Arrival(message, "", "", left=says),)
    if raw is None:
        return ()
    return arrivals_in(raw, message)


def _raw(box: "BaseMailBox", uid: str) -> bytes | None:
    """Return a mail as it came, None if it is gone; nothing of it is opened."""
    from imap_tools import MailboxFetchError
    from imap_tools.utils import check_command_status

    answer = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    check_command_status(answer, MailboxFetchError)
    return next((bytes(part[1]) for part in answer[1] if isinstance(part, tuple)), None)
