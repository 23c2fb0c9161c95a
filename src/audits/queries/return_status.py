"""Where each unit's return stands: back, waived, or waited for; the three add up to all packs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audits.domain.amounts import are, many, were
from audits.domain.status import WITHOUT_ANSWERS
from audits.storage import Allowance, IssuedPack, ReturnFile, Unit, View

from .still_asked import still_asked


# A return in one of these answers nothing.
ONE_OF_THEM = "one of those asked"  # where units are not named


@dataclass(frozen=True, slots=True)
class ReturnsSoFar:
    """The packs of a cycle, each in one of three; a waived unit that returned is back.

    A return is back when nothing that it must answer is asked again any more. Of those waited for,
    ``asked`` holds which have come, and of how many answers they are asked again.
    """

    back: tuple[IssuedPack, ...]
    waived: tuple[IssuedPack, ...]
    waiting: tuple[IssuedPack, ...]
    asked: Mapping[str, int] = field(default_factory=dict)

    @property
    def silent(self) -> tuple[IssuedPack, ...]:
        """Return the packs of those from whom nothing has come at all."""
        return tuple(pack for pack in self.waiting if pack.unit not in self.asked)

    @property
    def anything(self) -> bool:
        """Tell whether anything at all has come."""
        return bool(self.back or self.asked)


def returns_so_far(ref: str, view: View) -> ReturnsSoFar:
    """Return where each pack of a cycle stands, in the order they were issued."""
    came = {
        row.unit
        for row in view.all(ReturnFile, ReturnFile.cycle == ref)
        if row.outcome is not None and row.outcome not in WITHOUT_ANSWERS
    }
    waived = {unit for unit, each in allowances(ref, view).items() if each[-1].waived}
    packs = view.all(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.edition == 1, order_by=IssuedPack.number
    )
    asked = still_asked((p for p in packs if p.unit in came - waived), view)
    back = came - asked.keys()
    return ReturnsSoFar(
        back=tuple(pack for pack in packs if pack.unit in back),
        waived=tuple(pack for pack in packs if pack.unit in waived - back),
        waiting=tuple(pack for pack in packs if pack.unit not in back | waived),
        asked=asked,
    )


def waits_for(so_far: ReturnsSoFar, view: View) -> list[str]:
    """Say whom a cycle waits for, and for what, a sentence a unit."""
    return [
        f"{view.get(Unit, pack.unit).name}: {open_in_words(so_far.asked.get(pack.unit, 0))}."
        for pack in so_far.waiting
    ]


def open_in_words(asked: int) -> str:
    """Say what is open with a unit of which so many answers are asked again; none: all of them."""
    if not asked:
        return "its return has not come"
    return f"{many(asked, 'answer')} {are(asked)} still asked for"


def open_then(asked: int) -> str:
    """Say what had been open with a unit when the audit went on without it."""
    if not asked:
        return "had not returned"
    return f"{many(asked, 'answer')} {were(asked)} still asked for"


def allowances(ref: str, view: View) -> dict[str, list[Allowance]]:
    """Return what units of a cycle were allowed, each unit's in the order it was decided."""
    found: dict[str, list[Allowance]] = {}
    for row in view.all(Allowance, Allowance.cycle == ref, order_by=Allowance.number):
        found.setdefault(row.unit, []).append(row)
    return found


def issued_pack(ref: str, unit: str, view: View) -> IssuedPack | None:
    """Return the pack that a unit was first sent in a cycle, if it was asked."""
    return view.first(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit, IssuedPack.edition == 1
    )


def is_waived(ref: str, unit: str, view: View) -> bool:
    """Tell whether a unit's return is waived and has not come all the same."""
    return any(pack.unit == unit for pack in returns_so_far(ref, view).waived)
