"""The units that somebody acts for; any other is as though there were none."""

from collections.abc import Collection
from dataclasses import dataclass

from audits.domain.errors import NotFoundError
from audits.storage import Unit, View, is_empty, one_of
from audits.workspace import Workspace


Agencies = Collection[str] | None  # whose units somebody acts for; None: every agency's


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that somebody acts for."""

    unit: str
    name: str


def units_of_agencies(agencies: Agencies, *, workspace: Workspace) -> list[OwnUnit]:
    """Return the units of some agencies that have not left, by name; for None every unit."""
    with workspace.open_view() as view:
        conditions = []
        if agencies is not None:
            conditions.append(one_of(Unit.agency, sorted(agencies)))
        units = view.all(Unit, is_empty(Unit.left_on), *conditions, order_by=Unit.name)
    return [OwnUnit(unit.code, unit.name) for unit in units]


def check_is_theirs(unit: str, agencies: Agencies, *, workspace: Workspace) -> None:
    """Refuse a unit that is of none of somebody's agencies, as though there were none.

    Raises:
        NotFoundError: if it is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        own_unit(unit, agencies, view)


def own_unit(unit: str, agencies: Agencies, view: View) -> Unit:
    """Return a unit that somebody acts for.

    Raises:
        NotFoundError: if it is of none of their agencies, as though there were none.
    """
    row = view.find(Unit, unit)
    if row is None or (agencies is not None and row.agency not in agencies):
        raise NotFoundError("There is no such unit.")
    return row
