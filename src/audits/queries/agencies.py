"""The agencies' units, as plain values."""

from typing import Any

from audits.storage import (
    Agency,
    Contact,
    Unit,
    is_empty,
)
from audits.workspace import Parts


Record = dict[str, Any]


def list_agencies(*, parts: Parts) -> list[Record]:
    """Return the agencies' units with how many people are written to."""
    with parts.open_view() as view:
        names = {agency.code: agency.name for agency in view.all(Agency)}
        return [
            {
                "unit": unit.code,
                "name": unit.name,
                "agency": unit.agency,
                "agency_name": names[unit.agency],
                "channel": unit.channel,
                "left_on": unit.left_on.isoformat() if unit.left_on else None,
                "contacts": view.count(
                    Contact, Contact.unit == unit.code, is_empty(Contact.left_on)
                ),
                "bouncing": [
                    each.email
                    for each in view.all(
                        Contact, Contact.unit == unit.code, is_empty(Contact.left_on)
                    )
                    if each.bounced_at is not None
                ],
            }
            for unit in view.all(Unit, order_by=Unit.code)
        ]
