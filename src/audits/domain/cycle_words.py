"""Where a cycle stands, as people read it: on pages and on the screen alike."""

from collections.abc import Mapping

from .amounts import many
from .status import CycleStatus


CYCLE_WORDS: Mapping[CycleStatus, str] = {
    CycleStatus.PLANNED: "Waits for its register",
    CycleStatus.FRAMED: "Ready to draw",
    CycleStatus.DRAWN: "Draw to approve",
    CycleStatus.APPROVED: "Packs to send",
    CycleStatus.ISSUED: "With the agencies",
    CycleStatus.MODERATING: "Being moderated",
    CycleStatus.ANALYSED: "Findings to agree",
    CycleStatus.AGREED: "Papers to release",
    CycleStatus.PUBLISHED: "Published",
    CycleStatus.CLOSED: "Closed",
    CycleStatus.CANCELLED: "Cancelled",
}


def cycle_in_words(status: CycleStatus, packs_not_sent: int = 0) -> str:
    """Return where a cycle stands: written packs are with the agencies only once they are sent.

    >>> cycle_in_words(CycleStatus.ISSUED, 2), cycle_in_words(CycleStatus.ISSUED)
    ('2 packs not sent yet', 'With the agencies')
    """
    if packs_not_sent:
        return f"{many(packs_not_sent, 'pack')} not sent yet"
    return CYCLE_WORDS[status]
