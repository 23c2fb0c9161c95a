"""Action plans as boards and inspectorates keep them, drawn as tables."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook


Rows = Iterable[Iterable[object]]


def a_plan(
    sheets: Mapping[str, Rows], *, hidden: Iterable[str] = (), merged: Iterable[str] = ()
) -> bytes:
    """Return a workbook with these sheets; ``merged`` are ranges of the first one that shows."""
    book, file = Workbook(), BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    shown = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    book.active = shown
    for cells in merged:
        shown.merge_cells(cells)
    book.save(file)
    return file.getvalue()
