"""Which column is which: the heading row found, and our names put to its headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.errors import RegisterError
from audits.domain.spelling import folded

from .cleaning import cleaned
from .profile import Profile
from .shapes import Column, RegisterShape
from .tables import Sheet


LOOK_FOR_HEADINGS_IN = 30  # rows; a title, the day it was run and a filter may stand above
ENOUGH = 2  # headings that must be recognised before a row is taken for the heading row


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose headings are known: where each of our columns stands, and the rows below."""

    sheet: Sheet
    first: int  # the number, as a spreadsheet shows it, of the first row below the headings
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: Sequence[Sequence[str]] = field(repr=False)


def match(
    sheets: Sequence[Sheet], shape: RegisterShape, profile: Profile | None
) -> tuple[Table, ...]:
    """Return the sheets that hold such a register, with their columns matched.

    In a workbook of several lists, those called as the register's are taken, or else those that
    have every needed column.

    Raises:
        RegisterError: if no sheet has the headings, a needed column or any row is missing.
    """
    names = _names(shape.columns, profile)
    found = [table for sheet in sheets if (table := _table(sheet, names)) is not None]
    if not found:
        needed = [column for column in shape.columns if column.needed]
        wanted = ", ".join(f"'{column.headings[0].title()}'" for column in needed)
        raise RegisterError(
            f"{sheets[0].file} has no row of headings that could be recognised. "
            f"It needs columns such as {wanted}, or a profile that says which are which."
        )
    called = [table for table in found if shape.is_called(table.sheet.title)]
    whole = [table for table in found if not _lacking(table, shape)]
    chosen = called or whole or [max(found, key=lambda table: len(table.columns))]
    for table in chosen:
        _check_needed(table, shape)
    if not any(table.rows for table in chosen):
        raise RegisterError(f"{sheets[0].file} has headings but no rows. Export it again.")
    return tuple(chosen)


def _names(columns: Sequence[Column], profile: Profile | None) -> dict[str, str]:
    """Return our name for each folded heading; what a profile says goes before what we know."""
    if profile:
        return {folded(heading): name for name, heading in profile.columns.items()}
    return {folded(h): column.name for column in columns for h in column.headings}


def _table(sheet: Sheet, names: Mapping[str, str]) -> Table | None:
    top = sheet.rows[:LOOK_FOR_HEADINGS_IN]
    scores = [sum(folded(cell) in names for cell in row) for row in top]
    if max(scores, default=0) < min(ENOUGH, len(names)):
        return None
    at = scores.index(max(scores))
    places: dict[str, int] = {}
    for place, heading in enumerate(top[at]):
        places.setdefault(names.get(folded(heading), ""), place)
    places.pop("", None)
    used = set(places.values())
    return Table(
        sheet=sheet,
        first=at + 2,
        columns=places,
        headings={name: cleaned(top[at][place]) for name, place in places.items()},
        ignored=tuple(cleaned(h) for n, h in enumerate(top[at]) if n not in used and cleaned(h)),
        rows=sheet.rows[at + 1 :],
    )


def _lacking(table: Table, shape: RegisterShape) -> list[Column]:
    """Return the needed columns that a table has not; an id may be made of others."""
    may_be_made = set(shape.id_from) - {"family_id"} <= set(table.columns)
    return [
        column
        for column in shape.columns
        if column.needed
        and column.name not in table.columns
        and not (column.name == shape.id and shape.id_from and may_be_made)
    ]


def _check_needed(table: Table, shape: RegisterShape) -> None:
    for column in _lacking(table, shape):
        where = f"{table.sheet.file} {table.sheet.title}".strip()
        raise RegisterError(
            f"{where} has no column for {column.means} (for example "
            f"'{column.headings[0].title()}'). Add it, or say in a profile which column it is: "
            f"columns: {{{column.name}: <its heading>}}."
        )
