"""A supplier's export: headings of its own, and every defect that such files were seen to have."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from audits.domain.seeded_chance import Dice

from .contacts import Contact, invent_contacts
from .people import Child


HEADINGS = (
    "Contact ID", "Person ID", "Family Group", "Date of contact ", "Forename", "Surname", "D.O.B.",
    "Gender", "NHS No.", "Post Code", "Contact Source", "Contact Outcome", "Contact Status",
    "Date Closed", "Team", "Allocated\u00a0Worker", "Restricted (Y/N)",
)  # fmt: skip
OUTCOME = HEADINGS.index("Contact Outcome")
NBSP = "\u00a0"
DAY_NOUGHT = date(1899, 12, 30)  # of Excel's serial numbers
YES = ("Y", "Yes", "YES", "y ")
NO = ("N", "N", "N", "No", "")


def make_contacts(*, until: date, seed: int = 1, contacts: int = 14_800) -> bytes:
    """Return a year of contacts up to ``until`` as a supplier's CSV file, with a real file's dirt.

    One row a child, so somewhat more rows than contacts; 14,800 a year is the rate that a
    partnership of this kind has published (2,471 in two months). Everybody in it is made up.
    """
    invented = invent_contacts(until=until, seed=seed, contacts=contacts)
    return write_export(invented, on=until, dice=Dice(seed, "dirt"))


@dataclass(frozen=True, slots=True)
class Dirt:
    """How often an export loses something that nothing in it can bring back."""

    lost_id: float = 0.0004
    lost_family: float = 0.02
    lost_outcome: float = 0.003
    odd_outcome: float = 0.0008
    loses_times: bool = True


# What is spelt in many ways, and still says all there is to say.
ONLY_SPELLINGS = Dirt(0, 0, 0, 0, loses_times=False)


def write_export(
    contacts: Iterable[Contact], *, on: date, dice: Dice, dirt: Dirt = Dirt()
) -> bytes:
    """Return contacts as a supplier's CSV file, as it is run on a day."""
    file = StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow([f"MASH contacts, rolling 12 months, run {on:%d/%m/%Y}"])
    lines.writerow([])
    lines.writerow(HEADINGS)
    for contact in contacts:
        lines.writerows(_rows(contact, dice, dirt))
    lines.writerow(["", "Totals"])
    lines.writerow([f"Applied filters: Date of contact is on or before {on:%d/%m/%Y}"])
    return file.getvalue().encode("cp1252")


def _rows(contact: Contact, dice: Dice, dirt: Dirt) -> Iterator[list[str]]:
    """Yield a row for each child; now and then a row twice, or a row that lost its number."""
    outcome = _outcome(contact, dice, dirt)
    for child in contact.children:
        row = _row(contact, child, dice, dirt)
        row[OUTCOME] = outcome
        if dice.chance(dirt.lost_id):
            row[0] = dice.pick(("", "None", NBSP))
        yield _untidy(row, dice)
        if dice.chance(0.006):
            yield row  # the same row again, as after a join gone wrong
    if dice.chance(0.0003):
        yield [""] * len(HEADINGS)


def _row(contact: Contact, child: Child, dice: Dice, dirt: Dirt) -> list[str]:
    household = contact.household
    # Numbers of a column with gaps come out of many tools with a decimal point.
    family = "" if dice.chance(dirt.lost_family) else f"{household.id}.0"
    closed = contact.closed_on
    restricted = YES if household.restricted else NO
    return [
        contact.id, child.id, family, _moment(contact.received, dice, dirt),
        child.forename, child.surname, _birthday(child, dice), child.gender, child.nhs_number,
        household.postcode, contact.source, "", "Closed" if closed else "Open",
        _decided(datetime.combine(closed, contact.closed_at), dice, dirt) if closed else "",
        contact.team,
        contact.worker.replace(" ", dice.pick((" ", NBSP))),
        dice.pick(restricted),
    ]  # fmt: skip


def _outcome(contact: Contact, dice: Dice, dirt: Dirt) -> str:
    """Return the outcome as keyed in: none before closing, seldom none after, seldom odd."""
    if contact.closed_on is None or dice.chance(dirt.lost_outcome):
        return ""
    if dice.chance(dirt.odd_outcome):
        return dice.pick(("Tfr out of area", "See previous", "#N/A"))
    return contact.outcome


def _untidy(row: list[str], dice: Dice) -> list[str]:
    """Return the row, now and then with one value as somebody typed it."""
    if dice.chance(0.2):
        at = dice.below(len(row))
        row[at] = dice.pick((row[at] + " ", row[at] + NBSP, row[at].upper()))
    return row


def _moment(at: datetime, dice: Dice, dirt: Dirt) -> str:
    """Return a moment as one of several releases of the system wrote it, some without its time."""
    if dice.chance(0.86):
        return f"{at:%d/%m/%Y %H:%M}"
    if dice.chance(0.15):
        if dirt.loses_times:
            return str((at.date() - DAY_NOUGHT).days)
        return f"{at:%Y-%m-%d %H:%M:%S}"
    day = _day(at.date(), dice)
    if dirt.loses_times:
        return day
    return f"{day} {at:%H:%M}"


def _decided(at: datetime, dice: Dice, dirt: Dirt) -> str:
    """Return the moment of a decision, some without its time."""
    day = _day(at.date(), dice)
    if dirt.loses_times and "/" not in day:
        return day
    return f"{day} {at:%H:%M}"


def _day(day: date, dice: Dice) -> str:
    if dice.chance(0.93):
        return f"{day:%d/%m/%Y}"
    if dice.chance(0.7):
        return day.isoformat()
    return f"{day.day} {day:%b %Y}"


def _birthday(child: Child, dice: Dice) -> str:
    """Return a date of birth: none for the unborn, and sometimes none or a stand-in."""
    if child.born is None or dice.chance(0.01):
        return ""
    if dice.chance(0.005):
        return "01/01/1900"
    return _day(child.born, dice)
