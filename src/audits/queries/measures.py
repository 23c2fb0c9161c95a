"""What was measured of an action, as the rules take it."""

from datetime import date

from audits.actions import Better, Impact
from audits.domain.level import Dated, Level
from audits.storage import ActionMeasure


def impact_of(row: ActionMeasure) -> Impact:
    """Return a measure as the rules take it."""
    return Impact(
        row.name,
        _dated(row.baseline, row.baseline_of, row.baseline_on),
        _dated(row.target, row.target_of, row.target_on),
        _dated(row.after, row.after_of, row.after_on),
        Better(row.better),
    )


def _dated(value: float | None, of: int | None, on: date | None) -> Dated | None:
    if value is None or on is None:
        return None
    return Dated(Level(value, of), on)
