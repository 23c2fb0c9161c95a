"""A unit and its people as the list of agencies has them, and what that list would refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from audits.domain.errors import UserError
from audits.opening import SheetRow
from audits.storage import Contact, Unit, View
from audits.workspace import Workspace

from .check import faults_in
from .import_list import what_is_known


WHY = "Say why: it is kept with what you do."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a unit, as the list of agencies has them; ``route`` is the unit's when empty."""

    name: str
    email: str = field(repr=False)
    role: str = ""
    route: str = ""
    is_deputy: bool = False
    qeg: str = ""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the list of agencies says of a unit; ``agency_name`` names an agency that is new."""

    name: str
    agency: str
    route: str
    key_route: str = ""
    protected: bool = False
    agency_name: str = ""


def person_of(row: Contact) -> Person:
    """Return what is known of a contact."""
    return Person(row.name, row.email, row.role, row.channel, row.is_deputy, row.qeg)


def facts_of(row: Unit) -> UnitFacts:
    """Return what is known of a unit."""
    return UnitFacts(row.name, row.agency, row.channel, row.key_channel, row.protected)


def what_differs(before: Person | UnitFacts, after: Person | UnitFacts) -> list[str]:
    """Return which facts are others: their names, for what they say is nobody's business."""
    was = asdict(before)
    return sorted(name for name, value in asdict(after).items() if was[name] != value)


def check_rows(
    rows: Sequence[SheetRow], columns: Iterable[str], view: View, workspace: Workspace
) -> None:
    """Refuse what the list of agencies would refuse in these columns, in its words.

    Raises:
        UserError: with each sentence once.
    """
    wanted = frozenset(columns)
    says = {}
    for fault in faults_in(rows, what_is_known(view, workspace)):
        if fault.column in wanted:
            says[fault.says] = fault
    if says:
        raise UserError(" ".join(says))


def row_of(unit: str, facts: UnitFacts, person: Person | None) -> SheetRow:
    """Return a unit and one of its people as the list of agencies would have them."""
    texts = {
        "agency": facts.agency, "unit": unit, "unit_name": facts.name, "unit_route": facts.route,
        "key_route": facts.key_route,
    }  # fmt: skip
    if person is not None:
        texts |= {
            "contact": person.name, "email": person.email, "route": person.route,
            "qeg": person.qeg,
        }  # fmt: skip
    return SheetRow(1, texts)
