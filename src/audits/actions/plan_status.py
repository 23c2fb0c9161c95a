"""What the word in a plan's column "Status" claims."""

import re
from collections.abc import Mapping
from enum import StrEnum

from audits.domain.spelling import folded


class Claim(StrEnum):
    """What a plan says of one of its actions; nobody but the quality group says that it is so."""

    OPEN = "open"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


CLAIM_WORDS: Mapping[Claim, tuple[str, ...]] = {
    Claim.OPEN: (
        "open", "in progress", "ongoing", "on going", "on track", "on target", "underway",
        "under way", "started", "not started", "not yet started", "to start", "begun", "not begun",
        "partially complete", "partly complete", "part complete", "partially completed",
        "not complete", "incomplete", "not due", "not yet due", "due", "outstanding", "overdue",
        "delayed", "slipped", "at risk", "off track", "behind schedule", "active", "planned",
        "current", "live", "new",
    ),
    Claim.COMPLETE: (
        "complete", "completed", "fully complete", "action complete", "action completed", "done",
        "closed", "complete and closed", "completed and closed", "achieved", "implemented",
        "fully implemented", "finished", "delivered", "embedded", "met", "signed off", "100",
        "100 complete", "complete awaiting sign off", "complete awaiting evidence",
    ),
    Claim.WITHDRAWN: (
        "withdrawn", "superseded", "no longer required", "no longer needed", "no longer applicable",
        "cancelled", "not accepted", "rejected", "removed", "duplicate",
    ),
}  # fmt: skip
KNOWN = {word: claim for claim, words in CLAIM_WORDS.items() for word in words}
# A day beside the word changes nothing about it: "Complete - March 2026", "Completed on 3/1/17".
DAY = re.compile(
    r"^(?:\d+(?:st|nd|rd|th)?|on|in|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|"
    r"oct\w*|nov\w*|dec\w*)$"
)


def claim_of(text: str, words: Mapping[str, str] = {}) -> Claim | None:
    """Return what a status claims, None if nobody here knows the word.

    ``words`` gives what further ones mean, folded.

    >>> claim_of("Completed - 3 Jan 2017"), claim_of("Complete in part")
    (<Claim.COMPLETE: 'complete'>, None)
    """
    plain = folded(text)
    without_day = " ".join(word for word in plain.split() if not DAY.match(word))
    for spelling in (plain, without_day):
        if spelling in words:
            return Claim(words[spelling])
        if spelling in KNOWN:
            return KNOWN[spelling]
    return None
