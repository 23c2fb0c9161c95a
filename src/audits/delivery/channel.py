"""What every route to a unit must be able to do, whatever carries it."""

from typing import Protocol

from audits.domain.message import Message, Receipt


class Channel(Protocol):
    """A way to put one message in front of one unit."""

    def send(self, message: Message) -> Receipt:
        """Deliver it, quoting ``message.key``, and return the proof.

        Raises TryAgainError only when certain that nothing was sent, and RefusedError when no
        retry can help. Anything else, a power cut included, leaves it unknown.
        """
        ...

    def find(self, key: str) -> Receipt | None:
        """Look for an earlier delivery under this key.

        Raises UnconfirmedError when this channel keeps no record to look in, and TryAgainError
        when it cannot look at present.
        """
        ...
