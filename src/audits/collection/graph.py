"""A shared Microsoft 365 mailbox: a delta query lists what lies in its inbox.

A message moves to another folder once its files are kept, so what lies in the inbox is what waits:
the query starts anew each time, and no mark of how far it came can be lost or run out.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from email.message import Message
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from audits.domain.clock import Clock
from audits.domain.errors import NotTakenError, TryAgainError, UnansweredError
from audits.domain.mail_address import checked_address
from audits.http import Answer, Token, Transport, Web

from .arrivals import arrivals_in, content_in
from .inbox import Arrival, Inbox
from .links import has_shared_link
from .mail import Settled, one_at_a_time, place_of
from .notices import may_be_notice


ADDRESS, SIGN_IN = "https://graph.microsoft.com", "https://login.microsoftonline.com"
ELSEWHERE = "#microsoft.graph.referenceAttachment"  # a link, which is not in the mail itself
# An id that stays when a message moves; and no more than fifty in one answer.
HEADERS = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=50'}
FIELDS = "from,receivedDateTime,hasAttachments,internetMessageId,internetMessageHeaders,body"


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
        """Return what a file holds, or the mail itself, and leave the mail where it lies.

        Raises:
            NotTakenError: if the mail is gone.
            TryAgainError: if the mailbox cannot be used.
        """
        place = place_of(arrival.reference)
        if not self._lies_in_inbox(place.message):
            raise _gone(arrival)
        content = content_in(self._raw(place.message), arrival, place)
        if content is None:
            raise _gone(arrival)
        return content

    def settle(self, arrival: Arrival) -> None:
        """Move the mail to the folder of what was collected, once all its files are settled."""
        self._settled.settle(arrival.reference, self._let_go)

    def _let_go(self, message: str) -> None:
        order = {"destinationId": self._folder_for_collected()}
        path = f"{self._path}/messages/{message}/move"
        try:
            answer = self._web.act(path, headers=HEADERS, json=order)
        except UnansweredError as error:
            raise TryAgainError(f"{error} It is kept, and is moved next time.") from error
        if not answer.is_success and answer.status_code != 404:  # somebody else took it away
            raise NotTakenError(
                f"Mail {message} is kept but Microsoft 365 does not move it "
                f"({answer.status_code}). It is tried again."
            )

    def _folder_for_collected(self) -> str:
        """Return the id of the folder for what was collected, made unless it is there."""
        path = f"{self._path}/mailFolders"
        asked = {"$filter": f"displayName eq '{self._collected}'", "$select": "id"}
        folders = _good(self._web.look(path, params=asked)).json()["value"]
        if folders:
            return str(folders[0]["id"])
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
            options = {"params": asked} if asked else {}
            page = _good(self._web.look(path, headers=HEADERS, **options)).json()
            for mail in page["value"]:
                if "@removed" not in mail:
                    yield mail
            # A link to the next page carries the question in itself.
            path, asked = str(page.get("@odata.nextLink", "")), None

    def _arrivals(self, mail: dict[str, Any]) -> tuple[Arrival, ...]:
        """Return what waits in one mail; it is fetched whole only if something may.

        One that Microsoft 365 does not give is left, and told of.
        """
        if not _may_hold_something(mail):
            return ()
        name = str(mail["id"])
        try:
            raw, linked = self._raw(name), 0
            if mail.get("hasAttachments"):
                linked = self._linked(name)
        except NotTakenError as error:
            return (Arrival(name, "", "", left=str(error)),)
        if raw is None:
            return ()
        return arrivals_in(raw, name, linked=linked)

    def _raw(self, message: str) -> bytes | None:
        """Return a mail as it came, None if it is gone."""
        answer = self._web.look(f"{self._path}/messages/{message}/$value", headers=HEADERS)
        if not _is_given(answer, message):
            return None
        return answer.content

    def _linked(self, message: str) -> int:
        """Return how many files of a mail are kept elsewhere and only linked to."""
        path = f"{self._path}/messages/{message}/attachments"
        asked = {"$select": "id,name,contentType,isInline"}
        answer = self._web.look(path, params=asked, headers=HEADERS)
        if not _is_given(answer, message):
            return 0
        return sum(file.get("@odata.type") == ELSEWHERE for file in answer.json()["value"])

    def _lies_in_inbox(self, message: str) -> bool:
        asked = {"$select": "parentFolderId"}
        answer = self._web.look(f"{self._path}/messages/{message}", params=asked, headers=HEADERS)
        if answer.status_code == 404:
            return False
        inbox = _good(self._web.look(f"{self._path}/mailFolders/inbox", params={"$select": "id"}))
        return bool(_good(answer).json()["parentFolderId"] == inbox.json()["id"])


class GraphInboxSettings(BaseModel):
    """Which mailbox, and the program's registration; its secret comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["graph"]
    tenant: str
    client_id: str
    mailbox: Annotated[str, AfterValidator(checked_address)] = Field(pattern=r"^[^/?#%']+$")
    collected: str = Field(default="Collected", pattern=r"^[^']+$")
    secret: SecretStr

    def build(self, clock: Clock, transport: "Transport | None" = None) -> Inbox:
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


def _may_hold_something(mail: dict[str, Any]) -> bool:
    """Tell whether a mail may be a notice, or bring a file: attached, within its text, by link."""
    headers = mail.get("internetMessageHeaders")
    sender = ((mail.get("from") or {}).get("emailAddress") or {}).get("address") or ""
    text = str((mail.get("body") or {}).get("content") or "")
    return (
        bool(mail.get("hasAttachments"))
        or "cid:" in text
        or has_shared_link(text.encode("utf-8", "replace"))
        or headers is None
        or may_be_notice(_heads(headers, str(sender)))
    )


def _heads(headings: list[dict[str, str]], sender: str) -> Message:
    heads = Message()
    for heading in headings:
        heads[heading["name"]] = " ".join(heading["value"].split())
    if "From" not in heads:
        heads["From"] = sender
    return heads


def _is_given(answer: Answer, message: str) -> bool:
    """Tell whether Microsoft 365 gives what was asked of one mail; a mail that is gone is not.

    Raises:
        NotTakenError: if it gives it for another reason not.
    """
    if answer.is_success or answer.status_code == 404:
        return answer.is_success
    raise NotTakenError(
        f"Microsoft 365 does not give mail {message} ({answer.status_code}). Look at it in the "
        "mailbox."
    )


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


def _gone(arrival: Arrival) -> NotTakenError:
    return NotTakenError(
        f"File {arrival.reference} is no longer in the inbox. Nothing was taken; what lies there "
        "now is collected next time."
    )
