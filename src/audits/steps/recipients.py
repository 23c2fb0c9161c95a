"""Who is written to by which route, and whether a person has looked at that for a cycle."""

from collections.abc import Mapping
from typing import Any

from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.storage import Contact, Cycle, Dispatch, Gate, Unit, UnitOfWork

from .gates import RECIPIENTS, decide_gate
from .parts import Parts


Record = dict[str, Any]
HELD = (Purpose.PACK, Purpose.KEY_LIST)
WAITING = (DispatchStatus.DUE, DispatchStatus.REFUSED)


def recipients_by_route(purpose: Purpose, unit: Unit, uow: UnitOfWork) -> Mapping[str, list[str]]:
    """Return the addresses of a unit's people by the route that carries a message of this purpose.

    Deputies are written to where nobody else is left; who has left is never. A key list goes by
    the unit's second route if it has one, for everybody.
    """
    here = uow.all(Contact, unit=unit.code, left_on=None, order_by="id")
    people = [each for each in here if not each.is_deputy] or here
    routes: dict[str, list[str]] = {}
    for each in people:
        route = each.channel or unit.channel
        if purpose is Purpose.KEY_LIST and unit.key_channel:
            route = unit.key_channel
        routes.setdefault(route, []).append(each.email)
    return routes or {unit.channel: []}


def bouncing_addresses(uow: UnitOfWork) -> frozenset[str]:
    """Return the addresses of those written to now whose mail servers refuse them for good."""
    here = uow.all(Contact, left_on=None)
    return frozenset(each.email for each in here if each.bounced_at is not None)


def unconfirmed_cycles(uow: UnitOfWork) -> frozenset[str]:
    """Return the cycles whose recipients nobody has confirmed yet."""
    return frozenset(gate.cycle for gate in uow.all(Gate, name=RECIPIENTS, decided_at=None))


def waits_for_recipients(dispatch: Dispatch, unconfirmed: frozenset[str], parts: Parts) -> bool:
    """Tell whether a dispatch would go out by itself to people nobody has confirmed."""
    channel = parts.channels.get(dispatch.channel)
    by_hand = channel is not None and channel.by_hand
    return dispatch.purpose in HELD and dispatch.cycle in unconfirmed and not by_hand


def list_recipients(ref: str, *, parts: Parts) -> list[Record]:
    """Return who would get what of a cycle, by which route.

    Raises:
        StatusError: if its packs are not issued yet.
    """
    with parts.open_uow() as uow:
        uow.get(Cycle, ref)
        bouncing = bouncing_addresses(uow)
        rows = [
            {
                "unit": row.unit,
                "what": row.purpose,
                "route": row.channel,
                "to": list(row.recipients),
                "bouncing": [each for each in row.recipients if each in bouncing],
                "status": str(row.status),
            }
            for row in uow.all(Dispatch, cycle=ref, order_by="key")
            if row.purpose in HELD
        ]
    if not rows:
        raise StatusError(f"{ref} has no packs yet. Issue them first: audits pack issue {ref}")
    return rows


def confirm_recipients(ref: str, *, why: str, parts: Parts) -> list[Record]:
    """Record that a person has looked at who gets a cycle's packs, and return the list.

    What is not sent yet is addressed anew first, so that what is confirmed is what goes.

    Raises:
        StatusError: if its packs are not issued yet.
    """
    list_recipients(ref, parts=parts)
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        for dispatch in uow.all(Dispatch, cycle=ref, status=list(WAITING)):
            address_anew(dispatch, uow)
        decide_gate(RECIPIENTS, cycle, decision=why, uow=uow, parts=parts)
        uow.note("recipients confirmed", ref, why=why)
        uow.commit()
    return list_recipients(ref, parts=parts)


def address_anew(dispatch: Dispatch, uow: UnitOfWork) -> None:
    """Address a dispatch that was not sent to whoever its unit's people are now.

    It stays one message by one route: the one it had, while somebody is reached by it.
    """
    if dispatch.purpose == Purpose.RECALL:
        return
    routes = recipients_by_route(Purpose(dispatch.purpose), uow.get(Unit, dispatch.unit), uow)
    if dispatch.channel not in routes:
        dispatch.channel = next(iter(routes))
    dispatch.recipients = routes[dispatch.channel]
    uow.add(dispatch)
