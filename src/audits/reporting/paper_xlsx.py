"""A paper as a workbook: one sheet with its texts, one for each of its tables."""

from audits.xlsx import (
    Book,
    Looks,
    add_sheet,
    finish,
    fit_row,
    new_book,
    print_on,
    put,
    saved,
    set_widths,
)

from .paper import Paper, Table, Text


LINE = 110  # characters across a page
NARROWEST = 9  # characters that a column needs for a short word


def as_xlsx(paper: Paper) -> bytes:
    """Return a paper as a workbook; what begins like a formula stays text."""
    book = new_book()
    looks = Looks(book)
    _read_me(book, paper, looks)
    for block in paper.blocks:
        if isinstance(block, Table):
            _table(book, block, looks)
    finish(book, paper.title, "", footer=paper.footer)
    return saved(book)


def _read_me(book: Book, paper: Paper, looks: Looks) -> None:
    sheet = add_sheet(book, "Read me")
    set_widths(sheet, (LINE,))
    texts = [block.text for block in paper.blocks if isinstance(block, Text)]
    put(sheet, 1, 1, paper.title, looks.title)
    for row, text in enumerate((paper.subtitle, paper.marking, *texts, paper.footer), start=2):
        put(sheet, row, 1, text, looks.text)
        fit_row(sheet, row, [(text, LINE)])
    print_on(sheet, "landscape")


def _table(book: Book, table: Table, looks: Looks) -> None:
    sheet = add_sheet(book, table.caption or "Table")
    total = sum(table.widths)
    widths = [max(NARROWEST, LINE * share / total) for share in table.widths]
    set_widths(sheet, widths)
    for row, texts in enumerate((table.headings, *table.rows), start=1):
        look = looks.heading if row == 1 else looks.boxed
        for column, text in enumerate(texts, start=1):
            put(sheet, row, column, text, look)
        fit_row(sheet, row, list(zip(texts, widths, strict=True)))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    print_on(sheet, "landscape", rows="1:1")
