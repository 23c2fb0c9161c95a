"""GOV.UK Notify: one e-mail to each recipient, the workbook behind a link in it.

The service's template holds ``((subject))`` as its subject and ``((body))`` and ``((file))`` as its
text. Notify keeps a reference with each message: the key with the last recipient's, which is sent
last, and the key with a number with the others'. So a key that is found is a message that went to
everyone: where one is refused, the last has a number too.
"""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from audits.domain.amounts import many
from audits.domain.clock import Clock
from audits.domain.errors import RefusedError, TryAgainError
from audits.domain.mail_address import address_fault
from audits.domain.message import Attachment, DeliveryOutcome, DeliveryReport, Message, Receipt
from audits.http import Answer, Transport, Web, wait_until

from .channel import Channel
from .checking import check_text
from .notify_status import FAILED, outcome_of, together


ADDRESS = "https://api.notifications.service.gov.uk"
LARGEST = 2 * 1024 * 1024
TYPED = ["subject", "body"]  # people's words: Notify takes links and formatting out of them
DAY_LIMIT = "TooManyRequestsError"  # the day's limit, not the minute's


class NotifyChannel:
    """Sends through one template of one Notify service."""

    by_hand = False
    can_tell = True

    def __init__(self, web: Web, clock: Clock, *, template: str, keep: str) -> None:
        self._web, self._clock = web, clock
        self._template, self._keep = template, keep

    def send(self, message: Message) -> Receipt:
        """Send to each recipient who was not sent this key before; one refusal stops no other.

        Raises:
            TryAgainError: if Notify takes nothing at present; after the day's limit, till midnight.
            RefusedError: if it never will, or not to one of them: the others have it.
            UnansweredError: if it gave no answer; it can be asked by the key.
        """
        check_text(message)
        personal = {"subject": message.subject, "body": message.body, "file": self._file(message)}
        live = self._sent_before(message)
        sent = {str(mail["email_address"]).casefold(): mail for mail in live.values()}
        free = (name for n in count(1) if (name := f"{message.key}/{n}") not in live)
        missing = [address for address in message.to if address.casefold() not in sent]
        refused: list[str] = []
        for address in missing:
            is_whole = address == missing[-1] and not refused
            reference = message.key if is_whole else next(free)
            try:
                sent[address.casefold()] = self._post(reference, address, personal)
            except RefusedError as error:
                refused.append(str(error))
        if refused or not message.to:
            raise _refusal(message, refused)
        answers = [sent[address.casefold()] for address in message.to]
        return Receipt(" ".join(str(answer["id"]) for answer in answers), _time(answers[-1]))

    def find(self, key: str) -> Receipt | None:
        """Look for the message to the last recipient, which went last."""
        last = self._live(key)
        if last is None:
            return None
        others: list[str] = []
        while earlier := self._live(f"{key}/{len(others) + 1}"):
            others.append(earlier["id"])
        return Receipt(" ".join([*others, last["id"]]), _time(last))

    def follow(self, reference: str) -> DeliveryReport:
        """Say whether every recipient's mail server took it, and whom it did not reach."""
        outcomes: list[tuple[DeliveryOutcome, str]] = []
        for one in reference.split():
            answer = self._web.look(f"/v2/notifications/{one}")
            if not answer.is_success:  # Notify forgets after seven days
                return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)
            status = answer.json()
            outcomes.append((outcome_of(status["status"]), str(status["email_address"])))
        return together(outcomes, reference)

    def _live(self, reference: str) -> dict[str, Any] | None:
        """Return the message under a reference that did not fail, if there is one."""
        asked = {"template_type": "email", "reference": reference}
        answer = self._web.look("/v2/notifications", params=asked)
        if not answer.is_success:
            raise TryAgainError(f"Notify cannot look for a message ({answer.status_code}).")
        notifications = answer.json()["notifications"]
        for notification in notifications:
            if notification["status"] not in FAILED:
                return dict(notification)
        return None

    def _sent_before(self, message: Message) -> dict[str, dict[str, Any]]:
        """Return what its recipients were sent before, by reference.

        A recipient after one who was refused has a number too, so there may be gaps.
        """
        numbered = [f"{message.key}/{n}" for n, _ in enumerate(message.to, start=1)]
        several = numbered if len(numbered) > 1 else []
        by_reference = {}
        for name in (*several, message.key):
            notification = self._live(name)
            if notification is not None:
                by_reference[name] = notification
        return by_reference

    def _post(self, reference: str, address: str, personal: dict[str, Any]) -> dict[str, Any]:
        """Send to one recipient, and return it as Notify would list it.

        Raises:
            RefusedError: with the address and the reason.
        """
        if fault := address_fault(address):
            raise RefusedError(f"{address!r}: {fault}")
        content = {
            "email_address": address,
            "template_id": self._template,
            "personalisation": personal,
            "reference": reference,
            "sanitise_content_for": TYPED,
        }
        answer = self._web.act("/v2/notifications/email", json=content)
        if not answer.is_success:
            raise RefusedError(f"{address} ({_errors(answer)}).")
        at = self._clock().isoformat()
        return {"id": answer.json()["id"], "email_address": address, "created_at": at}

    def _file(self, message: Message) -> dict[str, Any] | str:
        """Return what becomes a link in the mail, or nothing where nothing is attached."""
        attached = _only(message)
        if attached is None:
            return ""
        return {
            "file": b64encode(attached.content).decode("ascii"),
            "filename": attached.name,
            "confirm_email_before_download": True,
            "retention_period": self._keep,
        }


class NotifySettings(BaseModel):
    """Which service and template of GOV.UK Notify; its key comes from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["notify"]
    template: str
    keep_weeks: int = Field(default=4, ge=1, le=78)
    address: str = Field(default=ADDRESS, pattern="^https://")
    secret: SecretStr = Field(min_length=73)

    def build(self, clock: Clock, transport: "Transport | None" = None) -> Channel:
        """Return the channel these settings describe."""
        web = Web(
            self.address,
            clock,
            headers=lambda: {"Authorization": f"Bearer {_token(self.secret, clock())}"},
            until=_until,
            transport=transport,
        )
        keep = many(self.keep_weeks, "week")
        return NotifyChannel(web, clock, template=self.template, keep=keep)


def _token(key: SecretStr, now: datetime) -> str:
    """Return a token for one call: Notify takes it for thirty seconds."""
    whole = key.get_secret_value()
    claims = {"iss": whole[-73:-37], "iat": int(now.timestamp())}
    import jwt  # a partnership without Notify does not wait for it

    return jwt.encode(claims, whole[-36:], algorithm="HS256")


def _until(answer: Answer, now: datetime) -> datetime:
    """Wait till midnight UTC once the day's limit is reached; else as it says, or a minute."""
    if DAY_LIMIT not in _errors(answer):
        return wait_until(answer, now)
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=UTC)


def _errors(answer: Answer) -> str:
    """Return the names of Notify's errors; its sentences may quote what was sent."""
    try:
        errors = answer.json()["errors"]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
    return ", ".join(str(error.get("error")) for error in errors)


def _refusal(message: Message, refused: Sequence[str]) -> RefusedError:
    """Return the refusal of some recipients, or of a message to nobody."""
    return RefusedError(
        f"Notify refused {len(refused)} of the {many(len(message.to), 'recipient')} of "
        f"{message.key}: "
        f"{' '.join(refused)} Whoever else it is to has it, and is not written to again. Check the "
        "contact's address and the template, then make it due again."
    )


def _only(message: Message) -> Attachment | None:
    """Return the one file of a message, if it has one that Notify can send."""
    if not message.attachments:
        return None
    first, *more = message.attachments
    if more:
        raise RefusedError(f"{message.key} has several files, and Notify sends one in a message.")
    if len(first.content) > LARGEST:
        raise RefusedError(f"{first.name} is over 2 MB, the most Notify sends. Use another route.")
    return first


def _time(notification: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(notification["created_at"]))
