"""What stands where in a returned file: its references, and the cells of its answers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from audits.opening import FileSheet, cell_name

from .references import Reference, without_references


@dataclass(frozen=True, slots=True)
class ReferenceCell:
    """A cell in which a reference stands; ``is_alone`` where it is the only one there."""

    reference: Reference
    sheet: FileSheet
    row: int
    column: int
    text: str = field(repr=False)
    is_alone: bool = True

    @property
    def is_row(self) -> bool:
        """Tell whether it says what a row is, not what a column is."""
        return self.reference.case is not None or self.reference.is_once

    @property
    def is_label(self) -> bool:
        """Tell whether nothing else stands in the cell; a note may speak of a row, too."""
        return not any(map(str.isalnum, without_references(self.text)))

    @property
    def is_ours(self) -> bool:
        """Tell whether the check code of its reference is right."""
        return self.reference.is_ours

    def is_of(self, code: str) -> bool:
        """Tell whether its reference is a sound one of a pack."""
        return self.reference.is_ours and self.reference.code == code


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one answer may stand, as row and column.

    ``case`` is the case's number, None for what is asked once. ``by_place``: no heading told which
    answer it is, only its place in a row that stands as it was issued. ``line`` is where the row's
    reference stands: of two spots with one line, the answer has two columns, and ``is_own_place``
    tells which of them was issued. ``is_doubtful``: it may be another row's. ``typed`` is what
    somebody answered on the sheet Queries, whose note stands on another sheet.
    """

    case: int | None
    question: int
    sheet: FileSheet
    at: tuple[int, int]
    note_at: tuple[int, int] | None = None
    edition: int = 1
    by_place: bool = False
    line: tuple[int, int] = (0, 0)
    is_own_place: bool = False
    is_doubtful: bool = False
    typed: str = field(default="", repr=False)
    note_sheet: FileSheet | None = None

    @property
    def key(self) -> tuple[int | None, int]:
        """Return what it answers."""
        return self.case, self.question

    @property
    def answer(self) -> str:
        """Return the answer's text, without what is struck out."""
        return self.typed or self.sheet.struck.get(self.at, self.sheet.cells.get(self.at, ""))

    @property
    def note(self) -> str:
        """Return the note's text, without what is struck out."""
        at, sheet = self.note_at, self.note_sheet or self.sheet
        if at is None:
            return ""
        return sheet.struck.get(at, sheet.cells.get(at, ""))

    @property
    def places(self) -> Iterator[tuple[int, int, int]]:
        """Yield the cells of the answer and of its note, with their sheet's identity."""
        yield (id(self.sheet), *self.at)
        if self.note_at:
            yield (id(self.note_sheet or self.sheet), *self.note_at)

    @property
    def is_struck(self) -> bool:
        """Tell whether something in the answer or its note is struck out."""
        return self.at in self.sheet.struck or self.note_at in self.sheet.struck

    @property
    def cell(self) -> str:
        """Return the answer's cell, as ``B4``."""
        return cell_name(*self.at)


def by_sheet(
    reference_cells: Iterable[ReferenceCell],
) -> Iterator[tuple[FileSheet, list[ReferenceCell]]]:
    """Yield each sheet with its cells in which references stand."""
    on_sheets: dict[int, list[ReferenceCell]] = defaultdict(list)
    for cell in reference_cells:
        on_sheets[id(cell.sheet)].append(cell)
    for cells in on_sheets.values():
        yield cells[0].sheet, cells


def by_key(spots: Iterable[Spot]) -> Mapping[tuple[int | None, int], list[Spot]]:
    """Return where each answer may stand, by what it answers."""
    spots_by_key: dict[tuple[int | None, int], list[Spot]] = {}
    for spot in spots:
        spots_by_key.setdefault(spot.key, []).append(spot)
    return spots_by_key


def cells_of(spots: Iterable[Spot]) -> set[tuple[int, int, int]]:
    """Return the cells of all these answers and their notes, with their sheets' identities."""
    return {place for spot in spots for place in spot.places}
