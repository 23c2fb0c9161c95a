"""Where each unit's return stands: back, waived, or waited for; the three add up to all packs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.amounts import are, many, were
from audits.storage import Allowance, IssuedPack, Unit, View

from .still_asked import still_asked


@dataclass(frozen=True, slots=True)
class ReturnStatus:
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


def return_status(ref: str, view: View) -> ReturnStatus:
    """Return where each pack of a cycle stands, in the order they were issued."""
    packs = view.all(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.edition == 1, order_by=IssuedPack.number
    )
    return _by_cycle(packs, ref, view)[ref]


def returns_of_all_cycles(view: View) -> Mapping[str, ReturnStatus]:
    """Return where the packs of every cycle stand; the packs lack their content."""
    return _by_cycle(view.first_packs(), None, view)


def _by_cycle(
    packs: Sequence[IssuedPack], ref: str | None, view: View
) -> defaultdict[str, ReturnStatus]:
    """Return where these packs stand, by cycle: all packs of one, or of every cycle."""
    came, waived = view.units_with_answers(ref), _waived_units(ref, view)
    returned = [pack for pack in packs if (pack.cycle, pack.unit) in came - waived]
    asked = still_asked(returned, view.unsettled_queries(ref), view)
    packs_of: dict[str, list[IssuedPack]] = defaultdict(list)
    for pack in packs:
        packs_of[pack.cycle].append(pack)
    stands = {
        cycle: _so_far(cycle, its_packs, came, waived, asked)
        for cycle, its_packs in packs_of.items()
    }
    return defaultdict(lambda: ReturnStatus((), (), ()), stands)


def _waived_units(ref: str | None, view: View) -> set[tuple[str, str]]:
    """Return the units, each with its cycle, whose last allowance is a waiver."""
    of_cycle = () if ref is None else (Allowance.cycle == ref,)
    rows = view.all(Allowance, *of_cycle, order_by=Allowance.number)
    last = {(row.cycle, row.unit): row for row in rows}
    return {unit for unit, row in last.items() if row.waived}


def _so_far(
    cycle: str,
    packs: Sequence[IssuedPack],
    came: Collection[tuple[str, str]],
    waived: Collection[tuple[str, str]],
    asked: Mapping[str, int],
) -> ReturnStatus:
    """Sort a cycle's packs into those back, waived and waited for."""
    back, without, waiting = [], [], []
    for pack in packs:
        unit = (cycle, pack.unit)
        if unit in came and pack.code not in asked:
            back.append(pack)
        elif unit in waived:
            without.append(pack)
        else:
            waiting.append(pack)
    return ReturnStatus(
        back=tuple(back),
        waived=tuple(without),
        waiting=tuple(waiting),
        asked={pack.unit: asked[pack.code] for pack in waiting if pack.code in asked},
    )


def waits_for(so_far: ReturnStatus, names: Mapping[str, str]) -> list[str]:
    """Say whom a cycle waits for, and for what, a sentence a unit; ``names`` by their codes."""
    return [
        f"{names[pack.unit]}: {open_in_words(so_far.asked.get(pack.unit, 0))}."
        for pack in so_far.waiting
    ]


def unit_names(view: View) -> dict[str, str]:
    """Return every unit's name by its code."""
    return {unit.code: unit.name for unit in view.all(Unit)}


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
    by_unit: dict[str, list[Allowance]] = {}
    for row in view.all(Allowance, Allowance.cycle == ref, order_by=Allowance.number):
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit


def issued_pack(ref: str, unit: str, view: View) -> IssuedPack | None:
    """Return the pack that a unit was first sent in a cycle, if it was asked."""
    return view.first(
        IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit, IssuedPack.edition == 1
    )


def is_waived(ref: str, unit: str, view: View) -> bool:
    """Tell whether a unit's return is waived and has not come all the same."""
    return any(pack.unit == unit for pack in return_status(ref, view).waived)
