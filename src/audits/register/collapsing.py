"""From rows to contacts: a contact about three children is one thing to draw, not three."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from audits.domain.candidate import Candidate

from .report import Notice
from .rows import Row
from .shapes import RegisterShape


# From published tables (children in need census age bands); the last day of each band in years.
BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"))


def collapse(
    rows: Iterable[Row], shape: RegisterShape, today: date
) -> tuple[tuple[Candidate, ...], int, tuple[Notice, ...]]:
    """Return one candidate a unit, how many rows were repeats, and what did not agree.

    Of a child's rows the latest counts; of a contact's, one a child.
    """
    units: dict[str, dict[str, Row]] = {}
    repeated = 0
    for row in rows:
        children = units.setdefault(row.unit, {})
        earlier = children.get(row.child)
        repeated += earlier is not None
        if earlier is None or (shape.unit == "child" and _when(row, shape) > _when(earlier, shape)):
            children[row.child] = row
    candidates = tuple(_candidate(list(c.values()), shape, today) for c in units.values())
    return candidates, repeated, tuple(_disagreements(units, shape))


def _when(row: Row, shape: RegisterShape) -> date:
    return row.days.get(shape.dated, date.min)


def _candidate(rows: list[Row], shape: RegisterShape, today: date) -> Candidate:
    """Return a unit: what its rows say first, and the children of all of them.

    A contact occurred on the day it was decided, for a cycle asks what was closed since the last
    one; an organisation on the day it was loaded, for it has no other.
    """
    known = (row.days.get(name) for name in shape.occurred_on for row in rows)
    occurred_on = next((day for day in known if day), today)
    attributes = {
        name: next((row.attributes[name] for row in rows if row.attributes.get(name)), "")
        for name in rows[0].attributes
    }
    children = [row for row in rows if row.child]
    return Candidate(
        id=rows[0].unit,
        occurred_on=occurred_on,
        attributes={
            **attributes,
            "restricted": _any_restricted(rows),
            "age_band": _age_band(rows, occurred_on),
            "children": str(len(rows)),
        },
        children=tuple(row.child for row in children),
        family=next((row.family for row in rows if row.family), ""),
        identity=tuple(row.person for row in rows),
    )


def _any_restricted(rows: list[Row]) -> str:
    return "yes" if any(row.attributes.get("restricted") == "yes" for row in rows) else "no"


def _age_band(rows: list[Row], on: date) -> str:
    """Return the band of the youngest child whose birthday is known."""
    births = [row.days["born"] for row in rows if "born" in row.days]
    if not births:
        return "not recorded"
    youngest = max(births)
    years = on.year - youngest.year - ((on.month, on.day) < (youngest.month, youngest.day))
    return next((name for limit, name in BANDS if years < limit), "18 and over")


def _disagreements(
    units: Mapping[str, Mapping[str, Row]], shape: RegisterShape
) -> Iterable[Notice]:
    """Say, a column, how many units have rows that do not say the same."""
    told = [
        column.name for column in shape.columns if column.values and column.name != "restricted"
    ]
    counts = Counter(
        name
        for rows in units.values()
        for name in told
        if len({row.attributes.get(name, "") for row in rows.values()} - {""}) > 1
    )
    for name, count in sorted(counts.items()):
        says = f"{count} {shape.unit}s have rows that disagree on {name}; the first row was taken."
        yield Notice("rows_disagree", says, column=name)
