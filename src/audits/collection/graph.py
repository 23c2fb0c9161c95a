"""A shared Microsoft 365 mailbox: a delta query lists what lies in its inbox.

A message moves to another folder once its files are kept, so what lies in the inbox is what waits:
the query starts anew each time, and no mark of how far it came can be lost or run out.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from email import message_from_bytes
from email.message import Message
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from audits.domain.clock import Clock
from audits.domain.errors import TryAgainError, UnansweredError
from audits.domain.mail_address import checked_address
from audits.http import Answer, Token, Transport, Web

from .inbox import Arrival, Inbox
from .mail import Place, Settled, is_file, one_at_a_time, place_of
from .notices import Notice, may_be_notice, read_notice


ADDRESS, SIGN_IN = "https://graph.microsoft.com", "https://login.microsoftonline.com"
FILE = "#microsoft.graph.fileAttachment"
# An id that stays when a message moves; and no more than fifty in one answer.
HEADERS = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=50'}
FIELDS = "from,receivedDateTime,hasAttachments,internetMessageId,internetMessageHeaders"


class GraphInbox:
    """Lists, reads and moves mail of one shared mailbox."""

    def __init__(self, web: Web, *, mailbox: str, collected: str) -> None:
        self._web, self._collected = web, collected
        self._name = mailbox
        self._path = f"/v1.0/users/{mailbox}"
        self._settled = Settled()

    def turn(self) -> AbstractContextManager[None]:
        """Hold the mailbox for one process of this machine."""
        return one_at_a_time(f"{ADDRESS}/{self._name}")

    def waiting(self) -> tuple[Arrival, ...]:
        """Return the files and notices in the inbox's mail, oldest mail first.

        Raises:
            TryAgainError: if the mailbox cannot be used.
        """
        mails = sorted(self._mails(), key=lambda mail: str(mail["receivedDateTime"]))
        return tuple(arrival for mail in mails for arrival in self._arrivals(mail))

    def read(self, arrival: Arrival) -> bytes:
        """Return what a file holds, and leave its mail where it lies.

        Raises:
            TryAgainError: if the mail is gone, or the mailbox cannot be used.
        """
        place = place_of(arrival.reference)
        if not self._lies_in_inbox(place.message):
            raise _gone(arrival)
        files = self._files(place.message)
        if place.number > len(files):
            raise _gone(arrival)
        path = f"{self._path}/messages/{place.message}/attachments/{files[place.number - 1]['id']}"
        return _good(self._web.look(f"{path}/$value", headers=HEADERS)).content

    def settle(self, arrival: Arrival) -> None:
        """Move the mail to the folder of what was collected, once all its files are settled."""
        self._settled.settle(arrival.reference, self._let_go)

    def _let_go(self, message: str) -> None:
        said = {"destinationId": self._folder_for_collected()}
        path = f"{self._path}/messages/{message}/move"
        try:
            answer = self._web.act(path, headers=HEADERS, json=said)
        except UnansweredError as error:
            raise TryAgainError(f"{error} It is kept, and is moved next time.") from error
        if answer.status_code != 404:  # somebody else took it away
            _good(answer)

    def _folder_for_collected(self) -> str:
        """Return the id of the folder for what was collected, made unless it is there."""
        path = f"{self._path}/mailFolders"
        asked = {"$filter": f"displayName eq '{self._collected}'", "$select": "id"}
        found = _good(self._web.look(path, params=asked)).json()["value"]
        if found:
            return str(found[0]["id"])
        try:
            made = self._web.act(path, json={"displayName": self._collected})
        except UnansweredError as error:
            raise TryAgainError(str(error)) from error
        return str(_good(made).json()["id"])

    def _mails(self) -> Iterator[dict[str, Any]]:
        """Yield every mail in the inbox."""
        asked: dict[str, str] | None = {"$select": FIELDS, "changeType": "created"}
        path = f"{self._path}/mailFolders/inbox/messages/delta"
        while path:
            said = {"params": asked} if asked else {}
            page = _good(self._web.look(path, headers=HEADERS, **said)).json()
            yield from (mail for mail in page["value"] if "@removed" not in mail)
            # A link to the next page carries the question in itself.
            path, asked = str(page.get("@odata.nextLink", "")), None

    def _arrivals(self, mail: dict[str, Any]) -> Iterator[Arrival]:
        sender = _sender(mail)
        notice = self._notice(mail)
        if notice is not None:
            yield Arrival(str(Place(str(mail["id"]), 1, 1)), "", sender, notice)
            return
        files = self._files(mail["id"]) if mail.get("hasAttachments") else []
        for number, file in enumerate(files, start=1):
            place = Place(str(mail["id"]), number, len(files))
            yield Arrival(str(place), str(file["name"]), sender=sender)

    def _notice(self, mail: dict[str, Any]) -> Notice | None:
        """Return what a machine says in a mail; it is fetched whole only if one may have."""
        told = mail.get("internetMessageHeaders")
        if told is not None and not may_be_notice(_heads(told, _sender(mail))):
            return None
        answer = self._web.look(f"{self._path}/messages/{mail['id']}/$value", headers=HEADERS)
        if answer.status_code == 404:
            return None
        return read_notice(message_from_bytes(_good(answer).content))

    def _files(self, message: str) -> list[dict[str, Any]]:
        """Return what is attached as a file; a link to one elsewhere is for a person to follow."""
        asked = {"$select": "id,name,contentType,isInline"}
        path = f"{self._path}/messages/{message}/attachments"
        answer = self._web.look(path, params=asked, headers=HEADERS)
        if answer.status_code == 404:
            return []
        return [
            each
            for each in _good(answer).json()["value"]
            if each["@odata.type"] == FILE
            and is_file(each["name"], each.get("contentType") or "", inline=each["isInline"])
        ]

    def _lies_in_inbox(self, message: str) -> bool:
        asked = {"$select": "parentFolderId"}
        found = self._web.look(f"{self._path}/messages/{message}", params=asked, headers=HEADERS)
        if found.status_code == 404:
            return False
        inbox = _good(self._web.look(f"{self._path}/mailFolders/inbox", params={"$select": "id"}))
        return bool(_good(found).json()["parentFolderId"] == inbox.json()["id"])


class GraphInboxSettings(BaseModel):
    """Which mailbox, and the program's registration; its secret comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["graph"]
    tenant: str
    client_id: str
    mailbox: Annotated[str, AfterValidator(checked_address)] = Field(pattern=r"^[^/?#%']+$")
    collected: str = Field(default="Collected", pattern=r"^[^']+$")
    secret: SecretStr

    def build(self, clock: Clock, transport: Transport | None = None) -> Inbox:
        """Return the inbox these settings describe."""
        token = Token(
            Web(SIGN_IN, clock, transport=transport),
            f"/{self.tenant}/oauth2/v2.0/token",
            clock,
            client_id=self.client_id,
            secret=self.secret,
            scope=f"{ADDRESS}/.default",
        )
        web = Web(ADDRESS, clock, headers=token, transport=transport)
        return GraphInbox(web, mailbox=self.mailbox, collected=self.collected)


def _sender(mail: dict[str, Any]) -> str:
    """Return the address a mail came from; a report of Exchange's own may have none."""
    sender = mail.get("from") or {}
    return str(sender.get("emailAddress", {}).get("address", "")).casefold()


def _heads(told: list[dict[str, str]], sender: str) -> Message:
    heads = Message()
    for each in told:
        heads[each["name"]] = " ".join(each["value"].split())
    if "From" not in heads:
        heads["From"] = sender
    return heads


def _good(answer: Answer) -> Answer:
    """Return an answer that says yes.

    Raises:
        TryAgainError: if it says no; nothing is lost by asking again.
    """
    if answer.is_success:
        return answer
    raise TryAgainError(
        f"Microsoft 365 does not show the mailbox ({answer.status_code}). Nothing was taken. Check "
        "its name and what the program may do."
    )


def _gone(arrival: Arrival) -> TryAgainError:
    return TryAgainError(
        f"File {arrival.reference} is no longer in the inbox. Nothing was taken; what lies there "
        "now is collected next time."
    )
