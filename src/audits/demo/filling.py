"""Agencies fill packs in: one with care, one in a hurry, one late and saying too much."""

from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.pack import AUDITOR_ROLE, CONCERN, INDEPENDENT, KNOWN

from .pack_cells import Place, asked_once, open_pack, places, rows_to_sort, save_pack
from .truth import Truth


# How people write what a list offers, when they type instead of choosing.
TYPED = {
    "yes": ("Y", "yes ", "YES"),
    "no": ("N", "no "),
    "partly": ("Partially", "partly "),
    "not applicable": ("n/a – baby", "N/A"),
}
SHEET_RENAMED = "MASH Fri FINAL"


def fill_clean(pack: bytes, truth: Truth, *, role: str = "Detective Sergeant") -> bytes:
    """Return the pack filled in as it asks to be: from its lists, with a note where one is due."""
    book = open_pack(pack)
    for place in places(book, truth.cases):
        _answer(place, truth)
    _sign(book, role)
    return save_pack(book)


def fill_sloppy(pack: bytes, truth: Truth, *, role: str = "Named Nurse") -> bytes:
    """Return the pack filled in by hand, its rows sorted, a sheet renamed, some notes left out."""
    book = open_pack(pack)
    for count, place in enumerate(places(book, truth.cases)):
        _answer(place, truth)
        if isinstance(place.answer.value, str):
            place.answer.value = as_typed(place.answer.value, count)
    _leave_out_notes(book, truth)
    _sign(book, role)
    sort_backwards(book, truth)
    _rename_sheet(book, rows_to_sort(book, truth.cases)[0][0].sheet, SHEET_RENAMED)
    return save_pack(book)


def fill_late(
    pack: bytes,
    truth: Truth,
    *,
    unknown: str,
    concern: str,
    surname: str,
    role: str = "Senior Practitioner",
) -> bytes:
    """Return the pack filled in with one case not known, one child at risk now, and a name said.

    ``unknown`` and ``concern`` are case references; ``surname`` is that of the child at risk, and
    goes into a comment on a cell and into a note, where the pack says that no name may go.
    """
    book = open_pack(pack)
    for place in places(book, truth.cases):
        if place.case == unknown:
            _say_not_known(place)
            continue
        _answer(place, truth)
        if place.case == concern:
            _say_too_much(place, surname)
    _sign(book, role)
    return save_pack(book)


def fill_queries(pack: bytes, truth: Truth) -> bytes:
    """Return an edition that asks again with what is open about cases filled in, nothing else."""
    book = open_pack(pack)
    for place in places(book, truth.cases):
        if not place.answer.protection.locked:
            _answer(place, truth)
    return save_pack(book)


def _answer(place: Place, truth: Truth) -> None:
    fact = truth.about(place.case, place.number)
    if fact is None:
        return
    place.answer.value = fact.words
    if place.note is not None and fact.note:
        place.note.value = fact.note


def _leave_out_notes(book: Workbook, truth: Truth) -> None:
    """Clear every third note that was written."""
    notes = [p.note for p in places(book, truth.cases) if p.note is not None and p.note.value]
    for note in notes[::3]:
        note.value = None


def _sign(book: Workbook, role: str) -> None:
    """Answer what is asked once, about whoever filled it in."""
    for question, words in ((AUDITOR_ROLE, role), (INDEPENDENT, "Yes")):
        asked_once(book, question.asks).value = words


def as_typed(words: str, count: int) -> str:
    """Return the words as one of several people would type them."""
    spellings = TYPED.get(words.casefold(), (words, words.upper(), f"{words} "))
    return spellings[count % len(spellings)]


def _say_not_known(place: Place) -> None:
    if place.number == KNOWN.number:
        place.answer.value = "No"
        if place.note is not None:
            place.note.value = "Not known to us."


def _say_too_much(place: Place, surname: str) -> None:
    if place.number == CONCERN.number:
        place.answer.value = "Back at home with the person she was moved away from. Nobody is told."
    if place.number == KNOWN.number:
        comment = Comment(f"This is the {surname} girl, isn't it?", "Reviewer")
        place.answer.comment = comment
    if place.number == 1 and place.note is not None:
        place.note.value = f"The {surname} family were visited twice that week."


def sort_backwards(book: Workbook, truth: Truth) -> None:
    """Sort each sheet's rows the other way round, as a click on a column's heading does."""
    for rows in rows_to_sort(book, truth.cases):
        values = [_values(row.sheet, row.number) for row in rows]
        for row, other in zip(rows, reversed(values), strict=True):
            for column, value in other.items():
                row.sheet.cell(row.number, column).value = value


def _values(sheet: Worksheet, number: int) -> dict[int, Any]:
    """Return what stands in a row, but for its formulas, which are the same in each."""
    return {
        cell.column: cell.value
        for cell in sheet[number]
        if isinstance(cell, Cell) and cell.data_type != "f"
    }


def _rename_sheet(book: Workbook, sheet: Worksheet, title: str) -> None:
    """Rename a sheet, and let formulas that speak of it follow, as Excel does."""
    before, sheet.title = sheet.title, title
    for other in book.worksheets:
        for row in other.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.data_type == "f":
                    cell.value = str(cell.value).replace(f"'{before}'!", f"'{title}'!")
