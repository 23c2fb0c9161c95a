"""One unit with its people, as whoever changes them sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from audits.domain.errors import NotFoundError
from audits.domain.ladder import OF_THE_PARTNERSHIP
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.storage import Agency, Contact, Dispatch, TrailEntry, Unit, View, none_of
from audits.workspace import Workspace

from .still_stands import LOOKS


NEWEST = 10  # entries of the trail


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of a unit; ``missed`` counts what they did not get.

    ``route`` is the unit's when empty.
    """

    id: int
    name: str
    email: str = field(repr=False)
    role: str
    route: str
    is_deputy: bool
    qeg: str
    left_on: date | None
    bounced_at: datetime | None
    missed: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen for a unit and its people: codes with their names."""

    agencies: Mapping[str, str]
    routes: tuple[str, ...]
    seats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitPeople:
    """A unit, its people with those who have left last, and what was changed of them."""

    code: str
    name: str
    agency: str
    route: str
    key_route: str
    protected: bool
    left_on: date | None
    people: tuple[PersonLine, ...]
    choices: Choices
    changes: tuple[TrailEntry, ...]

    def person(self, number: int) -> PersonLine:
        """Return one of its people.

        Raises:
            NotFoundError: if nobody of the unit has this number.
        """
        for person in self.people:
            if person.id == number:
                return person
        raise NotFoundError(
            f"{self.name} has no contact {number}.", remedy=Remedy(Verb.SEE_AGENCIES)
        )


def describe_unit(code: str, *, workspace: Workspace) -> UnitPeople:
    """Return a unit with its people.

    Raises:
        NotFoundError: if there is no such unit.
    """
    with workspace.open_view() as view:
        unit = view.get(Unit, code)
        people = view.all(Contact, Contact.unit == code, order_by=Contact.id)
        refused = view.values(
            Dispatch.recipients, Dispatch.unit == code, Dispatch.status == DispatchStatus.REFUSED
        )
        changes = view.newest(
            TrailEntry, TrailEntry.about == code, none_of(TrailEntry.verb, LOOKS),
            by=TrailEntry.seq, limit=NEWEST,
        )  # fmt: skip
        choices = _choices(view, workspace)
    people.sort(key=lambda person: person.left_on is not None)
    lines = [_line(person, refused) for person in people]
    return UnitPeople(
        code=unit.code, name=unit.name, agency=unit.agency, route=unit.channel,
        key_route=unit.key_channel, protected=unit.protected, left_on=unit.left_on,
        people=tuple(lines), choices=choices, changes=tuple(changes),
    )  # fmt: skip


def choices_for_units(*, workspace: Workspace) -> Choices:
    """Return what may be chosen for a unit that is to be added."""
    with workspace.open_view() as view:
        return _choices(view, workspace)


def _choices(view: View, workspace: Workspace) -> Choices:
    agencies = view.values_by(Agency.code, Agency.name, order_by=Agency.name)
    offices = workspace.partnership.offices
    seats = dict(agencies)
    for office in OF_THE_PARTNERSHIP:
        if office in offices:
            seats[str(office)] = str(office).replace("_", " ")
    return Choices(agencies, tuple(sorted(workspace.channels)), seats)


def _line(row: Contact, refused: list[list[str]]) -> PersonLine:
    missed = [recipients for recipients in refused if row.email in recipients]
    return PersonLine(
        id=row.id or 0, name=row.name, email=row.email, role=row.role, route=row.channel,
        is_deputy=row.is_deputy, qeg=row.qeg, left_on=row.left_on, bounced_at=row.bounced_at,
        missed=len(missed),
    )  # fmt: skip
