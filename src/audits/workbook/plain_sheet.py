"""A list that a person keeps in a spreadsheet: its first row names the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.domain.errors import SheetError
from audits.domain.spelling import folded
from audits.opening import ListTable, read_list


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, by its number in the file as people count; ``said`` by our name of each column."""

    number: int
    said: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return what stands in a column, "" if nothing does."""
        return self.said.get(name, "")


def read_sheet(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], what: str
) -> tuple[SheetRow, ...]:
    """Return the rows of a CSV file or of a workbook's first sheet that has the columns.

    ``columns`` gives our name of each with the headings that people write, of which the first that
    stands there counts; ``what`` is named in a refusal. Rows in which nothing stands are passed
    over.

    Raises:
        SheetError: if it cannot be read, lacks a column, or holds no row.
    """
    table, at, places = _headed(data, columns, needed=needed, what=what)
    return _rows(table, at, places, what)


def other_headings(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], what: str
) -> tuple[tuple[int, str], ...]:
    """Return the headings that `read_sheet` does not know, each with the number of their row.

    Raises:
        SheetError: if it cannot be read or lacks a column.
    """
    table, at, places = _headed(data, columns, needed=needed, what=what)
    others = (text.strip() for column, text in table.rows[at].items() if column not in places)
    return tuple((at, text) for text in others if text)


def _headed(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], what: str
) -> tuple[ListTable, int, dict[int, str]]:
    """Return the table that has the columns, the number of its row of headings, and where."""
    for table in read_list(data, what=what):
        for at, line in table.rows.items():
            places = _places(_first_of_each(line), columns)
            if set(needed) <= set(places.values()):
                return table, at, places
    raise SheetError(
        f"{what} has no row of headings with {', '.join(needed)}. "
        f"The headings may be: {', '.join(columns)}."
    )


def _first_of_each(line: Mapping[int, str]) -> Mapping[str, int]:
    """Return the first column of each heading."""
    headings: dict[str, int] = {}
    for column, text in line.items():
        headings.setdefault(folded(text), column)
    return headings


def _places(headings: Mapping[str, int], columns: Mapping[str, Sequence[str]]) -> dict[int, str]:
    places: dict[int, str] = {}
    for name, also in columns.items():
        words = [folded(word) for word in (name, *also)]
        at = next((headings[word] for word in words if word in headings), None)
        if at is not None:
            places.setdefault(at, name)
    return places


def _rows(table: ListTable, at: int, places: Mapping[int, str], what: str) -> tuple[SheetRow, ...]:
    found = []
    for number, line in table.rows.items():
        said = {name: line.get(column, "").strip() for column, name in places.items()}
        if number > at and any(said.values()):
            found.append(SheetRow(number, said))
    if not found:
        raise SheetError(f"{what} has headings and no row below them. Add one row for each.")
    return tuple(found)
