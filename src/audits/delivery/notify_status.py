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

from audits.domain.message import Fate, News


FATES: Mapping[str, Fate] = {
    "delivered": Fate.DELIVERED,
    "permanent-failure": Fate.BOUNCED,
    "temporary-failure": Fate.FAILED,
    "technical-failure": Fate.FAILED,
}
FAILED = frozenset(status for status, fate in FATES.items() if fate is not Fate.DELIVERED)
WORST_FIRST = (Fate.BOUNCED, Fate.FAILED, Fate.UNDER_WAY, Fate.DELIVERED)
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
    def news(self) -> News:
        """Return what it says, as of that recipient's part of the sending."""
        return together([(fate_of(self.status), self.to)], str(self.id))


def fate_of(status: str) -> Fate:
    """Return what a status means for the message."""
    return FATES.get(status, Fate.UNDER_WAY)


def together(told: Sequence[tuple[Fate, str]], reference: str) -> News:
    """Return the news of a whole sending: the worst that befell one of its recipients."""
    if not told:
        return News(Fate.UNKNOWN, reference)
    worst = min((fate for fate, _ in told), key=WORST_FIRST.index)
    missed = [address for fate, address in told if fate is worst]
    return News(worst, reference, tuple(missed) if worst in (Fate.BOUNCED, Fate.FAILED) else ())
