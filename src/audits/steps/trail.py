"""The trail, read: whether it is whole, and all of it."""

from typing import Any

from audits.storage import TrailEntry, verify_trail

from .parts import Parts


def trail_faults(*, parts: Parts) -> tuple[str, ...]:
    """Return a sentence for each entry that was altered, removed or moved."""
    with parts.open_view() as view:
        return verify_trail(view.all(TrailEntry, order_by="seq"))


def list_trail(*, parts: Parts) -> list[dict[str, Any]]:
    """Return every entry, oldest first."""
    with parts.open_view() as view:
        return [row.model_dump(mode="json") for row in view.all(TrailEntry, order_by="seq")]
