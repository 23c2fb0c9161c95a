"""Who is written to by which route, and whether a person has looked at that for a cycle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import filterfalse

from audits.domain.errors import StatusError
from audits.domain.gates import RECIPIENTS
from audits.domain.ladder import OF_THE_PARTNERSHIP, Addressee
from audits.domain.message import Purpose
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.storage import Contact, Cycle, Dispatch, Gate, Unit, View, is_empty, is_filled
from audits.workspace import Workspace


CONTACT = "contact"  # one person of a unit, as 'contact:12', whatever their office
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
    for code in held_by:
        yield Address(view.get(Unit, code), office)
    if not held_by:
        missing = None if to is Addressee.NAMED_PERSON else to
        yield Address(view.get(Unit, workspace.business_unit.named_person), instead_of=missing)


def people_of(unit: str, to: str, view: View) -> list[Contact]:
    """Return who of a unit is written to: its people, or those in one office.

    Deputies are its people where nobody else is left. Who sits in the quality group or holds an
    office of the partnership is written to in that office only.
    """
    office, _, agency = to.partition(":")
    if office == CONTACT:
        return view.all(
            Contact, Contact.unit == unit, is_empty(Contact.left_on), Contact.id == int(agency)
        )
    holds = ""
    if office in (Addressee.QEG_MEMBER, *OF_THE_PARTNERSHIP):
        holds = agency or office
    people = view.all(
        Contact, Contact.unit == unit, is_empty(Contact.left_on), Contact.qeg == holds,
        order_by=Contact.id,
    )  # fmt: skip
    if holds:
        return people
    if office == Addressee.DEPUTY:
        return list(filter(_is_deputy, people))
    return list(filterfalse(_is_deputy, people)) or people


def _is_deputy(contact: Contact) -> bool:
    return contact.is_deputy


def _offices(to: str, view: View) -> list[str]:
    """Return the units in whose list somebody holds an office of the partnership."""
    office, _, agency = to.partition(":")
    holds = Contact.qeg == (agency or office)
    return sorted(set(view.values(Contact.unit, holds, is_empty(Contact.left_on))))


def recipients_by_route(
    purpose: Purpose, unit: Unit, view: View, to: str = ""
) -> Mapping[str, list[str]]:
    """Return the addresses of a unit's people by the route that carries a message of this purpose.

    Who has left is never written to; ``to`` says who of the unit is. A key list goes by the unit's
    second route if it has one, for everybody.
    """
    routes: dict[str, list[str]] = {}
    for person in people_of(unit.code, to, view):
        route = person.channel or unit.channel
        if purpose is Purpose.KEY_LIST and unit.key_channel:
            route = unit.key_channel
        routes.setdefault(route, []).append(person.email)
    return routes or {unit.channel: []}


def bouncing_addresses(view: View) -> frozenset[str]:
    """Return the addresses of those written to now whose mail servers refuse them for good."""
    is_refused = is_filled(Contact.bounced_at)
    return frozenset(view.values(Contact.email, is_empty(Contact.left_on), is_refused))


def unconfirmed_cycles(view: View) -> frozenset[str]:
    """Return the cycles whose recipients nobody has confirmed yet."""
    is_open = is_empty(Gate.decided_at)
    return frozenset(view.values(Gate.cycle, Gate.name == RECIPIENTS, is_open))


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
        bouncing=tuple(filter(bouncing.__contains__, row.recipients)),
        status=row.status,
    )
