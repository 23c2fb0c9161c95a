"""Who else of a unit is written to, as its own people see it."""

from dataclasses import dataclass

from audits.storage import Contact, is_empty
from audits.workspace import Workspace

from .own_units import Agencies, own_unit


@dataclass(frozen=True, slots=True)
class OwnContact:
    """Somebody whom a unit's letters go to; ``bounces``: the address does not take mail."""

    id: int
    name: str
    email: str
    role: str
    bounces: bool


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
    contacts = []
    for person in people:
        bounces = person.bounced_at is not None
        number = person.id or 0
        contacts.append(OwnContact(number, person.name, person.email, person.role, bounces))
    return UnitContacts(unit, row.name, tuple(contacts))
