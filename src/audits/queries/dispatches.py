"""What was sent and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.domain.message import Purpose
from audits.domain.remedies import Remedies, Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.storage import Cycle, Dispatch, TrailEntry, View
from audits.workspace import Workspace

from .extended import extended
from .story import StoryLine, story_of


PERSONS = (DispatchStatus.UNCONFIRMED, DispatchStatus.REFUSED)  # these wait for a person's word


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """One message to a unit; ``cycle`` is None for a letter about actions of several cycles."""

    key: str
    cycle: str | None
    unit: str
    purpose: Purpose
    status: DispatchStatus
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class DispatchLine(DispatchFacts):
    """A message as it is listed; ``recalled``: another letter called it back."""

    recalled: bool


@dataclass(frozen=True, slots=True)
class DispatchEvidence(DispatchFacts):
    """All that is known of a message but its text, for a person who must say whether it went.

    ``attachments`` are file names; ``addressed_to`` says who of the unit, "" its people.
    """

    channel: str
    receipt: str
    subject: str
    recipients: tuple[str, ...]
    addressed_to: str
    claimed_at: datetime | None
    delivered_at: datetime | None
    attachments: tuple[str, ...]
    story: tuple[StoryLine, ...]


def list_dispatches(ref: str | None = None, *, workspace: Workspace) -> list[DispatchLine]:
    """Return the dispatches of one cycle, those that tell of others too, or all there are.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        if ref is None or not ref:
            return message_lines(_all_facts(view))
        view.get(Cycle, ref)
        return message_lines([facts_of(row) for row, _ in messages_of(ref, view)])


def show_dispatch(key: str, *, workspace: Workspace) -> DispatchEvidence:
    """Return all that is known of a message: the evidence for saying whether it went.

    Raises:
        NotFoundError: if there is no such dispatch.
    """
    with workspace.open_view() as view:
        row = view.get(Dispatch, key)
        entries = view.all(TrailEntry, TrailEntry.about == key, order_by=TrailEntry.seq)
    return extended(
        DispatchEvidence,
        facts_of(row),
        channel=row.channel,
        receipt=row.receipt,
        subject=row.subject,
        recipients=tuple(row.recipients),
        addressed_to=row.addressed_to,
        claimed_at=row.claimed_at,
        delivered_at=row.delivered_at,
        attachments=tuple(attachment["name"] for attachment in row.attachments),
        story=story_of(entries),
    )


def messages_of(ref: str, view: View) -> list[tuple[Dispatch, str]]:
    """Return the messages of a cycle and those that tell of it, as they are due.

    Each has the name of its unit beside it.
    """
    return sorted(view.messages_about(ref), key=_when_due)


def _when_due(message: tuple[Dispatch, str]) -> tuple[datetime, str]:
    return message[0].due_at, message[0].key


def message_lines(messages: Sequence[DispatchFacts]) -> list[DispatchLine]:
    """Return messages as they are listed."""
    recalls = {message.key for message in messages if message.purpose is Purpose.RECALL}
    lines = []
    for message in messages:
        is_recalled = bool(recalls) and _recall_of(message.key) in recalls
        lines.append(extended(DispatchLine, message, recalled=is_recalled))
    return lines


def _all_facts(view: View) -> list[DispatchFacts]:
    """Return all messages without their texts and attachments, which no list shows."""
    listed = (
        Dispatch.key, Dispatch.cycle, Dispatch.unit, Dispatch.purpose, Dispatch.status,
        Dispatch.due_at, Dispatch.sent_at, Dispatch.attempts, Dispatch.reason,
    )  # fmt: skip
    messages = []
    for key, cycle, unit, purpose, *rest in view.columns(listed, order_by=Dispatch.due_at):
        messages.append(DispatchFacts(key, cycle, unit, Purpose(purpose), *rest))
    return messages


def facts_of(row: Dispatch) -> DispatchFacts:
    """Return what all views of a message hold."""
    return DispatchFacts(
        key=row.key,
        cycle=row.cycle,
        unit=row.unit,
        purpose=Purpose(row.purpose),
        status=row.status,
        due_at=row.due_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        reason=row.reason,
    )


def _recall_of(key: str) -> str:
    """Return the key that a letter calling this message back would have."""
    about, _, rest = key.partition("/")
    unit, _, rest = rest.partition("/")
    return f"{about}/{unit}/{Purpose.RECALL}/{rest.replace('/', '-')}"


def remedies_for(key: str, status: str) -> Remedies:
    """Return what a person can do about a message that waits for a person's word."""
    if status not in PERSONS:
        return ()
    return (Remedy(Verb.CONFIRM_DISPATCH, key),)
