"""Where each unit's return stands: back, waived, or waited for; the three add up to all packs."""

from dataclasses import dataclass

from audits.domain.status import ReturnOutcome
from audits.storage import Allowance, IssuedPack, ReturnFile, View


# A return in one of these answers nothing.
EMPTY_HANDED = frozenset({ReturnOutcome.QUARANTINED, ReturnOutcome.REFUSED})


@dataclass(frozen=True, slots=True)
class ReturnsSoFar:
    """The packs of a cycle, each in one of three; a waived unit that returned is back."""

    back: tuple[IssuedPack, ...]
    waived: tuple[IssuedPack, ...]
    waiting: tuple[IssuedPack, ...]


def returns_so_far(ref: str, view: View) -> ReturnsSoFar:
    """Return where each pack of a cycle stands, in the order they were issued."""
    back = {
        row.unit
        for row in view.all(ReturnFile, cycle=ref)
        if row.outcome is not None and row.outcome not in EMPTY_HANDED
    }
    waived = {unit for unit, each in allowances(ref, view).items() if each[-1].waived}
    packs = view.all(IssuedPack, cycle=ref, edition=1, order_by="number")
    return ReturnsSoFar(
        back=tuple(pack for pack in packs if pack.unit in back),
        waived=tuple(pack for pack in packs if pack.unit in waived - back),
        waiting=tuple(pack for pack in packs if pack.unit not in back | waived),
    )


def allowances(ref: str, view: View) -> dict[str, list[Allowance]]:
    """Return what units of a cycle were allowed, each unit's in the order it was decided."""
    found: dict[str, list[Allowance]] = {}
    for row in view.all(Allowance, cycle=ref, order_by="number"):
        found.setdefault(row.unit, []).append(row)
    return found


def issued_pack(ref: str, unit: str, view: View) -> IssuedPack | None:
    """Return the pack that a unit was first sent in a cycle, if it was asked."""
    return view.first(IssuedPack, cycle=ref, unit=unit, edition=1)


def is_waived(ref: str, unit: str, view: View) -> bool:
    """Tell whether a unit's return is waived and has not come all the same."""
    return any(pack.unit == unit for pack in returns_so_far(ref, view).waived)
