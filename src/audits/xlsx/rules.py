"""What cells accept, what they say while they are filled in, and when they are coloured."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.plain_text import clean_text

from .limits import PROMPT, PROMPT_TITLE, cut
from .looks import GREY, ORANGE, SHADE


def choose_from(name: str) -> DataValidation:
    """Return a rule that offers a list under a name of the workbook: see `name_list`."""
    return DataValidation(type="list", formula1=name, allow_blank=True)


def choose_one_of(words: Sequence[str]) -> DataValidation:
    """Return a rule that offers a few short words of our own, without commas."""
    return DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)


def accept_date() -> DataValidation:
    """Return a rule that doubts what is no date of our time."""
    return DataValidation(
        type="date", operator="between", formula1="DATE(1990,1,1)", formula2="DATE(2100,1,1)",
        allow_blank=True, errorStyle="warning",
    )  # fmt: skip


def accept_number() -> DataValidation:
    """Return a rule that doubts what is no number."""
    return DataValidation(
        type="decimal", operator="between", formula1="-1000000000", formula2="1000000000",
        allow_blank=True, errorStyle="warning",
    )  # fmt: skip


def accept_text() -> DataValidation:
    """Return a rule that refuses a text longer than a cell holds for sure."""
    return DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1="32000", allow_blank=True
    )


def only_explain() -> DataValidation:
    """Return a rule that accepts everything, for its prompt."""
    return DataValidation(type=None, allow_blank=True)


def explain(
    rule: DataValidation, title: str, prompt: str, refusal: str, *, refuses: bool = True
) -> None:
    """Give a rule its words, within Excel's limits; without a prompt none is shown."""
    rule.promptTitle = cut(clean_text(title), PROMPT_TITLE)
    rule.prompt = cut(clean_text(prompt), PROMPT) or None
    rule.errorTitle = "Please choose again"
    rule.error = cut(clean_text(refusal), PROMPT)
    rule.showInputMessage, rule.showErrorMessage = bool(rule.prompt), refuses


def mark_when(sheet: Worksheet, cell: str, condition: str) -> None:
    """Colour a cell orange while a condition holds."""
    fill = PatternFill("solid", bgColor=ORANGE)
    rule = FormulaRule([condition], fill=fill)  # type: ignore[no-untyped-call]  # stubs lack it
    sheet.conditional_formatting.add(cell, rule)


def grey_out_when(sheet: Worksheet, cells: str, condition: str) -> None:
    """Grey cells while a condition holds, before any other colour: nothing is wanted in them."""
    rule = FormulaRule(  # type: ignore[no-untyped-call]  # stubs lack it
        [condition], fill=PatternFill("solid", bgColor=SHADE), font=Font(color=GREY),
        stopIfTrue=True,
    )  # fmt: skip
    sheet.conditional_formatting.add(cells, rule)


def name_list(book: Workbook, name: str, title: str, column: int, rows: tuple[int, int]) -> None:
    """Give a list on a sheet a name, from the first of two rows to the second.

    Lists are defined names: those pointing straight at another sheet sit in an extension that
    other programs drop.
    """
    letter = get_column_letter(column)
    span = f"'{title}'!${letter}${rows[0]}:${letter}${rows[1]}"
    book.defined_names[name] = DefinedName(name, attr_text=span)
