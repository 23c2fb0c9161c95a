"""What every route to a unit must be able to do, whatever carries it."""

from typing import Protocol

from audits.domain.message import DeliveryReport, Message, Receipt


class Channel(Protocol):
    """A way to put one message in front of one unit."""

    @property
    def by_hand(self) -> bool:
        """Whether a person sends on what it writes, and so sees to whom it goes."""
        ...

    @property
    def can_tell(self) -> bool:
        """Whether it learns what becomes of a message once it is sent."""
        ...

    def send(self, message: Message) -> Receipt:
        """Deliver it, quoting ``message.key``, and return the proof.

        Raises TryAgainError only when certain that nothing was sent, RefusedError when no retry
        can help, UnansweredError when it may have gone and can be looked for later. Anything
        else, a power cut included, leaves it unknown.
        """
        ...

    def find(self, key: str) -> Receipt | None:
        """Look for an earlier delivery under this key.

        Raises UnconfirmedError when this channel keeps no record to look in, and TryAgainError
        when it cannot look at present.
        """
        ...

    def follow(self, reference: str) -> DeliveryReport:
        """Return what became of a message that was sent, by its receipt's reference.

        Raises TryAgainError when it cannot look at present.
        """
        ...
