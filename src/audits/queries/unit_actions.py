"""The actions that a unit is asked about: its own, and its agency's if that is written to here."""

from dataclasses import dataclass

from audits.domain.action import Standing
from audits.domain.errors import NotFoundError
from audits.storage import ActionRow, Unit, View
from audits.workspace import Workspace

from .action_list import ActionFilter, actions_wanted, reviewed
from .actions import ActionLine, action_line
from .own_units import Agencies, own_unit
from .owners import unit_of


MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class UnitActions:
    """What a unit has still to do, the most overdue first; ``number`` says how much in all."""

    unit: str
    name: str
    actions: tuple[ActionLine, ...]
    number: int


def unit_actions(unit: str, agencies: Agencies, *, workspace: Workspace) -> UnitActions:
    """Return the open actions that a unit of somebody's agencies is asked about.

    Raises:
        NotFoundError: if the unit is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        row = own_unit(unit, agencies, view)
        owners = owners_at(row, view, workspace)
        wanted = ActionFilter(owners=owners, standing=Standing.OPEN, limit=MOST_SHOWN)
        actions = reviewed(wanted, view=view, workspace=workspace)
        number, _ = view.count_actions(actions_wanted(wanted, workspace=workspace))
    return UnitActions(unit, row.name, tuple(map(action_line, actions)), number)


def owners_at(unit: Unit, view: View, workspace: Workspace) -> tuple[str, ...]:
    """Return whose actions a unit hears of: its own, and its agency's where that is written to."""
    heard_at = unit_of(unit.agency, view, workspace)
    if heard_at is not None and heard_at.code == unit.code:
        return (unit.code, unit.agency)
    return (unit.code,)


def check_is_asked_of(unit: str, ref: str, *, workspace: Workspace) -> None:
    """Refuse an action that a unit is not asked about as one that is not there.

    Raises:
        NotFoundError: if it is another's, or nobody's.
    """
    with workspace.open_view() as view:
        owners = owners_at(view.get(Unit, unit), view, workspace)
        action = view.find(ActionRow, ref)
    if action is None or action.owner not in owners:
        raise NotFoundError("There is no such action.")
