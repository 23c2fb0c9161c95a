"""The cycle before: the latest of a kind that has come so far."""

from collections.abc import Collection
from datetime import date

from audits.domain.status import CycleStatus
from audits.storage import Cycle, View, one_of


def latest_cycle(
    kind: str, statuses: Collection[CycleStatus], view: View, *, before: date
) -> Cycle | None:
    """Return the latest cycle of a kind in one of these statuses that opened before a day, if any.

    Of several that opened on one day it is the last by its reference.
    """
    cycles = view.newest(
        Cycle, Cycle.kind == kind, one_of(Cycle.status, statuses), Cycle.opened_on < before,
        by=Cycle.opened_on, limit=1,
    )  # fmt: skip
    return next(iter(cycles), None)
