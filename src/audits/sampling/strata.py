"""Which stratum a unit belongs to: the value of one attribute, or the cell of two."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from audits.domain.candidate import Candidates
from audits.domain.plan import SamplePlan


NO_STRATA = "all"
NOT_RECORDED = "not recorded"
NO_QUOTA = ""
BAND = re.compile(r"(?:under |over )?(\d+)")
BETWEEN = " / "  # between the two values that name a cell


def strata_of(candidates: Candidates, plan: SamplePlan) -> Sequence[str]:
    """Return each candidate's stratum; with quotas, the cell, or nothing where none has a quota."""
    if plan.quotas:
        return _cells(candidates, plan.quotas)
    if plan.strata is None:
        return [NO_STRATA] * len(candidates)
    return _values(candidates, plan.strata.by)


def in_natural_order(names: Iterable[str]) -> list[str]:
    """Return strata as people put them: bands by their first number, then words by the alphabet.

    A database keeps them in another order, and the alphabet puts 10 before 5.

    Example:
        >>> in_natural_order(["10 to 15", "5 to 9", "not recorded", "1 to 4", "under 1"])
        ['under 1', '1 to 4', '5 to 9', '10 to 15', 'not recorded']
    """

    def place(name: str) -> tuple[float, bool, str]:
        band = BAND.match(name)
        first = float(band[1]) if band else inf
        return first, not name.startswith("under"), name

    return sorted(names, key=place)


def cell(values: Sequence[str]) -> str:
    """Return the name of a cell: ``under 5 / female``, the dimensions in the alphabet's order."""
    return BETWEEN.join(values)


def _values(candidates: Candidates, name: str) -> Sequence[str]:
    column = candidates.attributes.get(name)
    if column is None:
        return [NOT_RECORDED] * len(candidates)
    names = {value: " ".join(value.split()) or NOT_RECORDED for value in set(column)}
    return list(map(names.__getitem__, column))


def _cells(candidates: Candidates, quotas: Mapping[str, Mapping[str, int]]) -> Sequence[str]:
    columns, spellings = [], []
    for name, quota in sorted(quotas.items()):
        columns.append(_values(candidates, name))
        spellings.append({value.casefold(): value for value in quota})
    names: dict[tuple[str, ...], str] = {}
    for values in set(zip(*columns, strict=True)):
        names[values] = _cell_of(values, spellings)
    return list(map(names.__getitem__, zip(*columns, strict=True)))


def _cell_of(values: Sequence[str], spellings: Sequence[Mapping[str, str]]) -> str:
    """Return the cell of two values as the quotas spell them, or nothing where one has no quota."""
    pairs = zip(values, spellings, strict=True)
    in_quota = [spelling.get(value.casefold(), "") for value, spelling in pairs]
    if not all(in_quota):
        return NO_QUOTA
    return cell(in_quota)
