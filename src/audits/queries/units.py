"""Where each unit of a cycle stands: back, waived or waited for, and what it was allowed."""

from typing import Any

from audits.storage import Allowance, Cycle, IssuedPack, Unit, View
from audits.workspace import Parts

from .return_status import allowances, returns_so_far


Record = dict[str, Any]


def list_units(ref: str, *, parts: Parts) -> list[Record]:
    """Return every unit that a cycle asked, with its deadline and each extension and waiver.

    ``stands`` is ``back``, ``waived`` or ``waited for``; ``asked_again`` counts the answers that
    are still asked for of a unit whose return has come.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with parts.open_view() as view:
        cycle = view.get(Cycle, ref)
        allowed = allowances(ref, view)
        so_far = returns_so_far(ref, view)
        said = {"back": so_far.back, "waived": so_far.waived, "waited for": so_far.waiting}
        rows = [
            {
                **_unit(pack, cycle, stands, allowed.get(pack.unit, []), view=view, parts=parts),
                "asked_again": so_far.asked.get(pack.unit, 0),
            }
            for stands, packs in said.items()
            for pack in packs
        ]
    return sorted(rows, key=lambda row: (row["stands"] == "back", row["due_at"], row["unit"]))


def _unit(
    pack: IssuedPack,
    cycle: Cycle,
    stands: str,
    allowed: list[Allowance],
    *,
    view: View,
    parts: Parts,
) -> Record:
    first = cycle.due_at or pack.due_at
    return {
        "unit": pack.unit,
        "name": view.get(Unit, pack.unit).name,
        "stands": stands,
        "due_at": pack.due_at.isoformat(),
        "due_on": parts.calendar.local_date(pack.due_at).isoformat(),
        "first_due_on": parts.calendar.local_date(first).isoformat(),
        "overdue": stands == "waited for" and pack.due_at < parts.clock(),
        "allowed": [
            {
                "what": "waiver" if row.waived else "extension",
                "until": row.until.isoformat() if row.until else None,
                "before": row.due_before.isoformat(),
                "reason": row.waived.words if row.waived else "",
                "why": row.why,
                "at": row.decided_at.isoformat(),
                "by": row.decided_by,
            }
            for row in allowed
        ],
    }
