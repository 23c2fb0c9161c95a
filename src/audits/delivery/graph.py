"""A Microsoft 365 mailbox: a draft under a Message-ID made from the key, filled, then sent.

A draft that is found was never sent: it is thrown away and made anew. What is found and is no draft
was sent.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from audits.domain.clock import Clock
from audits.domain.errors import RefusedError, TryAgainError, UnansweredError
from audits.domain.mail_address import checked_address
from audits.domain.message import Attachment, DeliveryOutcome, DeliveryReport, Message, Receipt
from audits.http import Answer, Token, Transport, Web

from .channel import Channel
from .checking import check_recipients, check_text


ADDRESS, SIGN_IN = "https://graph.microsoft.com", "https://login.microsoftonline.com"
SMALL = 3 * 1024 * 1024  # up to here a file goes in one piece
PIECE = 10 * 320 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class GraphChannel:
    """Sends from one mailbox."""

    by_hand = False
    can_tell = False

    def __init__(self, web: Web, clock: Clock, *, mailbox: str) -> None:
        self._web, self._clock, self._mailbox = web, clock, mailbox
        self._path = f"/v1.0/users/{mailbox}/messages"

    def send(self, message: Message) -> Receipt:
        """Draft, attach, send; a key that was sent before is left as it is.

        Raises:
            TryAgainError: if Microsoft 365 takes nothing at present.
            RefusedError: if it refuses the message for good.
            UnansweredError: if it gave no answer to the sending itself; it can be asked.
        """
        check_recipients(message)
        check_text(message)
        for earlier in self._with(message.key):
            if not earlier["isDraft"]:
                return _receipt(earlier)
            _taken(self._prepare("DELETE", earlier["id"]), "clear an unsent draft", gone=True)
        made = _taken(self._prepare("POST", "", json=self._draft(message)), "take the message")
        draft = made.json()["id"]
        for attachment in message.attachments:
            self._attach(draft, attachment)
        _taken(self._web.act(f"{self._path}/{draft}/send"), "send the message")
        return Receipt(self._message_id(message.key), self._clock())

    def find(self, key: str) -> Receipt | None:
        """Look for the message in the mailbox; a draft does not count."""
        sent = [message for message in self._with(key) if not message["isDraft"]]
        return _receipt(sent[0]) if sent else None

    def follow(self, reference: str) -> DeliveryReport:
        """Say that it does not know: what bounces comes back to the mailbox as mail."""
        return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)

    def _message_id(self, key: str) -> str:
        """Return the Message-ID that a key has, the same each time."""
        digest = sha256(key.encode()).hexdigest()[:32]
        return f"<{digest}@{self._mailbox.partition('@')[2]}>"

    def _with(self, key: str) -> list[dict[str, Any]]:
        """Return the drafts and messages that have this key's Message-ID."""
        asked = {
            "$filter": f"internetMessageId eq '{self._message_id(key)}'",
            "$select": "id,isDraft,sentDateTime,internetMessageId",
        }
        answer = self._web.look(self._path, params=asked)
        if not answer.is_success:
            raise TryAgainError(f"Microsoft 365 cannot look for a message ({answer.status_code}).")
        drafts: list[dict[str, Any]] = answer.json()["value"]
        return drafts

    def _prepare(self, method: str, place: str, **content: Any) -> Answer:
        """Do something to a draft: until it is sent, nothing is, whatever becomes of the call."""
        path = f"{self._path}/{place}" if place else self._path
        try:
            return self._web.act(path, method=method, **content)
        except UnansweredError as error:
            raise TryAgainError(f"{error} Nothing was sent; it is tried again.") from error

    def _draft(self, message: Message) -> dict[str, Any]:
        return {
            "subject": message.subject,
            "internetMessageId": self._message_id(message.key),
            "body": {"contentType": "Text", "content": message.body},
            "toRecipients": [{"emailAddress": {"address": address}} for address in message.to],
        }

    def _attach(self, draft: str, attachment: Attachment) -> None:
        if len(attachment.content) > SMALL:
            self._upload(draft, attachment)
            return
        content = {
            "@odata.type": "#microsoft.graph.fileAttachment",
            "name": attachment.name,
            "contentType": XLSX,
            "contentBytes": b64encode(attachment.content).decode("ascii"),
        }
        _taken(self._prepare("POST", f"{draft}/attachments", json=content), "take the workbook")

    def _upload(self, draft: str, attachment: Attachment) -> None:
        """Attach a large file piece by piece; the address for it carries its own right."""
        item = {"attachmentType": "file", "name": attachment.name, "size": len(attachment.content)}
        place = f"{draft}/attachments/createUploadSession"
        session = self._prepare("POST", place, json={"AttachmentItem": item})
        address = _taken(session, "take the workbook").json()["uploadUrl"]
        for piece, span in _pieces(attachment.content):
            try:
                answer = self._web.put_piece(address, piece, span)
            except UnansweredError as error:
                raise TryAgainError(f"{error} Nothing was sent; it is tried again.") from error
            _taken(answer, "take the workbook")


class GraphSettings(BaseModel):
    """Which mailbox, and the program's registration; its secret comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["graph"]
    tenant: str
    client_id: str
    mailbox: Annotated[str, AfterValidator(checked_address)] = Field(pattern=r"^[^/?#%']+$")
    secret: SecretStr

    def build(self, clock: Clock, transport: "Transport | None" = None) -> Channel:
        """Return the channel these settings describe."""
        token = Token(
            Web(SIGN_IN, clock, transport=transport),
            f"/{self.tenant}/oauth2/v2.0/token",
            clock,
            client_id=self.client_id,
            secret=self.secret,
            scope=f"{ADDRESS}/.default",
        )
        web = Web(ADDRESS, clock, headers=token, transport=transport)
        return GraphChannel(web, clock, mailbox=self.mailbox)


def _taken(answer: Answer, what: str, *, gone: bool = False) -> Answer:
    """Return an answer that says yes.

    Raises:
        RefusedError: if it says no.
    """
    if answer.is_success or (gone and answer.status_code == 404):
        return answer
    raise RefusedError(
        f"Microsoft 365 did not {what} ({answer.status_code}). Nothing was sent. Check the "
        "contact's address and the mailbox, then make it due again."
    )


def _pieces(content: bytes) -> Iterator[tuple[bytes, str]]:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        yield piece, f"bytes {start}-{start + len(piece) - 1}/{len(content)}"


def _receipt(sent: dict[str, Any]) -> Receipt:
    at = datetime.fromisoformat(str(sent["sentDateTime"]))
    return Receipt(str(sent["internetMessageId"]), at)
