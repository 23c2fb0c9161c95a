"""Where the owner of an action is written to."""

from collections.abc import Sequence

from audits.actions import is_body
from audits.storage import Unit, View, is_empty
from audits.workspace import Workspace


def unit_of(owner: str, view: View, workspace: Workspace) -> Unit | None:
    """Return the unit that an agency is written to at, or the unit itself; none that has left.

    What belongs to a body of the partnership, or to everybody, is held by its own office.
    """
    own = view.find(Unit, owner)
    if own and own.left_on is None:
        return own
    units: Sequence[Unit] = ()
    if owner:
        units = view.all(Unit, Unit.agency == owner, is_empty(Unit.left_on), order_by=Unit.code)
    if not units and is_body(owner, workspace.partnership.own_names):
        return view.find(Unit, workspace.business_unit.named_person)
    return next(iter(units), None)
