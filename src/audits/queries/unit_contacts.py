"""Who else of a unit is written to, as its own people see it."""

from dataclasses import dataclass, field

from audits.domain.errors import NotFoundError
from audits.domain.mail_address import clean_address
from audits.domain.remedies import Remedy, Verb
from audits.storage import Contact, Unit, UnitRequest, is_empty
from audits.workspace import Workspace

from .own_units import Agencies, own_unit


@dataclass(frozen=True, slots=True)
class OwnContact:
    """Somebody whom a unit's letters go to; ``bounces``: the address does not take mail.

    ``proposed`` is whom the unit named instead the last time, "" if nobody; ``kept_why`` why the
    business unit did not take that, "" as long as it has not decided.
    """

    id: int
    name: str
    email: str
    role: str
    bounces: bool
    proposed: str = field(default="", repr=False)
    kept_why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class UnitContacts:
    """A unit with everybody whom its letters go to."""

    unit: str
    name: str
    contacts: tuple[OwnContact, ...]


def unit_contacts(unit: str, agencies: Agencies, *, workspace: Workspace) -> UnitContacts:
    """Return who is written to for a unit of somebody's agencies.

    Raises:
        NotFoundError: if the unit is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        row = own_unit(unit, agencies, view)
        people = view.all(
            Contact, Contact.unit == unit, is_empty(Contact.left_on), order_by=Contact.id
        )
        proposals = {}
        for request in view.all(
            UnitRequest, UnitRequest.unit == unit, UnitRequest.email != "", order_by=UnitRequest.id
        ):
            proposals[request.contact] = (request.person, request.answer)
    contacts = []
    for person in people:
        bounces = person.bounced_at is not None
        number = person.id or 0
        named = proposals.get(number, ("", ""))
        contacts.append(OwnContact(number, person.name, person.email, person.role, bounces, *named))
    return UnitContacts(unit, row.name, tuple(contacts))


def contact_at(unit: str, email: str, *, workspace: Workspace) -> int:
    """Return the number of the contact of a unit who has an address.

    Raises:
        NotFoundError: if there is no such unit, or nobody of it is written to there.
    """
    wanted = clean_address(email).casefold()
    with workspace.open_view() as view:
        home = view.get(Unit, unit)
        for person in view.all(Contact, Contact.unit == unit, is_empty(Contact.left_on)):
            if person.email.casefold() == wanted:
                return person.id or 0
    raise NotFoundError(
        f"Nobody of {home.name} is written to at this address.", remedy=Remedy(Verb.SEE_AGENCIES)
    )
