"""Who is written to by which route, and whether a person has looked at that for a cycle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audits.domain.errors import StatusError
from audits.domain.gates import RECIPIENTS
from audits.domain.ladder import OF_THE_PARTNERSHIP, Addressee
from audits.domain.message import Purpose
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.storage import Contact, Cycle, Dispatch, Gate, Unit, View, is_empty
from audits.workspace import Workspace


HELD = (Purpose.PACK, Purpose.KEY_LIST)


@dataclass(frozen=True, slots=True)
class Address:
    """A unit and who of it is written to, as a dispatch keeps it; "" is the unit's people.

    ``instead_of``: there is nobody in that office, and the named person hears instead.
    """

    unit: Unit
    to: str = ""
    instead_of: Addressee | None = None


def addresses(
    to: Addressee, unit: Unit | None, agency: str, *, view: View, workspace: Workspace
) -> Iterator[Address]:
    """Yield where whoever holds an office for a unit, or for its agency, is written to.

    Nobody who has left is among them. Where nobody holds it the named person hears, who
    finds out whom to turn to.
    """
    if to is Addressee.UNIT and unit is not None:
        yield Address(unit)
        return
    office = f"{to}:{agency}" if to is Addressee.QEG_MEMBER else str(to)
    own = [unit.code] if unit is not None else []
    codes = own if to is Addressee.DEPUTY else _offices(office, view)
    held_by = [code for code in codes if people_of(code, office, view)]
    yield from (Address(view.get(Unit, code), office) for code in held_by)
    if not held_by:
        missing = None if to is Addressee.NAMED_PERSON else to
        yield Address(view.get(Unit, workspace.board.named_person), instead_of=missing)


def people_of(unit: str, to: str, view: View) -> list[Contact]:
    """Return who of a unit is written to: its people, or those in one office.

    Deputies are its people where nobody else is left. Who sits in the quality group or holds an
    office of the partnership is written to in that office only.
    """
    contacts = view.all(
        Contact, Contact.unit == unit, is_empty(Contact.left_on), order_by=Contact.id
    )
    office, _, agency = to.partition(":")
    if office in (Addressee.QEG_MEMBER, *OF_THE_PARTNERSHIP):
        return [each for each in contacts if each.qeg == (agency or office)]
    usual = [each for each in contacts if not each.qeg]
    if office == Addressee.DEPUTY:
        return [each for each in usual if each.is_deputy]
    return [each for each in usual if not each.is_deputy] or usual


def _offices(said: str, view: View) -> list[str]:
    """Return the units in whose list somebody holds an office of the partnership."""
    office, _, agency = said.partition(":")
    return sorted(
        {
            each.unit
            for each in view.all(
                Contact, Contact.qeg == (agency or office), is_empty(Contact.left_on)
            )
        }
    )


def recipients_by_route(
    purpose: Purpose, unit: Unit, view: View, to: str = ""
) -> Mapping[str, list[str]]:
    """Return the addresses of a unit's people by the route that carries a message of this purpose.

    Who has left is never written to; ``to`` says who of the unit is. A key list goes by the unit's
    second route if it has one, for everybody.
    """
    routes: dict[str, list[str]] = {}
    for each in people_of(unit.code, to, view):
        route = each.channel or unit.channel
        if purpose is Purpose.KEY_LIST and unit.key_channel:
            route = unit.key_channel
        routes.setdefault(route, []).append(each.email)
    return routes or {unit.channel: []}


def bouncing_addresses(view: View) -> frozenset[str]:
    """Return the addresses of those written to now whose mail servers refuse them for good."""
    contacts = view.all(Contact, is_empty(Contact.left_on))
    return frozenset(each.email for each in contacts if each.bounced_at is not None)


def unconfirmed_cycles(view: View) -> frozenset[str]:
    """Return the cycles whose recipients nobody has confirmed yet."""
    return frozenset(
        gate.cycle for gate in view.all(Gate, Gate.name == RECIPIENTS, is_empty(Gate.decided_at))
    )


def waits_for_recipients(
    dispatch: Dispatch, unconfirmed: frozenset[str], workspace: Workspace
) -> bool:
    """Tell whether a dispatch would go out by itself to people nobody has confirmed."""
    channel = workspace.channels.get(dispatch.channel)
    by_hand = channel is not None and channel.by_hand
    return dispatch.purpose in HELD and dispatch.cycle in unconfirmed and not by_hand


@dataclass(frozen=True, slots=True)
class RecipientsLine:
    """Who gets one message of a cycle by which route; ``bouncing`` are those who cannot."""

    unit: str
    what: Purpose
    route: str
    to: tuple[str, ...]
    bouncing: tuple[str, ...]
    status: DispatchStatus


def list_recipients(ref: str, *, workspace: Workspace) -> list[RecipientsLine]:
    """Return who would get what of a cycle, by which route.

    Raises:
        StatusError: if its packs are not issued yet.
    """
    with workspace.open_view() as view:
        view.get(Cycle, ref)
        bouncing = bouncing_addresses(view)
        dispatches = view.all(Dispatch, Dispatch.cycle == ref, order_by=Dispatch.key)
    rows = [_recipients_of(row, bouncing) for row in dispatches if row.purpose in HELD]
    if not rows:
        raise StatusError(f"{ref} has no packs yet.", remedy=Remedy(Verb.ISSUE_PACKS, ref))
    return rows


def _recipients_of(row: Dispatch, bouncing: frozenset[str]) -> RecipientsLine:
    return RecipientsLine(
        unit=row.unit,
        what=Purpose(row.purpose),
        route=row.channel,
        to=tuple(row.recipients),
        bouncing=tuple(address for address in row.recipients if address in bouncing),
        status=row.status,
    )
