"""One case of a moderation workbook: agencies in columns, grades above, their answers below."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.grade_book import (
    LAYERS,
    NOTES,
    GradeBook,
    GradeColumn,
    GradeField,
    GradeSheet,
)
from audits.domain.question import AnswerType, Question

from .cells import ORANGE, Cellstate, Looks, fit_row, print_on, put, put_referenced
from .layout import as_heading
from .references import reference
from .rules import validation
from .sheets import shown
from .table import HEADING_ROW


LABELS, COLUMN = 34, 36  # characters across the first column, and across an agency's
OWN, RECORD, ANSWERS = "The agency's own grade", "What its record shows", "What they answered"
NO_ANSWER = "No answer"
HEAD = "Grades, agency by agency"


class GradeSheetWriter:
    """Writes the sheets of one moderation workbook.

    ``to_fill`` collects, by case, the cells of the first grade that each agency is waiting for.
    """

    def __init__(self, file: Workbook, book: GradeBook, key: bytes, looks: Looks) -> None:
        self._file, self._book, self._key, self._looks = file, book, key, looks
        self._token = f"{book.code}.{book.edition}"
        self.to_fill: dict[str, Sequence[str]] = {}

    def write(self, case: GradeSheet) -> None:
        """Write the sheet of one case."""
        sheet: Worksheet = self._file.create_sheet(case.case)
        put(sheet, 1, 1, case.case, self._looks.title)
        said = "; ".join(f"{as_heading(name)}: {text}" for name, text in case.details)
        put(sheet, 2, 1, said, self._looks.help)
        self._head(sheet, case)
        self.to_fill[case.case] = []
        row = HEADING_ROW + 1
        for graded in self._book.graded:
            row = self._grade(sheet, case, graded, row)
        self._answers(sheet, case, row)
        _set_up(sheet, len(case.columns))

    def _head(self, sheet: Worksheet, case: GradeSheet) -> None:
        put(sheet, HEADING_ROW, 1, HEAD, self._looks.heading)
        sheet.column_dimensions["A"].width = LABELS
        for at, column in enumerate(case.columns, start=2):
            texts = (column.unit_name, self._reference(f"C{column.number:03d}"))
            put_referenced(sheet, HEADING_ROW, at, texts, self._looks.heading, on_dark=True)
            sheet.column_dimensions[get_column_letter(at)].width = COLUMN
        fit_row(sheet, HEADING_ROW, [("x\nx", COLUMN)])

    def _grade(self, sheet: Worksheet, case: GradeSheet, graded: Question, row: int) -> int:
        """Write one graded question with its rows to be filled in; return the row after it."""
        if len(self._book.graded) > 1:
            row = self._band(sheet, case, graded.asks, row)
        own = None
        if not self._book.is_second:
            own, row = row, self._own(sheet, case, graded, row)
        rows: dict[GradeField, int] = {}
        for of, each, asked in self._book.rows():
            if of is graded:
                rows[each] = row
                row = self._field(sheet, case, each=each, asked=asked, graded=graded, row=row)
        if own is not None:
            _mark(sheet, graded, rows, own=own, columns=len(case.columns))
        first = rows[self._book.fields[0]]
        cells = [f"{get_column_letter(n)}{first}" for n, c in enumerate(case.columns, start=2)
                 if not c.says]  # fmt: skip
        self.to_fill[case.case] = [*self.to_fill[case.case], *cells]
        return row

    def _own(self, sheet: Worksheet, case: GradeSheet, graded: Question, row: int) -> int:
        found = [_answer(column, graded) for column in case.columns]
        put(sheet, row, 1, OWN, self._looks.case)
        put(sheet, row + 1, 1, RECORD, self._looks.boxed)
        for at, ((label, note), column) in enumerate(zip(found, case.columns, strict=True), 2):
            put(sheet, row, at, label or column.says or NO_ANSWER, self._looks.case)
            put(sheet, row + 1, at, note, self._looks.boxed)
        fit_row(sheet, row, [(label or column.says, COLUMN) for (label, _), column in
                             zip(found, case.columns, strict=True)], least=2)  # fmt: skip
        fit_row(sheet, row + 1, [(note, COLUMN) for _, note in found])
        return row + 2

    def _field(
        self, sheet: Worksheet, case: GradeSheet, *, each: GradeField, asked: Question,
        graded: Question, row: int,
    ) -> int:  # fmt: skip
        """Write the row of one thing to be filled in, and of the words beside it."""
        self._label(sheet, row, asked.asks, f"Q{asked.number:02d}")
        has_note = each in NOTES
        if has_note:
            self._label(sheet, row + 1, NOTES[each], f"N{asked.number:02d}")
        rule = validation(asked)
        rule.promptTitle = asked.asks
        for at, column in enumerate(case.columns, start=2):
            value, note = column.stood(graded.id, each)
            state = Cellstate.CLOSED if column.says else Cellstate.OPEN
            look = self._looks.answers[state, asked.type]
            put(sheet, row, at, shown(asked, value) if value else "", look)
            if has_note:
                put(sheet, row + 1, at, note, self._looks.answers[state, AnswerType.TEXT])
            if not column.says:
                rule.add(f"{get_column_letter(at)}{row}")
        sheet.add_data_validation(rule)
        fit_row(sheet, row, [("", COLUMN)], least=2)
        if has_note:
            notes = [(column.stood(graded.id, each)[1], COLUMN) for column in case.columns]
            fit_row(sheet, row + 1, notes, least=3 if each in LAYERS else 2)
        return row + 1 + has_note

    def _answers(self, sheet: Worksheet, case: GradeSheet, row: int) -> None:
        """Write what each agency answered, question by question."""
        row = self._band(sheet, case, ANSWERS, row)
        hidden = {q.id for q in self._book.graded}  # stand above, or must not be seen
        for question in (q for q in self._book.asked if q.id not in hidden):
            put(sheet, row, 1, question.asks, self._looks.boxed)
            texts = [(question.asks, LABELS)]
            for at, column in enumerate(case.columns, start=2):
                text = "\n".join(part for part in _answer(column, question) if part)
                put(sheet, row, at, text, self._looks.boxed)
                texts.append((text, COLUMN))
            fit_row(sheet, row, texts)
            row += 1

    def _band(self, sheet: Worksheet, case: GradeSheet, text: str, row: int) -> int:
        for at in range(1, len(case.columns) + 2):
            put(sheet, row, at, text if at == 1 else "", self._looks.band)
        return row + 1

    def _label(self, sheet: Worksheet, row: int, text: str, part: str) -> None:
        put_referenced(sheet, row, 1, (text, self._reference(part)), self._looks.label)

    def _reference(self, part: str) -> str:
        return reference(self._token, part, self._key)


def _answer(column: GradeColumn, question: Question) -> tuple[str, str]:
    found = [each for each in column.answers if each.question == question.id]
    return (found[0].label, found[0].note) if found else ("", "")


def _mark(
    sheet: Worksheet, graded: Question, rows: dict[GradeField, int], *, own: int, columns: int
) -> None:
    """Colour the cells that a grade calls for: a decision where grades differ, a follow-up."""
    scale = graded.scale
    wanted = PatternFill("solid", bgColor=ORANGE)
    for at in range(2, columns + 2):
        letter = get_column_letter(at)
        desk, panel = (f"{letter}{rows.get(f, 0)}" if f in rows else '""'
                       for f in (GradeField.DESK, GradeField.PANEL))  # fmt: skip
        stands = f'IF({panel}<>"",{panel},IF({desk}<>"",{desk},{letter}{own}))'
        marks: dict[GradeField, str] = {
            f: f'AND({stands}="{scale.worst.label}",{letter}{rows[f]}="")'
            for f in (GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY)
            if f in rows and scale
        }
        if GradeField.PANEL in rows and GradeField.DESK in rows:
            marks[GradeField.PANEL] = f'AND({panel}="",{desk}<>"",{desk}<>{letter}{own})'
        for each, condition in marks.items():
            rule = FormulaRule([condition], fill=wanted)  # type: ignore[no-untyped-call]  # stubs lack it
            sheet.conditional_formatting.add(f"{letter}{rows[each]}", rule)


def _set_up(sheet: Worksheet, columns: int) -> None:
    """Set what people meet on a wall: the agencies' names stay, and so do the questions."""
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.sheet_view.zoomScale = 110
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "FF1D70B8"
    print_on(sheet, "landscape", pages_wide=max(1, -(-(LABELS + COLUMN * columns) // 180)))
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_title_cols = "A:A"
