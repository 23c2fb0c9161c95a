"""What people do to a workbook, done by LibreOffice itself; run by the Python that it brings.

Usage: python3 office_edits.py SOURCE OTHER FOLDER. Each edit opens SOURCE (OTHER is a second pack),
does one ordinary thing, and saves the result in FOLDER under the edit's name.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField


CASES, HEAD, FIRST = "Cases", 2, 3  # rows count from nought here
XLSX, XLS, ODS = "Calc MS Excel 2007 XML", "MS Excel 97", "calc8"
EDITS = {}


def edit(function):
    """Add an edit to the list, under its own name."""
    EDITS[function.__name__] = function
    return function


def value(name, content):
    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def last_of(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def table(sheet, top=FIRST):
    column, row = last_of(sheet)
    return sheet.getCellRangeByPosition(0, top, column, row)


def column_of(sheet, words):
    columns, _ = last_of(sheet)
    for place in range(columns + 1):
        if words in sheet.getCellByPosition(place, HEAD).String:
            return place
    raise ValueError(words)


def sort(sheet, column, top=FIRST, ascending=False):
    field = TableSortField()
    field.Field, field.IsAscending = column, ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    options = (
        value("SortFields", fields),
        value("ContainsHeader", False),
        value("BindFormatsToContent", True),
    )
    range_ = table(sheet, top)
    uno.invoke(range_, "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", options),))


class Office:
    """One LibreOffice, spoken to through a pipe."""

    def __init__(self, profile):
        self.copies = Path(profile) / "opened"
        self.copies.mkdir()
        self.opened = 0
        pipe = f"audits{time.time_ns()}"
        self.process = subprocess.Popen([
            "soffice", "--headless", "--norestore", "--nologo",
            f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;",
        ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                if self.process.poll() is not None:
                    raise
                time.sleep(0.25)
        self.desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")

    def open(self, path):
        """Open a copy of a file: LibreOffice may leave a lock on one that it has closed."""
        self.opened += 1
        copy = shutil.copy(path, self.copies / f"{self.opened}{path.suffix}")
        url = uno.systemPathToFileUrl(str(copy))
        book = self.desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))
        for name in book.Sheets.ElementNames:
            book.Sheets.getByName(name).unprotect("")
        return book

    def new(self):
        hidden = (value("Hidden", True),)
        return self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, hidden)

    def save(self, book, path, kind, *more):
        url = uno.systemPathToFileUrl(str(path))
        book.storeToURL(url, (value("FilterName", kind), *more))
        book.close(True)


# -- moving things about


@edit
def saved_again(book, sheet, office):
    return None


@edit
def sorted_by_case(book, sheet, office):
    sort(sheet, 1)


@edit
def sorted_by_an_answer(book, sheet, office):
    sort(sheet, column_of(sheet, "Question 2?"))


@edit
def sorted_by_a_note(book, sheet, office):
    sort(sheet, column_of(sheet, "Question 1?") + 1, ascending=True)


@edit
def sorted_with_its_headings(book, sheet, office):
    sort(sheet, 1, top=HEAD, ascending=False)


@edit
def rows_inserted(book, sheet, office):
    sheet.Rows.insertByIndex(5, 5)


@edit
def a_row_inserted_above_the_headings(book, sheet, office):
    sheet.Rows.insertByIndex(HEAD, 1)
    sheet.getCellByPosition(1, HEAD).String = "our copy, please keep"


@edit
def a_notes_column_inserted(book, sheet, office):
    sheet.Columns.insertByIndex(8, 1)
    sheet.getCellByPosition(8, HEAD).String = "My notes"
    for row in range(FIRST, FIRST + 10):
        sheet.getCellByPosition(8, row).String = "rang the school"


@edit
def sheets_renamed(book, sheet, office):
    for number, name in enumerate(book.Sheets.ElementNames):
        book.Sheets.getByName(name).Name = f"Copy of {number}"


@edit
def other_sheets_deleted(book, sheet, office):
    for name in book.Sheets.ElementNames:
        if name not in (CASES, "This return"):
            book.Sheets.removeByName(name)


@edit
def an_answer_column_moved(book, sheet, office):
    at = column_of(sheet, "Question 3?")
    end, last = last_of(sheet)
    sheet.Columns.insertByIndex(end + 1, 1)
    source = sheet.getCellRangeByPosition(at, HEAD, at, last).RangeAddress
    sheet.moveRange(sheet.getCellByPosition(end + 1, HEAD).CellAddress, source)


@edit
def an_answer_column_moved_and_its_place_closed(book, sheet, office):
    an_answer_column_moved(book, sheet, office)
    sheet.Columns.removeByIndex(column_of(sheet, "Question 2?") + 2, 1)


@edit
def turned_round(book, sheet, office):
    data = table(sheet, HEAD).DataArray
    other = book.Sheets
    other.insertNewByName("turned", 0)
    across = tuple(zip(*data, strict=True))
    target = other.getByName("turned")
    target.getCellRangeByPosition(0, 0, len(across[0]) - 1, len(across) - 1).setDataArray(across)
    book.Sheets.removeByName(CASES)


# -- taking things elsewhere


def pasted(book, sheet, office, top, columns=None):
    data = table(sheet, top).DataArray
    data = tuple(row[:columns] for row in data)
    other = office.new()
    target = other.Sheets.getByIndex(0)
    target.getCellRangeByPosition(2, 4, len(data[0]) + 1, len(data) + 3).setDataArray(data)
    return other


@edit
def the_sheet_copied_to_a_new_book(book, sheet, office):
    other = office.new()
    other.Sheets.importSheet(book, CASES, 0)
    return other


@edit
def values_pasted_into_a_new_book(book, sheet, office):
    return pasted(book, sheet, office, HEAD)


@edit
def values_pasted_without_headings(book, sheet, office):
    return pasted(book, sheet, office, FIRST)


@edit
def some_columns_pasted_without_headings(book, sheet, office):
    return pasted(book, sheet, office, FIRST, 9)


@edit
def values_pasted_over_themselves(book, sheet, office):
    range_ = table(sheet)
    range_.setDataArray(range_.DataArray)


def split(book, sheet, with_headings):
    columns, last = last_of(sheet)
    for number, row in enumerate(range(FIRST, last + 1)):
        name = f"child {number + 1}"
        book.Sheets.insertNewByName(name, number)
        target = book.Sheets.getByName(name)
        if with_headings:
            head = sheet.getCellRangeByPosition(0, HEAD, columns, HEAD).RangeAddress
            target.copyRange(target.getCellByPosition(0, 0).CellAddress, head)
        line = sheet.getCellRangeByPosition(0, row, columns, row).RangeAddress
        target.copyRange(target.getCellByPosition(0, 1).CellAddress, line)
    book.Sheets.removeByName(CASES)


@edit
def split_into_a_sheet_a_case(book, sheet, office):
    split(book, sheet, True)


@edit
def split_without_headings(book, sheet, office):
    split(book, sheet, False)


@edit
def a_column_inserted_then_split_without_headings(book, sheet, office):
    sheet.Columns.insertByIndex(9, 1)
    split(book, sheet, False)


@edit
def two_packs_in_one_book(book, sheet, office):
    other = office.open(OTHER)
    book.Sheets.importSheet(other, CASES, 1)
    other.close(True)


@edit
def rows_of_another_pack_below(book, sheet, office):
    other = office.open(OTHER)
    rows = table(other.Sheets.getByName(CASES), HEAD).DataArray
    _, last = last_of(sheet)
    place = sheet.getCellRangeByPosition(0, last + 3, len(rows[0]) - 1, last + 2 + len(rows))
    place.setDataArray(rows)
    other.close(True)


# -- doing things twice, or taking them away


def copy_row(sheet, row):
    columns, last = last_of(sheet)
    line = sheet.getCellRangeByPosition(0, row, columns, row).RangeAddress
    sheet.copyRange(sheet.getCellByPosition(0, last + 1).CellAddress, line)
    return last + 1


@edit
def rows_doubled(book, sheet, office):
    copy_row(sheet, FIRST)
    copy_row(sheet, FIRST + 4)


@edit
def a_row_doubled_with_another_answer(book, sheet, office):
    copied = copy_row(sheet, FIRST)
    sheet.getCellByPosition(column_of(sheet, "Question 2?"), copied).String = "something else"


@edit
def the_sheet_doubled(book, sheet, office):
    book.Sheets.copyByName(CASES, "Cases (2)", 1)


@edit
def a_reference_dragged_down(book, sheet, office):
    first = sheet.getCellByPosition(0, FIRST).String
    for row in range(FIRST + 1, FIRST + 4):
        sheet.getCellByPosition(0, row).String = first


@edit
def rows_deleted(book, sheet, office):
    sheet.Rows.removeByIndex(FIRST + 2, 3)


@edit
def columns_deleted(book, sheet, office):
    sheet.Columns.removeByIndex(column_of(sheet, "Question 5?"), 1)
    sheet.Columns.removeByIndex(2, 1)


@edit
def the_headings_deleted(book, sheet, office):
    sheet.Rows.removeByIndex(HEAD, 1)


@edit
def the_references_deleted(book, sheet, office):
    sheet.Columns.removeByIndex(0, 1)


@edit
def rows_and_columns_hidden(book, sheet, office):
    sheet.Rows.getByIndex(FIRST + 1).IsVisible = False
    sheet.Columns.getByIndex(column_of(sheet, "Question 4?")).IsVisible = False
    sheet.Columns.getByIndex(0).IsVisible = False


@edit
def rows_filtered_out(book, sheet, office):
    from com.sun.star.sheet import TableFilterField
    from com.sun.star.sheet.FilterOperator import EQUAL

    range_ = table(sheet, HEAD)
    described = range_.createFilterDescriptor(True)
    field = TableFilterField()
    field.Field, field.Operator, field.IsNumeric = 1, EQUAL, False
    field.StringValue = sheet.getCellByPosition(1, FIRST).String
    described.setFilterFields((field,))
    described.ContainsHeader = True
    range_.filter(described)


@edit
def cases_merged(book, sheet, office):
    sheet.getCellRangeByPosition(1, FIRST, 1, FIRST + 3).merge(True)


@edit
def answers_merged_downwards(book, sheet, office):
    at = column_of(sheet, "Question 3?")
    sheet.getCellRangeByPosition(at, FIRST, at, FIRST + 2).merge(True)


# -- writing things in their own way


def write(sheet, words, text, row=FIRST):
    sheet.getCellByPosition(column_of(sheet, words), row).String = text


@edit
def typed_over_the_list(book, sheet, office):
    write(sheet, "Question 1?", "we think so")
    write(sheet, "Question 1?", "yES ", FIRST + 1)


@edit
def dates_as_text(book, sheet, office):
    write(sheet, "Question 4?", "8 March 2017")
    write(sheet, "Question 4?", "08.03.17", FIRST + 1)
    write(sheet, "Question 4?", "sometime in spring", FIRST + 2)


@edit
def dates_as_numbers(book, sheet, office):
    sheet.getCellByPosition(column_of(sheet, "Question 4?"), FIRST).Value = 42802


@edit
def not_applicable_with_a_reason(book, sheet, office):
    write(sheet, "Question 1?", "N/A \u2013 baby")


@edit
def answers_in_red(book, sheet, office):
    range_ = table(sheet)
    range_.CharColor, range_.CellBackColor = 0xFF0000, 0xFFFF00


@edit
def answers_struck_out(book, sheet, office):
    table(sheet).CharStrikeout = 1


@edit
def a_comment_on_a_cell(book, sheet, office):
    at = sheet.getCellByPosition(column_of(sheet, "Question 2?"), FIRST).CellAddress
    sheet.Annotations.insertNew(at, "not sure about this one")


@edit
def formulas_for_answers(book, sheet, office):
    sheet.getCellByPosition(column_of(sheet, "Question 2?"), FIRST).Formula = '="a" & "b"'
    sheet.getCellByPosition(column_of(sheet, "Question 3?"), FIRST).Formula = "=1/0"
    sheet.getCellByPosition(column_of(sheet, "Question 4?"), FIRST).Formula = "=TODAY()"


@edit
def answers_emptied(book, sheet, office):
    at = column_of(sheet, "Question 6?")
    sheet.getCellRangeByPosition(at, FIRST, at, FIRST + 9).clearContents(1023)


@edit
def a_heading_reworded(book, sheet, office):
    cell = sheet.getCellByPosition(column_of(sheet, "Question 2?"), HEAD)
    cell.String = cell.String.replace("Question 2?", "Question two, as we see it?")


OTHERS = {
    "as_xls": (XLS, ".xls"), "as_ods": (ODS, ".ods"),
    "as_xlsm": ("Calc MS Excel 2007 VBA XML", ".xlsm"),
    "as_csv": ("Text - txt - csv (StarCalc)", ".csv"), "as_pdf": ("calc_pdf_Export", ".pdf"),
}  # fmt: skip


def main(source, folder):
    with tempfile.TemporaryDirectory() as profile:
        office = Office(profile)
        try:
            for name, change in EDITS.items():
                book = office.open(source)
                other = change(book, book.Sheets.getByName(CASES), office)
                if other is not None:
                    book.close(True)
                office.save(other or book, folder / f"{name}.xlsx", XLSX)
            for name, (kind, ending) in OTHERS.items():
                office.save(office.open(source), folder / f"{name}{ending}", kind)
            for name, ending in (("by_way_of_xls", ".xls"), ("by_way_of_ods", ".ods")):
                there = office.open(folder / f"as_{ending[1:]}{ending}")
                office.save(there, folder / f"{name}.xlsx", XLSX)
            secret = value("Password", "our own secret")
            office.save(office.open(source), folder / "with_their_password.ods", ODS, secret)
        finally:
            try:
                office.desktop.terminate()
            finally:
                office.process.wait(timeout=600)


if __name__ == "__main__":
    SOURCE, OTHER, FOLDER = map(Path, sys.argv[1:4])
    main(SOURCE, FOLDER)
