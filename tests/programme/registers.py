"""The registers of the two years, each with what is true of every line in it."""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from io import StringIO

from dateutil.relativedelta import relativedelta

from audits.demo.contacts import Contact, invent_contacts
from audits.demo.export import ONLY_SPELLINGS, write_export
from audits.demo.people import Child, Household
from audits.domain.seeded_chance import Dice

from .agenda import FIRST, Scale


BEFORE = 120  # days of contacts before the first audit, so that it has something to draw from
WEEK_OF_CONTACTS, SEASON_OF_CONTACTS = 21, 84  # days that an extract goes back
TO_ASSESS, TO_AUTHORISE, TO_PLAN = 3, 30, 15  # days
FACTORS = {"3A": 24, "3B": 14, "11A": 22, "16A": 30, "4A": 10}
AGES = (1, 5, 10, 16, 18)  # the age at which each band after the first begins
CATEGORIES = {"Neglect": 60, "Emotional abuse": 25, "Physical abuse": 15}


@dataclass(frozen=True, slots=True)
class Member:
    """One line's truth: what the register's shape calls a unit, and whether an audit is about it.

    ``marks`` are what a template's scope may ask for; ``surname`` is said where it may not be.
    ``attributes`` are what a draw may be stratified by, in the extract's own words. A contact
    ``came`` and, unless it is open, was ``settled``.
    """

    id: str = field(repr=False)
    day: date
    family: str = field(repr=False)
    children: tuple[str, ...] = field(repr=False)
    restricted: bool
    marks: frozenset[str]
    surname: str = field(repr=False)
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    came: datetime | None = None
    settled: datetime | None = None


@dataclass(frozen=True)
class Region:
    """Every contact of the two years and what followed from it."""

    scale: Scale
    seed: int

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Return every contact in order, nobody in it born after it."""
        until = self.scale.last_week + timedelta(days=21)
        days = (until - FIRST).days + BEFORE
        many = self.scale.contacts * days // 365
        found = invent_contacts(until=until, seed=self.seed, contacts=many, days=days)
        return tuple(replace(each, children=_as_they_were(each)) for each in found)

    def extract(self, on: date, days: int) -> tuple[bytes, tuple[Member, ...]]:
        """Return the contacts received in so many days up to ``on``, as known on that day."""
        first = on - timedelta(days=days)
        known = [_known(c, on) for c in self.contacts if first <= c.received.date() <= on]
        data = write_export(known, on=on, dice=Dice(self.seed, "dirt", on), dirt=ONLY_SPELLINGS)
        return data, tuple(map(_member, known))

    def assessments(self, on: date) -> tuple[bytes, tuple[Member, ...]]:
        """Return each child's first assessment that was authorised by then, with its factor."""
        rows, found = [], []
        for contact, child in self._first_of({"Single Assessment", "S47/Strategy Discussion"}):
            started = _closed(contact) + timedelta(days=TO_ASSESS)
            authorised = started + timedelta(days=TO_AUTHORISE)
            if authorised > on:
                continue
            factor = Dice(self.seed, "factor", child.id).pick_by(FACTORS)
            head = [child.id, f"A{contact.id}", _day(started), _day(authorised), factor]
            rows.append([*head, *_about(child, contact.household)])
            found.append(_child(child, contact.household, authorised, {factor}))
        return _csv((*ASSESSED, *ABOUT), rows), tuple(found)

    def plans(self, on: date) -> tuple[bytes, tuple[Member, ...]]:
        """Return each child's first child protection plan that had begun by then."""
        rows, found = [], []
        for contact, child in self._first_of({"S47/Strategy Discussion"}):
            dice = Dice(self.seed, "plan", child.id)
            began = _closed(contact) + timedelta(days=TO_PLAN)
            ended = began + timedelta(days=200) if dice.chance(0.4) else None
            is_open = ended is None or ended > on
            category = dice.pick_by(CATEGORIES)
            if began > on:
                continue
            head = [child.id, _day(began), "" if is_open or ended is None else _day(ended)]
            rows.append([*head, category, *_about(child, contact.household)])
            marks = {category, "open" if is_open else "closed"}
            found.append(_child(child, contact.household, began, marks))
        return _csv((*PLANNED, *ABOUT), rows), tuple(found)

    def reviews(self, on: date) -> tuple[bytes, tuple[Member, ...]]:
        """Return the children whose case was brought to the subcommittee by then."""
        rows, found = [], []
        pairs = [p for p in self._first_of({"S47/Strategy Discussion"}) if _closed(p[0]) < on]
        for contact, child in pairs[-3:]:
            rows.append([child.id, _day(_closed(contact)), child.forename, child.surname])
            found.append(_child(child, contact.household, _closed(contact), set()))
        return _csv(("child id", "referred on", "first name", "surname"), rows), tuple(found)

    def _first_of(self, outcomes: set[str]) -> Iterator[tuple[Contact, Child]]:
        """Yield each child once, with the first decided contact that ended in one of these."""
        seen: set[str] = set()
        for contact in self.contacts:
            if contact.outcome in outcomes and contact.closed_on:
                for child in contact.children:
                    if child.id not in seen and child.born is not None:
                        seen.add(child.id)
                        yield contact, child


ASSESSED = (
    "child id", "assessment id", "assessment start date", "assessment authorisation date",
    "factors",
)  # fmt: skip
PLANNED = (
    "child unique id", "child protection plan start date", "child protection plan end date",
    "latest category of abuse",
)  # fmt: skip
ABOUT = ("family id", "restricted", "date of birth", "first name", "surname")


def _about(child: Child, household: Household) -> list[str]:
    born = _day(child.born) if child.born else ""
    restricted = "Y" if household.restricted else "N"
    return [household.id, restricted, born, child.forename, child.surname]


def _child(child: Child, household: Household, day: date, marks: set[str]) -> Member:
    return Member(
        child.id, day, household.id, (child.id,), household.restricted, frozenset(marks),
        child.surname, {"age_band": age_band([child], day)},
    )  # fmt: skip


def _as_they_were(contact: Contact) -> tuple[Child, ...]:
    """Return the children of a contact; one who was born after it was not born yet."""
    day = contact.received.date()
    return tuple(
        replace(child, forename="Unborn", born=None, gender="U", nhs_number="")
        if child.born is not None and child.born > day
        else child
        for child in contact.children
    )


def _known(contact: Contact, on: date) -> Contact:
    """Return a contact as it stood on a day: what was decided later is still open."""
    is_closed = contact.closed_on is not None and contact.closed_on <= on
    if is_closed:
        return contact
    return replace(contact, closed_on=None)


def age_band(children: Sequence[Child], day: date) -> str:
    """Return the age in years, in bands, of the youngest whose birthday is known."""
    born = max((child.born for child in children if child.born), default=None)
    if born is None:
        return "nobody knows"
    years = relativedelta(day, born).years
    return str(bisect_right(AGES, years))


def _member(contact: Contact) -> Member:
    day, closed = _closed(contact), contact.closed_on
    mark, settled = "open", None
    if closed:
        mark, settled = "closed", datetime.combine(closed, contact.closed_at)
    return Member(
        id=contact.id,
        day=day,
        family=contact.household.id,
        children=tuple(child.id for child in contact.children),
        restricted=contact.household.restricted,
        marks=frozenset({mark}),
        surname=contact.children[0].surname,
        attributes={"outcome": contact.outcome, "age_band": age_band(contact.children, day)},
        came=contact.received,
        settled=settled,
    )


def _closed(contact: Contact) -> date:
    return contact.closed_on or contact.received.date()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(headings)
    lines.writerows(rows)
    return file.getvalue().encode()
