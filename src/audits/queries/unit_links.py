"""The links that a unit's contacts were sent, as officers see them: never the links themselves."""

from dataclasses import dataclass
from datetime import datetime

from audits.storage import Contact, Unit, UnitLink
from audits.workspace import Workspace


NEWEST = 50


@dataclass(frozen=True, slots=True)
class UnitLinkLine:
    """One contact's link: made when, used when last, and whether it still opens anything."""

    id: int
    contact: int
    name: str
    cycle: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    locked_at: datetime | None
    revoked_at: datetime | None
    stands: bool


def unit_links(unit: str, *, workspace: Workspace) -> list[UnitLinkLine]:
    """Return the links of a unit's contacts, the newest first.

    Raises:
        NotFoundError: if there is no such unit.
    """
    standing = workspace.unit_links.standing(unit)
    with workspace.open_view() as view:
        view.get(Unit, unit)
        names = view.values_by(Contact.id, Contact.name, Contact.unit == unit)
        rows = view.newest(UnitLink, UnitLink.unit == unit, by=UnitLink.id, limit=NEWEST)
    lines = []
    for row in rows:
        number = row.id or 0
        line = UnitLinkLine(
            number, row.contact, names[row.contact], row.cycle, row.made_at, row.ends_at,
            row.used_at, row.locked_at, row.revoked_at, number in standing,
        )  # fmt: skip
        lines.append(line)
    return lines
