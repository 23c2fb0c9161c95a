"""What people do to a workbook of any form, done by LibreOffice; run by the Python it brings.

Usage: python3 office_matrix.py SOURCE OTHER FOLDER. Each edit opens SOURCE (OTHER is another pack),
does one thing, and saves the result in FOLDER under the edit's name.
"""

import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from office_edits import HEAD, ODS, XLS, XLSX, Office, last_of, sort, table


FIRST = HEAD + 1
EDITS = {}


def edit(function):
    EDITS[function.__name__] = function
    return function


def sheets_of(book):
    return [book.Sheets.getByName(name) for name in book.Sheets.ElementNames]


def asking(book):
    """Return the sheets with questions about cases."""
    found = [s for s in sheets_of(book) if s.getCellByPosition(0, HEAD).String == "Row reference"]
    return [sheet for sheet in found if sheet.Name != "This return"]


def texts_over(sheet):
    columns, _ = last_of(sheet)
    texts = [sheet.getCellByPosition(n, HEAD).String.split("\n")[0] for n in range(columns + 1)]
    return [re.sub(r"^\d+\. ", "", text) for text in texts]  # without a question's number


def answers_at(sheet):
    texts = texts_over(sheet)
    return texts.index("Your answer" if "Your answer" in texts else "Question 2?")


def answers(sheet):
    """Return the cells of the column of answers, below its heading."""
    _, last = last_of(sheet)
    at = answers_at(sheet)
    return [sheet.getCellByPosition(at, row) for row in range(FIRST, last + 1)]


def block(sheet, top=HEAD):
    return table(sheet, top).DataArray


def put(sheet, column, row, rows):
    end = sheet.getCellRangeByPosition(column, row, column + len(rows[0]) - 1, row + len(rows) - 1)
    end.setDataArray(tuple(map(tuple, rows)))


def added(book, title):
    book.Sheets.insertNewByName(title, book.Sheets.Count)
    return book.Sheets.getByName(title)


@contextmanager
def the_other(office):
    """Open the other pack, which few edits look into."""
    book = office.open(OTHER)
    yield book
    book.close(True)


def each(change):
    """Return an edit that does one thing to each sheet with questions."""

    def do(book):
        for sheet in asking(book):
            change(sheet)

    do.__name__ = change.__name__
    edit(do)
    return change


# -- moving things about


@edit
def saved_again(book):
    return None


@each
def sorted_by_reference(sheet):
    sort(sheet, 0, ascending=True)


@each
def sorted_backwards(sheet):
    sort(sheet, 0)


@each
def sorted_by_an_answer(sheet):
    sort(sheet, answers_at(sheet))


@each
def sorted_with_its_headings(sheet):
    sort(sheet, 0, top=HEAD)


@each
def rows_inserted(sheet):
    sheet.Rows.insertByIndex(FIRST + 1, 3)


@each
def a_row_inserted_above_the_headings(sheet):
    sheet.Rows.insertByIndex(HEAD, 2)
    sheet.getCellByPosition(1, HEAD).String = "our copy, please keep"


@each
def a_column_inserted_before_the_answers(sheet):
    at = answers_at(sheet)
    sheet.Columns.insertByIndex(at, 1)
    sheet.getCellByPosition(at, HEAD).String = "My notes"
    sheet.getCellByPosition(at, FIRST).String = "rang the school"


@each
def a_column_inserted_after_the_answers(sheet):
    at = answers_at(sheet) + 1
    sheet.Columns.insertByIndex(at, 1)
    sheet.getCellByPosition(at, HEAD).String = "RAG"
    sheet.getCellByPosition(at, FIRST).String = "Red"


@each
def the_answers_moved_to_the_end(sheet):
    at = answers_at(sheet)
    end, last = last_of(sheet)
    source = sheet.getCellRangeByPosition(at, HEAD, at, last).RangeAddress
    sheet.moveRange(sheet.getCellByPosition(end + 1, HEAD).CellAddress, source)


@each
def the_references_moved_to_the_end(sheet):
    end, last = last_of(sheet)
    source = sheet.getCellRangeByPosition(0, HEAD, 0, last).RangeAddress
    sheet.moveRange(sheet.getCellByPosition(end + 1, HEAD).CellAddress, source)


@each
def the_table_moved_down_and_right(sheet):
    source = table(sheet, HEAD).RangeAddress
    sheet.moveRange(sheet.getCellByPosition(3, HEAD + 4).CellAddress, source)


@edit
def sheets_renamed(book):
    for number, sheet in enumerate(sheets_of(book)):
        sheet.Name = f"copy {number} - FINAL (2)"


@edit
def sheets_put_in_another_order(book):
    for name in reversed(book.Sheets.ElementNames):
        book.Sheets.moveByName(name, 0)


@edit
def other_sheets_deleted(book):
    keep = {sheet.Name for sheet in asking(book)} | {"This return"}
    for name in book.Sheets.ElementNames:
        if name not in keep:
            book.Sheets.removeByName(name)


@edit
def the_tables_turned_round(book):
    for sheet in asking(book):
        rows, title = block(sheet), sheet.Name
        book.Sheets.removeByName(title)
        put(added(book, title), 0, 0, list(zip(*rows, strict=True)))


@edit
def rows_cut_and_pasted_to_another_sheet(book):
    for sheet in asking(book):
        columns, last = last_of(sheet)
        made = added(book, f"from {sheet.Name}")
        for at, row in enumerate((HEAD, last)):
            line = sheet.getCellRangeByPosition(0, row, columns, row).RangeAddress
            target = made.getCellByPosition(0, at).CellAddress
            if row == last:
                made.moveRange(target, line)
            else:
                made.copyRange(target, line)


# -- taking things elsewhere


@edit
def sheets_copied_to_a_new_book(book, office):
    made = office.new()
    for number, sheet in enumerate([*asking(book), book.Sheets.getByName("This return")]):
        made.Sheets.importSheet(book, sheet.Name, number)
    return made


@edit
def values_pasted_into_a_new_book(book, office):
    made = office.new()
    for sheet in [*asking(book), book.Sheets.getByName("This return")]:
        put(added(made, sheet.Name), 2, 4, block(sheet))
    return made


@edit
def values_pasted_without_headings(book, office):
    made = office.new()
    for sheet in [*asking(book), book.Sheets.getByName("This return")]:
        put(added(made, sheet.Name), 2, 4, block(sheet, FIRST))
    return made


@each
def values_pasted_over_themselves(sheet):
    range_ = table(sheet)
    range_.setDataArray(range_.DataArray)


def together(book, places):
    """Copy each sheet's table onto one new sheet, and remove the sheets."""
    made = added(book, "all together")
    for sheet, (column, row) in zip(asking(book), places, strict=True):
        target = made.getCellByPosition(column, row).CellAddress
        made.copyRange(target, table(sheet, HEAD).RangeAddress)
    for sheet in asking(book):
        if sheet.Name != "all together":
            book.Sheets.removeByName(sheet.Name)


@edit
def tables_side_by_side(book):
    together(book, [(n * 9 if len(asking(book)) > 1 else 0, 2) for n in range(len(asking(book)))])


@edit
def tables_below_one_another(book):
    together(book, [(0, 2 + n * 20) for n in range(len(asking(book)))])


@edit
def two_packs_in_one_book(book, office):
    with the_other(office) as other:
        for sheet in asking(other):
            book.Sheets.importSheet(other, sheet.Name, 1)


@edit
def two_packs_side_by_side(book, office):
    with the_other(office) as other:
        for ours, theirs in zip(asking(book), asking(other), strict=True):
            columns, _ = last_of(ours)
            put(ours, columns + 2, HEAD, block(theirs))


@edit
def rows_of_another_pack_below(book, office):
    with the_other(office) as other:
        for ours, theirs in zip(asking(book), asking(other), strict=True):
            _, last = last_of(ours)
            put(ours, 0, last + 3, block(theirs))


# -- doing things twice, or taking them away


@edit
def the_sheets_doubled(book):
    for sheet in asking(book):
        book.Sheets.copyByName(sheet.Name, f"{sheet.Name} (2)", book.Sheets.Count)


@each
def a_row_doubled(sheet):
    columns, last = last_of(sheet)
    line = sheet.getCellRangeByPosition(0, FIRST, columns, FIRST).RangeAddress
    sheet.copyRange(sheet.getCellByPosition(0, last + 1).CellAddress, line)


@each
def a_row_doubled_with_another_answer(sheet):
    a_row_doubled(sheet)
    _, last = last_of(sheet)
    sheet.getCellByPosition(answers_at(sheet), last).String = "something else"


@each
def the_answers_copied_to_the_right(sheet):
    columns, last = last_of(sheet)
    at = answers_at(sheet)
    source = sheet.getCellRangeByPosition(at, HEAD, at, last).RangeAddress
    sheet.copyRange(sheet.getCellByPosition(columns + 1, HEAD).CellAddress, source)


@each
def an_older_copy_of_the_answers_to_the_right(sheet):
    the_answers_copied_to_the_right(sheet)
    columns, last = last_of(sheet)
    for row in range(FIRST, last + 1):
        sheet.getCellByPosition(columns, row).String = "as we said first"


@each
def a_cell_put_in_above_an_answer(sheet):
    from com.sun.star.sheet.CellInsertMode import DOWN

    at = answers_at(sheet)
    sheet.insertCells(sheet.getCellRangeByPosition(at, FIRST, at, FIRST).RangeAddress, DOWN)


@each
def rows_deleted(sheet):
    sheet.Rows.removeByIndex(FIRST + 1, 2)


@each
def the_headings_deleted(sheet):
    sheet.Rows.removeByIndex(HEAD, 1)


@each
def a_column_of_words_deleted(sheet):
    sheet.Columns.removeByIndex(2, 1)


@each
def the_references_deleted(sheet):
    sheet.Columns.removeByIndex(0, 1)


@each
def a_reference_dragged_down(sheet):
    first = sheet.getCellByPosition(0, FIRST).String
    for row in (FIRST + 1, FIRST + 2):
        sheet.getCellByPosition(0, row).String = first


@each
def answers_emptied(sheet):
    """All but the last, which nobody need give, and nobody would miss."""
    for cell in answers(sheet)[:-1]:
        cell.String = ""


# -- how it looks


@each
def rows_and_columns_hidden(sheet):
    sheet.Rows.getByIndex(FIRST + 1).IsVisible = False
    sheet.Columns.getByIndex(answers_at(sheet)).IsVisible = False
    sheet.Columns.getByIndex(0).IsVisible = False


@each
def rows_filtered_out(sheet):
    for row in range(FIRST + 1, last_of(sheet)[1] + 1):
        sheet.Rows.getByIndex(row).IsFiltered = True


@each
def protected_again(sheet):
    sheet.protect("our own")


@each
def answers_in_red(sheet):
    range_ = table(sheet)
    range_.CharColor, range_.CellBackColor = 0xFF0000, 0xFFFF00


@each
def answers_struck_out(sheet):
    for cell in answers(sheet):
        cell.CharStrikeout = 1


@each
def an_older_word_struck_out_in_each_answer(sheet):
    for cell in answers(sheet):
        kept = cell.String
        cell.String = f"Gone {kept}"
        cursor = cell.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(4, True)
        cursor.CharStrikeout = 1


@each
def words_merged_downwards(sheet):
    sheet.getCellRangeByPosition(1, FIRST, 1, FIRST + 1).merge(True)


@each
def answers_merged_downwards(sheet):
    at = answers_at(sheet)
    sheet.getCellRangeByPosition(at, FIRST, at, FIRST + 2).merge(True)


@each
def answers_merged_with_what_is_right_of_them(sheet):
    at = answers_at(sheet)
    sheet.getCellRangeByPosition(at, FIRST, at + 1, FIRST).merge(True)


@each
def rows_grouped(sheet):
    from com.sun.star.table.TableOrientation import ROWS

    sheet.group(table(sheet).RangeAddress, ROWS)


# -- writing things in their own way


@each
def a_total_below(sheet):
    _, last = last_of(sheet)
    at = answers_at(sheet)
    sheet.getCellByPosition(1, last + 1).String = "Total"
    sheet.getCellByPosition(at, last + 1).Formula = f"=COUNTA(A{FIRST + 1}:A{last + 1})"


@each
def the_heading_with_a_space_behind(sheet):
    cell = sheet.getCellByPosition(answers_at(sheet), HEAD)
    first, line, ref = cell.String.partition("\n")
    cell.String = f"{first} {line}{ref}"


@each
def the_heading_translated(sheet):
    cell = sheet.getCellByPosition(answers_at(sheet), HEAD)
    cell.String = "Votre r\u00e9ponse"


@each
def a_comment_on_each_answer(sheet):
    for cell in answers(sheet):
        sheet.Annotations.insertNew(cell.CellAddress, "not sure about this one")


@each
def answers_in_comments(sheet):
    for cell in answers(sheet):
        if cell.String:
            sheet.Annotations.insertNew(cell.CellAddress, cell.String)
            cell.String = ""


@each
def answers_in_the_column_of_notes(sheet):
    at = answers_at(sheet)
    for cell in answers(sheet):
        sheet.getCellByPosition(at + 1, cell.CellAddress.Row).String = cell.String
        cell.String = ""


@each
def answers_right_of_the_table(sheet):
    columns, _ = last_of(sheet)
    for cell in answers(sheet):
        sheet.getCellByPosition(columns + 1, cell.CellAddress.Row).String = cell.String
        cell.String = ""


@each
def answers_as_formulas(sheet):
    for cell in answers(sheet):
        cell.Formula = f'="{cell.String}"'


@each
def answers_as_text(sheet):
    """Format the answers as text and type them again, as days and numbers then stand there."""
    for cell in answers(sheet):
        cell.String = cell.String


@each
def filled_down_with_ditto(sheet):
    for cell in answers(sheet)[1:]:
        cell.String = '"'


OTHERS = {
    "as_xls": (XLS, ".xls"), "as_ods": (ODS, ".ods"),
    "as_xlsm": ("Calc MS Excel 2007 VBA XML", ".xlsm"),
    "as_fods": ("OpenDocument Spreadsheet Flat XML", ".fods"),
}  # fmt: skip


def main(source, folder):
    with tempfile.TemporaryDirectory() as profile:
        office = Office(profile)
        try:
            for name, change in EDITS.items():
                book = office.open(source)
                needs_office = change.__code__.co_argcount > 1
                made = change(book, office) if needs_office else change(book)
                if made is not None:
                    book.close(True)
                office.save(made or book, folder / f"{name}.xlsx", XLSX)
            for name, (kind, ending) in OTHERS.items():
                office.save(office.open(source), folder / f"{name}{ending}", kind)
            for name, ending in (("by_way_of_xls", ".xls"), ("by_way_of_ods", ".ods")):
                there = office.open(folder / f"as_{ending[1:]}{ending}")
                office.save(there, folder / f"{name}.xlsx", XLSX)
        finally:
            try:
                office.desktop.terminate()
            finally:
                office.process.wait(timeout=600)


if __name__ == "__main__":
    SOURCE, OTHER, FOLDER = map(Path, sys.argv[1:4])
    main(SOURCE, FOLDER)
