"""From rows to contacts: a contact about three children is one thing to draw, not three."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from audits.domain.candidate import Candidate

from .report import Notice
from .rows import Row


# From published tables (children in need census age bands); the last day of each band in years.
BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"))


def collapse(rows: Iterable[Row]) -> tuple[tuple[Candidate, ...], int, tuple[Notice, ...]]:
    """Return one candidate a contact, how many rows were repeats, and what did not agree."""
    contacts: dict[str, dict[str, Row]] = {}
    repeated = 0
    for row in rows:
        children = contacts.setdefault(row.contact, {})
        repeated += row.child in children
        children.setdefault(row.child, row)
    candidates = tuple(_candidate(list(children.values())) for children in contacts.values())
    return candidates, repeated, tuple(_disagreements(contacts))


def _candidate(rows: list[Row]) -> Candidate:
    """Return a contact: what its rows say first, and the children of all of them.

    It occurred on the day it was decided, for a cycle asks what was closed since the last one.
    """
    occurred_on = _first(row.closed_on for row in rows) or rows[0].received_on
    attributes = {
        name: next((row.attributes[name] for row in rows if row.attributes[name]), "")
        for name in rows[0].attributes
    }
    children = [row for row in rows if row.child]
    return Candidate(
        id=rows[0].contact,
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


def _first(days: Iterable[date | None]) -> date | None:
    return next((day for day in days if day), None)


def _any_restricted(rows: list[Row]) -> str:
    return "yes" if any(row.attributes.get("restricted") == "yes" for row in rows) else "no"


def _age_band(rows: list[Row], on: date) -> str:
    """Return the band of the youngest child whose birthday is known."""
    births = [row.born for row in rows if row.born]
    if not births:
        return "not recorded"
    youngest = max(births)
    years = on.year - youngest.year - ((on.month, on.day) < (youngest.month, youngest.day))
    return next((name for limit, name in BANDS if years < limit), "18 and over")


def _disagreements(contacts: Mapping[str, Mapping[str, Row]]) -> Iterable[Notice]:
    """Say, a column, how many contacts have rows that do not say the same."""
    counts = Counter(
        name
        for children in contacts.values()
        for name in ("outcome", "status", "source")
        if len({row.attributes.get(name, "") for row in children.values()} - {""}) > 1
    )
    for name, count in sorted(counts.items()):
        says = f"{count} contacts have rows that disagree on {name}; the first row was taken."
        yield Notice("rows_disagree", says, column=name)
