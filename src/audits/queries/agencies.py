"""The agencies' units, with how many people of each are written to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from audits.storage import Agency, Contact, Unit, is_empty
from audits.workspace import Workspace

from .return_status import unit_names


def names_of_agencies(*, workspace: Workspace) -> dict[str, str]:
    """Return every agency's name by its code."""
    with workspace.open_view() as view:
        return view.values_by(Agency.code, Agency.name)


def names_of_units(*, workspace: Workspace) -> dict[str, str]:
    """Return every unit's name by its code, which may be that of its agency as well."""
    with workspace.open_view() as view:
        return unit_names(view)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One unit of an agency.

    ``contacts`` counts its people who have not left; ``bouncing`` are their addresses that mail
    servers refuse.
    """

    unit: str
    name: str
    agency: str
    agency_name: str
    channel: str
    left_on: date | None
    contacts: int
    bouncing: tuple[str, ...]


def list_agencies(*, workspace: Workspace) -> list[AgencyLine]:
    """Return the agencies' units in order of their codes."""
    with workspace.open_view() as view:
        names = view.values_by(Agency.code, Agency.name)
        people: dict[str, list[Contact]] = defaultdict(list)
        for contact in view.all(Contact, is_empty(Contact.left_on), order_by=Contact.id):
            people[contact.unit].append(contact)
        units = view.all(Unit, order_by=Unit.code)
    return [_line(unit, names[unit.agency], people[unit.code]) for unit in units]


def _line(unit: Unit, agency_name: str, people: list[Contact]) -> AgencyLine:
    return AgencyLine(
        unit=unit.code,
        name=unit.name,
        agency=unit.agency,
        agency_name=agency_name,
        channel=unit.channel,
        left_on=unit.left_on,
        contacts=len(people),
        bouncing=tuple(person.email for person in people if person.bounced_at is not None),
    )
