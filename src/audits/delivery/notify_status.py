"""What GOV.UK Notify says of a message since it was sent, asked or calling back.

delivered            the recipient's mail server took it
permanent-failure    the address does not exist, or refuses Notify for good
temporary-failure    the mailbox was full or the server away, until Notify gave up
technical-failure    something failed between Notify and the mail server
anything else        it is under way
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from audits.domain.message import DeliveryOutcome, DeliveryReport


FATES: Mapping[str, DeliveryOutcome] = {
    "delivered": DeliveryOutcome.DELIVERED,
    "permanent-failure": DeliveryOutcome.BOUNCED,
    "temporary-failure": DeliveryOutcome.FAILED,
    "technical-failure": DeliveryOutcome.FAILED,
}
FAILED = frozenset(
    status for status, fate in FATES.items() if fate is not DeliveryOutcome.DELIVERED
)
WORST_FIRST = (
    DeliveryOutcome.BOUNCED,
    DeliveryOutcome.FAILED,
    DeliveryOutcome.UNDER_WAY,
    DeliveryOutcome.DELIVERED,
)
KEY_PARTS = 4  # cycle/unit/purpose/edition; what follows counts recipients


class NotifyStatus(BaseModel):
    """What Notify calls back to say of one recipient's message; whatever else it says is let go."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    id: UUID
    reference: str | None = Field(default=None, max_length=1000)
    to: str = Field(max_length=1000, repr=False)
    status: str = Field(max_length=100)

    @property
    def key(self) -> str:
        """Return the key of the dispatch it would be of."""
        return "/".join((self.reference or "").split("/")[:KEY_PARTS])

    @property
    def news(self) -> DeliveryReport:
        """Return what it says, as of that recipient's part of the sending."""
        return together([(outcome_of(self.status), self.to)], str(self.id))


def outcome_of(status: str) -> DeliveryOutcome:
    """Return what a status means for the message."""
    return FATES.get(status, DeliveryOutcome.UNDER_WAY)


def together(outcomes: Sequence[tuple[DeliveryOutcome, str]], reference: str) -> DeliveryReport:
    """Return the news of a whole sending: the worst that befell one of its recipients."""
    if not outcomes:
        return DeliveryReport(DeliveryOutcome.UNKNOWN, reference)
    worst = min((fate for fate, _ in outcomes), key=WORST_FIRST.index)
    if worst not in (DeliveryOutcome.BOUNCED, DeliveryOutcome.FAILED):
        return DeliveryReport(worst, reference, ())
    missed = [address for fate, address in outcomes if fate is worst]
    return DeliveryReport(worst, reference, tuple(missed))
