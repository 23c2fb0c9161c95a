"""Remind who is late now, on a person's word: one unit of a cycle, or everybody."""

from audits.domain.errors import StatusError
from audits.domain.moves import ways_on
from audits.domain.status import CycleStatus
from audits.queries.current_rows import first_pack
from audits.steps.packs.ask_again import chase_queries
from audits.storage import Cycle
from audits.workspace import Workspace

from .chase import chase


def remind_everybody(*, workspace: Workspace) -> bool:
    """Make the letters due about every late return, or answer asked again; False if none was new.

    They are those that the schedule would make: nobody is told of the same step twice.
    """
    return _remind(None, workspace)


def remind_unit(ref: str, unit: str, *, workspace: Workspace) -> bool:
    """Make the same letters about one unit of a cycle.

    Raises:
        NotFoundError: if there is no such cycle, or it asked no such unit.
        StatusError: if the cycle waits for no returns.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        first_pack(ref, unit, view)
    if cycle.status is not CycleStatus.ISSUED:
        raise StatusError(
            f"{ref} is {cycle.status} and waits for no returns, so nobody is reminded.",
            remedy=ways_on(cycle.status, ref),
        )
    return _remind((ref, unit), workspace)


def _remind(only: tuple[str, str] | None, workspace: Workspace) -> bool:
    queries = chase_queries(only=only, workspace=workspace)
    returns = chase(only=only, workspace=workspace)
    return bool(queries or returns)
