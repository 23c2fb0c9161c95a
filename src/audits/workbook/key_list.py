"""The key list: which child each case reference is, in a workbook of its own under a password."""

from collections.abc import Mapping, Sequence
from itertools import chain

from audits.xlsx import (
    Looks,
    add_sheet,
    fit_row,
    new_book,
    print_on,
    put,
    saved,
    set_widths,
    with_password,
)

from .help_texts import as_heading
from .table import HEADING_ROW


WARNING = "Identifies children. Keep it apart from the pack; delete it when the audit is closed."
HEADINGS = {"child_id": "Local authority id", "nhs_number": "NHS number", "born": "Date of birth"}
WIDTH = 20  # characters


def write_key_list(title: str, rows: Sequence[Mapping[str, str]], *, password: str) -> bytes:
    """Return the key list as an .xlsx that opens with a password, one row a child."""
    book = new_book()
    looks = Looks(book)
    sheet = add_sheet(book, "Key list")
    put(sheet, 1, 1, title, looks.title)
    put(sheet, 2, 1, WARNING, looks.help)
    names = tuple(dict.fromkeys(chain.from_iterable(rows)))
    set_widths(sheet, [WIDTH] * len(names))
    for column, name in enumerate(names, start=1):
        put(sheet, HEADING_ROW, column, HEADINGS.get(name, as_heading(name)), looks.heading)
    for place, row in enumerate(rows, start=HEADING_ROW + 1):
        texts = [(row.get(name, ""), float(WIDTH)) for name in names]
        for column, (text, _) in enumerate(texts, start=1):
            put(sheet, place, column, text, looks.boxed)
        fit_row(sheet, place, texts)
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    print_on(sheet, "landscape", rows=f"{HEADING_ROW}:{HEADING_ROW}")
    return with_password(saved(book), password)
