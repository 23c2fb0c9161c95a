"""Spreadsheets are written here, and nowhere else: cells, looks, sheets, rules, files."""

from openpyxl import Workbook as Book
from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray as Look
from openpyxl.utils import get_column_letter as column_letter
from openpyxl.worksheet.datavalidation import DataValidation as Rule
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from .cells import link, put, put_formula, put_referenced, quoted
from .files import finish, saved, with_password
from .formula_results import with_results
from .long_table import Column, write_long_table
from .looks import ORANGE, Cellstate, Looks
from .rules import (
    accept_date,
    accept_number,
    accept_text,
    choose_from,
    choose_one_of,
    explain,
    grey_out_when,
    mark_when,
    name_list,
    only_explain,
)
from .sheets import (
    add_sheet,
    fit_row,
    height_of,
    lines_of,
    name_headings,
    new_book,
    print_on,
    protect,
    set_widths,
    tab_name,
)


__all__ = [
    "ORANGE",
    "Book",
    "Cell",
    "Cellstate",
    "Column",
    "Look",
    "Looks",
    "Rule",
    "Sheet",
    "accept_date",
    "accept_number",
    "accept_text",
    "add_sheet",
    "choose_from",
    "choose_one_of",
    "column_letter",
    "explain",
    "finish",
    "fit_row",
    "grey_out_when",
    "height_of",
    "lines_of",
    "link",
    "mark_when",
    "name_headings",
    "name_list",
    "new_book",
    "only_explain",
    "print_on",
    "protect",
    "put",
    "put_formula",
    "put_referenced",
    "quoted",
    "saved",
    "set_widths",
    "tab_name",
    "with_password",
    "with_results",
    "write_long_table",
]
