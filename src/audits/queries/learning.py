"""What training has to bring home, what was shared, and what partners challenge."""

from typing import Any

from audits.storage import Challenge, Shared, TrainingNeed
from audits.workspace import Parts


Record = dict[str, Any]


def list_training(*, parts: Parts, met: bool = False) -> list[Record]:
    """Return the training that is needed, oldest first; ``met`` those needs that were met too."""
    with parts.open_view() as view:
        rows = view.all(TrainingNeed, order_by=TrainingNeed.raised_on)
    return [describe_need(row) for row in rows if met or row.met_on is None]


def list_challenges(*, parts: Parts) -> list[Record]:
    """Return every challenge, the first first."""
    with parts.open_view() as view:
        return [
            describe_challenge(row) for row in view.all(Challenge, order_by=Challenge.raised_on)
        ]


def describe_need(row: TrainingNeed) -> Record:
    """Return a training need as plain values."""
    return row.model_dump(mode="json")


def describe_shared(row: Shared) -> Record:
    """Return with whom something was shared, as plain values."""
    return row.model_dump(mode="json", exclude={"id", "theme"})


def describe_challenge(row: Challenge) -> Record:
    """Return a challenge as plain values."""
    return row.model_dump(mode="json")
