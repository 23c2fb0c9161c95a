"""What becomes of a machine's notice about mail of ours."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeOutcome(StrEnum):
    """What became of a machine's notice."""

    REFUSED = "refused"  # its dispatch did not arrive, and waits for a person
    DELAYED = "delayed"
    AWAY = "away"  # an automatic reply
    EARLIER = "earlier"  # about a sending that was made good since
    LEFT = "left"  # about no message of ours, or not to be understood: it stays for a person


@dataclass(frozen=True, slots=True)
class Noticed:
    """What became of one notice, and the dispatch it is about, if it is about one of ours."""

    outcome: NoticeOutcome
    key: str = ""
