"""What officers do to a workbook by hand, added to the edits of `edits`."""

import re

from builders.edits import (
    HEAD,
    TYPED,
    Edit,
    answer_column,
    asked,
    clear,
    clear_rows,
    counted,
    edit,
    headings,
    instead,
    last_column,
    other,
    put,
    rows_of,
    variant,
)
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet


GONE = InlineFont(strike=True)


def answers(sheet: Worksheet) -> list:
    """Return the cells of the column of answers, below its heading."""
    last = HEAD + len([r for r in rows_of(sheet, HEAD + 1) if r[0]])
    return [sheet.cell(row, answer_column(sheet)) for row in range(HEAD + 1, last + 1)]


def every_answer(sheet: Worksheet) -> list:
    """Return the cells of all columns of answers: a grid has one for each question."""
    texts = enumerate(headings(sheet), start=1)
    asks = [at for at, text in texts if re.fullmatch(r"Question \d\?", text)]
    rows = [cell.row for cell in answers(sheet)]
    return [sheet.cell(row, at) for row in rows for at in asks or [answer_column(sheet)]]


def words(value: object) -> str:
    """Return a value as somebody types it."""
    return f"{value:%d %B %Y}" if hasattr(value, "strftime") else str(value)


# -- taken elsewhere


@edit()
def values_only_in_a_new_book(book, theirs, again):
    for sheet in [*asked(book), book["This return"]]:
        rows, title = counted(rows_of(sheet, 1)), sheet.title
        del book[title]
        put(book.create_sheet(title), rows, 1, 1)
    for title in ("Start here", "What the answers mean", "_"):
        del book[title]


@edit()
def rows_cut_and_pasted_to_another_sheet(book, theirs, again):
    sheets = asked(book)
    target = sheets[1] if len(sheets) > 1 else book["This return"]
    rows = counted(rows_of(sheets[0]))
    clear_rows(sheets[0])
    put(sheets[0], [*rows[1:2], *rows[3:]], HEAD + 1, 1)
    put(target, [rows[0], rows[2]], 40, 1)


@edit(loses=True)
def rows_cut_and_pasted_below_the_rows_of_another_sheet(book, theirs, again):
    sheets = asked(book)
    target = sheets[1] if len(sheets) > 1 else book["This return"]
    rows = counted(rows_of(sheets[0]))
    clear_rows(sheets[0])
    put(sheets[0], [*rows[1:2], *rows[3:]], HEAD + 1, 1)
    put(target, [rows[2]], HEAD + len(rows_of(target)), 1)


@edit(loses=True)
def each_row_on_a_sheet_of_its_own_without_headings(book, theirs, again):
    for number, sheet in enumerate(asked(book)):
        for at, row in enumerate(counted(rows_of(sheet, HEAD + 1))):
            put(book.create_sheet(f"{number} {at}"), [row], 1, 1)
        del book[sheet.title]


@edit()
def answers_of_theirs_pasted_below_ours(book, theirs, again):
    for ours, other_one in zip(asked(book), asked(theirs), strict=True):
        put(ours, counted(rows_of(other_one)), ours.max_row + 3, 1)


@edit(loses=True)
def answers_of_theirs_pasted_over_our_references(book, theirs, again):
    """Their rows below our headings, references and all."""
    for ours, other_one in zip(asked(book), asked(theirs), strict=True):
        put(ours, counted(rows_of(other_one, HEAD + 1)), HEAD + 1, 1)


@edit()
def tables_moved_to_one_sheet_with_titles_between(book, theirs, again):
    row, workspace = 1, []
    for sheet in asked(book):
        workspace.append((counted(rows_of(sheet, 1)), row, 1))
        row += sheet.max_row + 2
    instead(book, workspace)


@edit()
def exported_by_numbers(book, theirs, again):
    """Each table on a sheet of its own from its first cell, and a summary before them."""
    for sheet in [*asked(book), book["This return"]]:
        rows, title = counted(rows_of(sheet)), sheet.title
        del book[title]
        put(book.create_sheet(f"{title} - Table 1"), rows, 1, 1)
    summary = book.create_sheet("Export Summary", 0)
    summary.append(["This document was exported from Numbers. Each table was converted."])


# -- headings


def over_answers(text: str) -> Edit:
    """Retype the heading of the answers; a grid's keeps its reference, as the cell is edited."""

    def do(book, theirs, again):
        for sheet in asked(book):
            cell = sheet.cell(HEAD, answer_column(sheet))
            _, line, ref = str(cell.value).partition("\n")
            cell.value = f"{text}{line}{ref}"

    return do


for name, text in {
    "with_a_trailing_space": "Your answer ", "with_a_colon": "Your answer:",
    "in_capitals": "YOUR ANSWER", "with_two_spaces": "Your  answer",
    "with_a_hard_space": "Your\u00a0answer", "with_a_star": "Your answer *",
    "with_curly_quotes": "\u201cYour answer\u201d",
}.items():  # fmt: skip
    variant(f"the_heading_retyped_{name}", over_answers(text), loses=False)
for name, text in {
    "in_french": "Votre r\u00e9ponse", "in_welsh": "Eich ateb", "in_polish": "Odpowied\u017a",
    "in_arabic": "\u0625\u062c\u0627\u0628\u062a\u0643", "as_ours": "Our answer",
    "as_response": "Response", "empty": "",
}.items():  # fmt: skip
    variant(f"the_heading_retyped_{name}", over_answers(text))


@edit(loses=True)
def every_heading_translated(book, theirs, again):
    for sheet in asked(book):
        for number, cell in enumerate(sheet[HEAD]):
            cell.value = f"Colonne {number}"


@edit()
def a_second_line_of_headings_of_their_own(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet))
        clear_rows(sheet)
        own = [None, "Team A", "Team A", "Team B", "Team B", None, None]
        put(sheet, [own, *rows[1:]], HEAD + 1, 1)


# -- more columns


def inserted_after_answers(heading: str, values: tuple[object, ...]) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            rows, at = counted(rows_of(sheet)), answer_column(sheet)
            made = [[*r[:at], heading if n == 0 else values[n % len(values)], *r[at:]]
                    for n, r in enumerate(rows)]  # fmt: skip
            clear(sheet)
            put(sheet, made, HEAD, 1)

    return do


variant("a_column_of_colours", inserted_after_answers("RAG", ("Red", "Amber", "Green")),
        loses=False)  # fmt: skip
variant("a_column_of_initials", inserted_after_answers("Checked by", ("JS", "AB")), loses=False)
variant("a_column_of_yes_and_no", inserted_after_answers("Agreed?", ("Yes", "No")), loses=False)
variant("a_second_column_of_answers", inserted_after_answers("Your answer", ("Yes", "No")))
variant("a_managers_answers", inserted_after_answers("Manager's answer", ("Yes", "No")))
variant("a_column_of_answers_without_heading", inserted_after_answers("", ("Yes", "No", None)))


# -- more rows


@edit()
def a_total_below(book, theirs, again):
    for sheet in asked(book):
        row = [None, "Total", None, 4, 7, 8, 9][: last_column(sheet)]
        put(sheet, [row], sheet.max_row + 1, 1)


@edit()
def a_total_of_formulas_below(book, theirs, again):
    for sheet in asked(book):
        at, end = answer_column(sheet), sheet.max_row
        letter = sheet.cell(HEAD, at).column_letter
        sheet.cell(end + 1, 2).value = "Answered"
        sheet.cell(end + 1, at).value = f"=COUNTA({letter}{HEAD + 1}:{letter}{end})"


@edit()
def empty_rows_between(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        clear_rows(sheet)
        for number, row in enumerate(rows):
            put(sheet, [row], HEAD + 1 + 2 * number, 1)


@edit()
def a_row_of_theirs_between_without_reference(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        clear_rows(sheet)
        own = [None, *["another child" for _ in rows[0][1:]]]
        put(sheet, [rows[0], own, *rows[1:]], HEAD + 1, 1)


# -- where answers are put


@edit(loses=True)
def answers_in_comments(book, theirs, again):
    for sheet in asked(book):
        for cell in every_answer(sheet):
            cell.comment, cell.value = Comment(words(cell.value), "Officer"), None


@edit()
def a_comment_beside_each_answer(book, theirs, again):
    for sheet in asked(book):
        for cell in every_answer(sheet):
            cell.comment = Comment("checked with the team", "Officer")


@edit(loses=True)
def answers_in_the_cell_of_the_question(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet):
            texts = sheet.cell(cell.row, cell.column - 2)
            texts.value, cell.value = f"{texts.value or ''} {words(cell.value)}", None


@edit(loses=True)
def answers_written_over_the_cell_of_the_question(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet):
            sheet.cell(cell.row, cell.column - 2).value, cell.value = cell.value, None


@edit(loses=True)
def answers_in_the_column_of_notes(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet):
            beside = sheet.cell(cell.row, cell.column + 1)
            beside.value, cell.value = words(cell.value), None


@edit(loses=True)
def answers_in_the_column_of_what_is_to_do(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet):
            sheet.cell(cell.row, last_column(sheet)).value, cell.value = words(cell.value), None


@edit(loses=True)
def answers_right_of_the_table(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet):
            sheet.cell(cell.row, last_column(sheet) + 1).value, cell.value = cell.value, None


@edit(loses=True)
def answers_in_one_text_box_below(book, theirs, again):
    for sheet in asked(book):
        said = "; ".join(f"{n}: {words(cell.value)}" for n, cell in enumerate(answers(sheet), 1))
        for cell in answers(sheet):
            cell.value = None
        sheet.cell(sheet.max_row + 2, 2).value = said


@edit(loses=True)
def answers_on_a_sheet_of_their_own(book, theirs, again):
    made = book.create_sheet("Our answers")
    for sheet in asked(book):
        for cell in answers(sheet):
            made.append([sheet.title, cell.row, words(cell.value)])
            cell.value = None


# -- cells put in or taken out of a column by themselves


def shifted_down(*, also_notes: bool, row: int) -> Edit:
    """Put an empty cell in above an answer: all below it stand a row too low."""

    def do(book, theirs, again):
        for sheet in asked(book):
            first = answer_column(sheet)
            for at in (first, first + 1) if also_notes else (first,):
                cells = [sheet.cell(r, at) for r in range(HEAD + row, sheet.max_row + 2)]
                kept = [(cell.value, cell.number_format) for cell in cells]
                cells[0].value = None
                for cell, (value, look) in zip(cells[1:], kept[:-1], strict=True):
                    cell.value, cell.number_format = value, look

    return do


for row in (1, 2, 3):
    variant(f"answers_shifted_down_from_{row}", shifted_down(also_notes=False, row=row))
    variant(f"answers_and_notes_shifted_down_from_{row}", shifted_down(also_notes=True, row=row))


# -- merged


@edit()
def answers_merged_with_their_notes(book, theirs, again):
    """Where a note stands, merging would drop it: only cells without one are merged."""
    for sheet in asked(book):
        for cell in answers(sheet):
            if sheet.cell(cell.row, cell.column + 1).value is None:
                sheet.merge_cells(start_row=cell.row, end_row=cell.row,
                                  start_column=cell.column, end_column=cell.column + 1)  # fmt: skip


@edit(loses=True)
def answers_merged_into_one_cell(book, theirs, again):
    """All but the last; of merged cells only the first keeps what it said."""
    for sheet in asked(book):
        first, *_, last, _ = answers(sheet)
        sheet.merge_cells(start_row=first.row, end_row=last.row,
                          start_column=first.column, end_column=first.column)  # fmt: skip


@edit()
def the_title_merged_over_the_table(book, theirs, again):
    for sheet in asked(book):
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=last_column(sheet))


@edit()
def headings_merged_with_the_row_above(book, theirs, again):
    for sheet in asked(book):
        for column in range(1, last_column(sheet) + 1):
            value = sheet.cell(HEAD, column).value
            sheet.cell(HEAD - 1, column).value = value
            sheet.merge_cells(start_row=HEAD - 1, end_row=HEAD, start_column=column,
                              end_column=column)  # fmt: skip


# -- struck out


def struck_beside(cell) -> None:
    kept = cell.value
    cell.value = CellRichText(TextBlock(GONE, words(other(kept))), f" {words(kept)}")


@edit()
def an_older_answer_struck_out_in_each_cell(book, theirs, again):
    for sheet in asked(book):
        for cell in every_answer(sheet):
            struck_beside(cell)


@edit(loses=True)
def answers_struck_out(book, theirs, again):
    for sheet in asked(book):
        for cell in every_answer(sheet):
            cell.font = Font(strike=True)


@edit()
def rows_struck_out_and_copied_below(book, theirs, again):
    for sheet in asked(book):
        rows = counted(rows_of(sheet, HEAD + 1))
        for row in sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + 2):
            for cell in row[1:]:
                cell.font = Font(strike=True)
        put(sheet, rows[:2], HEAD + len(rows) + 1, 1)


# -- how it looks


@edit()
def every_row_hidden_but_one(book, theirs, again):
    for sheet in asked(book):
        for cell in answers(sheet)[1:]:
            sheet.row_dimensions[cell.row].hidden = True


@edit()
def columns_of_answers_hidden(book, theirs, again):
    for sheet in asked(book):
        for cell in sheet[HEAD][answer_column(sheet) - 1 :]:
            sheet.column_dimensions[cell.column_letter].hidden = True


@edit()
def protected_again_with_a_password(book, theirs, again):
    for sheet in book.worksheets:
        sheet.protection.password = "secret"
        sheet.protection.enable()


@edit()
def filtered_to_one_answer(book, theirs, again):
    for sheet in asked(book):
        first, *others = answers(sheet)
        sheet.auto_filter.add_filter_column(first.column - 1, [str(first.value)])
        for cell in others:
            sheet.row_dimensions[cell.row].hidden = True


@edit()
def lists_of_their_own_on_the_answers(book, theirs, again):
    for sheet in asked(book):
        rule = DataValidation(type="list", formula1='"Yes,No,Maybe"')
        for cell in every_answer(sheet):
            rule.add(cell)
        sheet.add_data_validation(rule)


@edit()
def answers_as_links(book, theirs, again):
    for sheet in asked(book):
        for cell in every_answer(sheet):
            kept = cell.value
            cell.hyperlink = "mailto:officer@agency.example"
            cell.value = kept


# -- written in their own way


def rewritten(change) -> Edit:
    def do(book, theirs, again):
        for sheet in asked(book):
            for cell in every_answer(sheet):
                cell.value = change(cell.value)

    return do


def dated(pattern: str):
    return lambda value: value.strftime(pattern) if hasattr(value, "strftime") else value


CHOICES = ("Yes", "Partly", "No", "Cannot tell")


def chosen(change):
    return lambda value: change(value) if value in CHOICES else value


def full_width(value: str) -> str:
    return "".join(each if each == " " else chr(ord(each) + 0xFEE0) for each in value)


for name, change in {
    "dates_in_words": dated("%-d %B %Y"), "dates_in_short_words": dated("%d-%b-%y"),
    "dates_with_the_day_of_the_week": dated("%A %-d %B %Y"), "dates_with_points": dated("%d.%m.%Y"),
    "dates_with_slashes": dated("%d/%m/%Y"), "dates_as_iso": dated("%Y-%m-%d"),
    "dates_with_midnight": dated("%Y-%m-%d 00:00:00"),
    "numbers_as_text": lambda v: str(v) if isinstance(v, int | float) else v,
    "numbers_with_spaces": lambda v: f" {v:g} " if isinstance(v, int | float) else v,
    "choices_in_capitals": chosen(str.upper), "choices_in_small_letters": chosen(str.lower),
    "choices_with_spaces": chosen(lambda v: f"  {v} "),
    "choices_with_a_full_stop": chosen(lambda v: f"{v}."),
    "choices_with_a_line_break": chosen(lambda v: f"{v}\n"),
    "choices_with_hard_spaces": chosen(lambda v: v.replace(" ", "\u00a0")),
    "choices_in_full_width": chosen(full_width),
    "choices_by_their_first_letter": chosen(lambda v: {"Yes": "Y", "No": "N"}.get(v, v)),
}.items():  # fmt: skip
    variant(name, rewritten(change), loses=False)


def marked(value: str) -> str:
    """Return all choices with the one that is meant marked, as on a paper form."""
    return " ".join(f"[{'x' if each == value else ' '}] {each}" for each in CHOICES)


for name, change in {
    "choices_with_a_tick": chosen(lambda v: f"{v} \u2713"),
    "choices_doubled": chosen(lambda v: f"{v} {v}"),
    "choices_with_a_mark": chosen(lambda v: f"{v}?"),
    "choices_with_the_other": chosen(lambda v: f"{v}/{other(v)}"),
    "choices_changed_in_writing": chosen(lambda v: f"{v} now {other(v)}"),
    "choices_marked_among_all": chosen(marked),
    "formulas_of_text": lambda v: f'="{words(v)}"',
    "dates_of_two_orders": dated("%m/%d/%y or %d/%m/%y"),
}.items():  # fmt: skip
    variant(name, rewritten(change))
for name, text in {"ditto_marks": '"', "the_same_as_above": "as above"}.items():
    variant(name, rewritten(lambda _, text=text: text))
    TYPED[name] = (text,)


@edit(loses=True)
def filled_down_from_the_first_row(book, theirs, again):
    """The first answer dragged over the others: whoever does it gives those answers."""
    for sheet in asked(book):
        for cell in answers(sheet)[1:]:
            cell.value = "dragged down"


TYPED["filled_down_from_the_first_row"] = ("dragged down",)
