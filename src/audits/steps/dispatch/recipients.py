"""Who is written to by which route, and whether a person has looked at that for a cycle."""

from audits.domain.gates import RECIPIENTS
from audits.domain.message import Purpose
from audits.domain.status import NOT_SENT
from audits.queries.recipients import RecipientsLine, list_recipients, recipients_by_route
from audits.steps.cycle.gates import decide_gate
from audits.steps.masks import masks
from audits.storage import Cycle, Dispatch, Unit, UnitOfWork, one_of
from audits.workspace import Workspace


@masks("why")
def confirm_recipients(ref: str, *, why: str, workspace: Workspace) -> list[RecipientsLine]:
    """Record that a person has looked at who gets a cycle's packs, and return the list.

    What is not sent yet is addressed anew first, so that what is confirmed is what goes.

    Raises:
        StatusError: if its packs are not issued yet.
    """
    list_recipients(ref, workspace=workspace)
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        for dispatch in uow.all(Dispatch, Dispatch.cycle == ref, one_of(Dispatch.status, NOT_SENT)):
            address_anew(dispatch, uow)
        decide_gate(RECIPIENTS, cycle, decision=why, uow=uow, workspace=workspace)
        uow.note("recipients confirmed", ref, why=why)
        uow.commit()
    return list_recipients(ref, workspace=workspace)


def address_anew(dispatch: Dispatch, uow: UnitOfWork) -> None:
    """Address a dispatch that was not sent to whoever its unit's people are now.

    It stays one message by one route: the one it had, while somebody is reached by it.
    """
    if dispatch.purpose == Purpose.RECALL:
        return
    unit, purpose = uow.get(Unit, dispatch.unit), Purpose(dispatch.purpose)
    routes = recipients_by_route(purpose, unit, uow, dispatch.addressed_to)
    if dispatch.channel not in routes:
        dispatch.channel = next(iter(routes))
    dispatch.recipients = routes[dispatch.channel]
    uow.add(dispatch)
