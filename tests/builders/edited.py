"""A returned pack, edited by somebody."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook, load_workbook


CONSENT = "Was consent sought"


def change(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """Return a workbook with a change."""
    book, file = load_workbook(BytesIO(data)), BytesIO()
    edit(book)
    book.save(file)
    return file.getvalue()


def of_case(case: int, words: str, value: str | None) -> Callable[[Workbook], None]:
    """Return a change to the answer about a case, below a heading with these words."""

    def edit(book: Workbook) -> None:
        sheet = next(s for s in book.worksheets if "Row reference" in str(s["A3"].value))
        column = next(c.column for c in sheet[3] if words in str(c.value))
        row = next(r for r in range(4, 14) if f"-C{case:03d}-" in str(sheet.cell(r, 1).value))
        sheet.cell(row, column).value = value

    return edit
