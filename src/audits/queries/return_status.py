"""Where each unit's return stands: back, waived, or waited for; the three add up to all packs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.amounts import are, many, were
from audits.storage import Allowance, IssuedPack, ReturnProblem, Unit, View, is_empty, one_of

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
    def issued(self) -> int:
        """Return how many packs there are."""
        return len(self.back) + len(self.waived) + len(self.waiting)

    @property
    def silent(self) -> tuple[IssuedPack, ...]:
        """Return the packs of those from whom nothing has come at all."""
        return tuple(pack for pack in self.waiting if pack.unit not in self.asked)

    @property
    def anything(self) -> bool:
        """Tell whether anything at all has come."""
        return bool(self.back or self.asked)


@dataclass(frozen=True, slots=True)
class CycleReturns:
    """What is known of one cycle's returns.

    ``names`` are its units' by their codes; ``allowed`` what a unit was allowed, in the order it
    was decided; ``queries`` those that are not settled, by the code of their pack;
    ``deadlines`` until when those are to be answered that were asked, by the same.
    """

    status: ReturnStatus
    names: Mapping[str, str]
    allowed: Mapping[str, list[Allowance]]
    queries: Mapping[str, list[ReturnProblem]]
    deadlines: Mapping[str, datetime]


def return_status(ref: str, view: View) -> ReturnStatus:
    """Return where each pack of a cycle stands, in the order they were issued."""
    return returns_of_cycle(ref, view).status


def returns_of_cycle(ref: str, view: View) -> CycleReturns:
    """Return what is known of a cycle's returns, in four statements however many there are."""
    rows = view.packs_and_units(ref)
    allowed = allowances(ref, view)
    came, queries, deadlines = view.returns_of_cycle(ref)
    waived = {(ref, unit) for unit, allowance in allowed.items() if allowance[-1].waived}
    packs = [pack for pack, _ in rows]
    asked = still_asked(_returned(packs, came - waived), queries, view)
    names = {pack.unit: name for pack, name in rows}
    status = _status_of(ref, packs, came, waived, asked)
    return CycleReturns(status, names, allowed, queries, deadlines)


def returns_of_all_cycles(view: View) -> Mapping[str, ReturnStatus]:
    """Return where the packs of every cycle stand; the packs lack their content."""
    packs = view.first_packs()
    came, waived = view.units_with_answers(), _waived_units(view)
    queries = view.unsettled_queries()
    codes = {pack.code for pack in _returned(packs, came - waived)} & queries.keys()
    whole = view.all(IssuedPack, one_of(IssuedPack.code, codes), IssuedPack.edition == 1)
    asked = still_asked(whole, queries, view)
    packs_of: dict[str, list[IssuedPack]] = defaultdict(list)
    for pack in packs:
        packs_of[pack.cycle].append(pack)
    by_cycle: defaultdict[str, ReturnStatus] = defaultdict(lambda: ReturnStatus((), (), ()))
    for cycle, its_packs in packs_of.items():
        by_cycle[cycle] = _status_of(cycle, its_packs, came, waived, asked)
    return by_cycle


def answer_deadlines(view: View) -> dict[str, datetime]:
    """Return until when what each pack of every cycle is asked again is to be answered."""
    is_open = is_empty(ReturnProblem.settled_at)
    editions = set(view.values(ReturnProblem.asked_in, ReturnProblem.is_query, is_open))
    shown = (IssuedPack.code, IssuedPack.due_at)
    asked = one_of(IssuedPack.id, editions - {None})
    return dict(view.columns(shown, asked, order_by=IssuedPack.due_at))  # the latest of each


def _returned(packs: Sequence[IssuedPack], units: Collection[tuple[str, str]]) -> list[IssuedPack]:
    """Return those of these packs that came back of some units, each with its cycle."""
    return [pack for pack in packs if (pack.cycle, pack.unit) in units]


def _waived_units(view: View) -> set[tuple[str, str]]:
    """Return the units, each with its cycle, whose last allowance is a waiver."""
    waived = set()
    for row in view.all(Allowance, order_by=Allowance.number):
        unit = (row.cycle, row.unit)
        waived.discard(unit)
        if row.waived:
            waived.add(unit)
    return waived


def _status_of(
    cycle: str,
    packs: Sequence[IssuedPack],
    came: Collection[tuple[str, str]],
    waived: Collection[tuple[str, str]],
    asked: Mapping[str, int],
) -> ReturnStatus:
    """Sort a cycle's packs into those back, waived and waited for."""
    back, without, waiting, still_asked_of = [], [], [], {}
    for pack in packs:
        unit = (cycle, pack.unit)
        if unit in came and pack.code not in asked:
            back.append(pack)
        elif unit in waived:
            without.append(pack)
        else:
            waiting.append(pack)
            if pack.code in asked:
                still_asked_of[pack.unit] = asked[pack.code]
    return ReturnStatus(tuple(back), tuple(without), tuple(waiting), still_asked_of)


def waits_for(
    status: ReturnStatus, names: Mapping[str, str], held: Collection[str] = ()
) -> list[str]:
    """Say whom a cycle waits for, and for what, a sentence a unit; ``names`` by their codes.

    ``held`` are the units whose packs are not sent yet.
    """
    sentences = []
    for unit in units_of(status.waiting):
        if unit in held:
            sentences.append(f"{names[unit]}: its pack is not sent yet.")
        else:
            sentences.append(f"{names[unit]}: {open_in_words(status.asked.get(unit, 0))}.")
    return sentences


def unit_names(view: View) -> dict[str, str]:
    """Return every unit's name by its code."""
    return view.values_by(Unit.code, Unit.name)


def units_of(packs: Iterable[IssuedPack]) -> list[str]:
    """Return the units of these packs, in their order."""
    return [pack.unit for pack in packs]


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


def is_waived(ref: str, unit: str, view: View) -> bool:
    """Tell whether a unit's return is waived and has not come all the same."""
    if unit not in allowances(ref, view):  # so it is of most returns, and their packs are not read
        return False
    return unit in units_of(return_status(ref, view).waived)
