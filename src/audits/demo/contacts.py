"""A year of contacts with the MASH of a partnership that does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from audits.domain.seeded_chance import Dice

from .demand import days_of_contacts, is_term
from .people import Child, Household, make_household


SOURCES = {
    "Police": 38, "School": 20, "Health": 16, "Family or public": 10, "Children's services": 8,
    "Housing": 3, "Early years": 3, "Other": 2,
}  # fmt: skip
OUT_OF_TERM = {**SOURCES, "School": 3}
# What became of contacts, in hundredths, by who made them. Police notifications end in no further
# action more often than what a school or a doctor sends in.
OUTCOMES = {"NFA": 34, "Advice & Info": 22, "Early Help": 20, "Single Assessment": 18,
            "S47/Strategy Discussion": 6}  # fmt: skip
POLICE_OUTCOMES = {**OUTCOMES, "NFA": 46, "Advice & Info": 16, "Early Help": 14}
DAYS_TO_DECIDE = {0: 46, 1: 33, 2: 9, 3: 5, 4: 3, 5: 2, 7: 1, 10: 1}
OPENS, CLOSES = 9 * 60, 17 * 60  # minutes of a day
TEAMS = ("MASH Screening", "MASH Assessment", "Integrated Front Door")
WORKERS = (
    "A Thimblewright",
    "B Quillington",
    "C Ottleby",
    "D Brackleson",
    "E Sörrelby",
    "F O’Wrén",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact about one household: what truly happened, before any spelling of it."""

    id: str
    received: datetime
    source: str
    outcome: str
    closed_on: date | None
    closed_at: time  # of that day
    team: str
    worker: str = field(repr=False)
    household: Household = field(repr=False)
    children: tuple[Child, ...] = field(repr=False)


def invent_contacts(*, until: date, seed: int, contacts: int, days: int = 365) -> Iterator[Contact]:
    """Yield so many contacts of the ``days`` up to ``until``, in the order they came in."""
    dice, hours = Dice(seed, "contacts"), Dice(seed, "hours")
    households = [make_household(seed, number, until=until) for number in range(contacts * 3 // 4)]
    came = days_of_contacts(until, contacts, dice, days=days)
    for number, day in enumerate(came, start=410_000):
        # The power leans towards the first households: some families are spoken of again and again.
        household = households[int(len(households) * dice.roll() ** 1.5)]
        yield _contact(str(number), day, household=household, until=until, dice=dice, hours=hours)


def _contact(
    number: str, day: date, *, household: Household, until: date, dice: Dice, hours: Dice
) -> Contact:
    sources = SOURCES if is_term(day) else OUT_OF_TERM
    source = dice.pick_by(sources)
    closed_on = day + timedelta(days=dice.pick_by(DAYS_TO_DECIDE))
    outcomes = POLICE_OUTCOMES if source == "Police" else OUTCOMES
    # The extract is run at five, so nothing of its own day is later.
    received = datetime.combine(day, time(8 + dice.below(9), dice.below(60)))
    closed_by_then = closed_on if closed_on <= until else None
    return Contact(
        id=number,
        received=received,
        source=source,
        outcome=dice.pick_by(outcomes),
        closed_on=closed_by_then,
        closed_at=_decided(received, closed_on, hours),
        team=dice.pick(TEAMS),
        worker=dice.pick(WORKERS),
        household=household,
        children=_children_of(household, day, dice),
    )


def _decided(received: datetime, on: date, hours: Dice) -> time:
    """Return a time of that day in office hours, after the contact came in."""
    began = max(OPENS, (received.hour * 60 + received.minute + 1) * (received.date() == on))
    minutes = began + hours.below(max(CLOSES - began, 1))
    return time(*divmod(minutes, 60))


def _children_of(household: Household, day: date, dice: Dice) -> tuple[Child, ...]:
    """Return all the children or one of them, of those born or expected by then."""
    children = [c for c in household.children if c.born is None or c.born <= day]
    if not children:
        return household.children[:1]
    if dice.chance(0.6):
        return tuple(children)
    return (dice.pick(children),)
