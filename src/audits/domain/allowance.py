"""What a unit that needs it is allowed: a later day for its return, or none at all."""

from enum import StrEnum


class WaiverReason(StrEnum):
    """Why no return is expected from a unit; the words stand on papers, a person's reason not."""

    NO_PART = "no_part"
    ELSEWHERE = "elsewhere"
    PRESSURE = "pressure"
    CLOSED = "closed"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Return the reason as papers say it."""
        return _WORDS[self]


_WORDS = {
    WaiverReason.NO_PART: "has no part in what is audited",
    WaiverReason.ELSEWHERE: "answered for by another unit",
    WaiverReason.PRESSURE: "under exceptional pressure, such as an inspection",
    WaiverReason.CLOSED: "closed or merged",
    WaiverReason.OTHER: "for a reason of its own",
}
