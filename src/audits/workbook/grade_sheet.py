"""One case of a moderation workbook: what is to be decided above, what agencies answered below."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat

from audits.domain.grade_book import (
    AGREE,
    NOTES,
    GradeBook,
    GradeColumn,
    GradeField,
    GradeSheet,
    ShownAnswer,
)
from audits.domain.question import AnswerType, Question
from audits.xlsx import (
    Book,
    Cellstate,
    Looks,
    Sheet,
    add_sheet,
    column_letter,
    fit_row,
    mark_when,
    protect,
    put,
    put_referenced,
    quoted,
    set_widths,
)

from .grade_layout import LABELS, print_decisions, width_of
from .help_texts import as_heading
from .layout import by_id
from .references import reference
from .rules import validation
from .sheets import shown
from .table import HEADING_ROW


WHY, OWN, RECORD = "Why it is here", "The agency's own grade", "What its record shows"
ANSWERS, OTHERS, HOW = "What they answered", "All other grades", "How they stand"
NO_ANSWER, NOT_ASKED = "No answer", "Not asked"
HEAD = "Grades, agency by agency"
NOTHING, AGREED_ALREADY = "None", "agreed already"


class GradeSheetWriter:
    """Writes the sheets of one moderation workbook.

    ``to_fill`` collects, by case, the cells of the first grade that each agency is waiting for,
    and ``empty`` how many of them nobody has filled in yet.
    """

    def __init__(self, file: Book, book: GradeBook, key: bytes, looks: Looks) -> None:
        self._file, self._book, self._key, self._looks = file, book, key, looks
        self._width = 0
        self.to_fill: dict[str, list[str]] = {}
        self.empty: Counter[str] = Counter()

    def write(self, case: GradeSheet, title: str) -> None:
        """Write the sheet of one case."""
        sheet = add_sheet(self._file, title)
        self._width = width_of(len(case.columns))
        put(sheet, 1, 1, case.name or case.case, self._looks.title)
        put(sheet, 2, 1, _details(case), self._looks.help)
        self._head(sheet, case)
        self.to_fill[case.case] = []
        row = HEADING_ROW + 1
        for graded in self._book.graded:
            if case.is_open(graded.id):
                row = self._grade(sheet, case, graded, row)
        if any(column.others or column.is_agreed for column in case.columns):
            row = self._others(sheet, case, row)
        end = self._answers(sheet, case, row)
        # Who decides about a case reads what was answered; of an organisation that is a book.
        is_brief = self._book.is_own or not self.to_fill[case.case]
        print_decisions(sheet, len(case.columns), (row if is_brief else end) - 1)
        _set_up(sheet)

    def _head(self, sheet: Sheet, case: GradeSheet) -> None:
        put(sheet, HEADING_ROW, 1, HEAD, self._looks.heading)
        set_widths(sheet, (LABELS, *[self._width] * len(case.columns)))
        for at, column in enumerate(case.columns, start=2):
            texts = (column.unit_name, self._reference(f"C{column.number:03d}"))
            put_referenced(sheet, HEADING_ROW, at, texts, self._looks.heading, on_dark=True)
        names = [f"{column.unit_name}\nx" for column in case.columns]
        _fit(sheet, HEADING_ROW, names, self._width)

    def _grade(self, sheet: Sheet, case: GradeSheet, graded: Question, row: int) -> int:
        """Write one graded question with its rows to be filled in; return the row after it."""
        row = self._asked(sheet, case, graded, row)
        own = None
        if not self._book.is_second:
            own, row = row, self._own(sheet, case, graded, row)
        rows: dict[GradeField, int] = {}
        for question, field, asked in self._book.rows():
            if question is graded:
                rows[field] = row
                row = self._field(sheet, case, field=field, asked=asked, graded=graded, row=row)
        if own is not None:
            self._mark(sheet, case, graded, rows, own)
        first = self._book.fields[0]
        for at, column in enumerate(case.columns, start=2):
            if column.is_open(graded.id):
                self.to_fill[case.case].append(f"{column_letter(at)}{rows[first]}")
                self.empty[case.case] += column.stood(graded.id, first)[0] is None
        return row

    def _asked(self, sheet: Sheet, case: GradeSheet, graded: Question, row: int) -> int:
        """Write what was asked and, beside it, why each agency's grade calls for a person."""
        put(sheet, row, 1, graded.asks, self._looks.band)
        texts: list[tuple[str, float]] = [(graded.asks, LABELS - 6)]  # its letters are larger
        for at, column in enumerate(case.columns, start=2):
            why = column.why(graded.id)
            text = f"{WHY}: {why}" if why else ""
            put(sheet, row, at, text, self._looks.band)
            texts.append((text, self._width - 5))
        fit_row(sheet, row, texts)
        return row + 1

    def _own(self, sheet: Sheet, case: GradeSheet, graded: Question, row: int) -> int:
        labels, notes = [], []
        put(sheet, row, 1, OWN, self._looks.case)
        put(sheet, row + 1, 1, RECORD, self._looks.boxed)
        for at, column in enumerate(case.columns, start=2):
            label, note = _own_label(column, graded), _answer(column, graded).note
            put(sheet, row, at, label, self._looks.case)
            put(sheet, row + 1, at, note, self._looks.boxed)
            labels.append(label)
            notes.append(note)
        _fit(sheet, row, labels, self._width - 4)
        _fit(sheet, row + 1, notes, self._width)
        return row + 2

    def _field(
        self, sheet: Sheet, case: GradeSheet, *, field: GradeField, asked: Question,
        graded: Question, row: int,
    ) -> int:  # fmt: skip
        """Write the row of one thing to be filled in, and of the words beside it."""
        self._label(sheet, row, asked.asks, f"Q{asked.number:02d}")
        has_note = field in NOTES
        if has_note:
            self._label(sheet, row + 1, NOTES[field], f"N{asked.number:02d}")
        rule = validation(asked)
        rule.promptTitle = asked.asks
        notes = []
        for at, column in enumerate(case.columns, start=2):
            value, note = column.stood(graded.id, field)
            notes.append(note)
            is_open = column.is_open(graded.id)
            state = Cellstate.OPEN if is_open else Cellstate.CLOSED
            text = shown(asked, value) if value else ""
            put(sheet, row, at, text, self._looks.answers[state, asked.type])
            if has_note:
                put(sheet, row + 1, at, note, self._looks.answers[state, AnswerType.TEXT])
            if is_open:
                rule.add(f"{column_letter(at)}{row}")
        sheet.add_data_validation(rule)
        fit_row(sheet, row, [("", self._width)], least=2)
        if has_note:
            _fit(sheet, row + 1, notes, self._width, least=2)
        return row + 1 + has_note

    def _others(self, sheet: Sheet, case: GradeSheet, row: int) -> int:
        """Write the line of all grades that call for nobody, and where to agree with them."""
        row = self._band(sheet, case, OTHERS, row)
        # Two references, for the reader tells by them which way a table runs.
        self._label(sheet, row, HOW, f"N{AGREE.number:02d}")
        self._label(sheet, row + 1, AGREE.asks, f"Q{AGREE.number:02d}")
        rule = validation(AGREE)
        rule.promptTitle = OTHERS
        texts = []
        for at, column in enumerate(case.columns, start=2):
            state = Cellstate.OPEN if column.others else Cellstate.CLOSED
            text = self._how_they_stand(column)
            texts.append(text)
            put(sheet, row, at, text, self._looks.boxed)
            put(sheet, row + 1, at, "", self._looks.answers[state, AnswerType.CHOICE])
            if column.others:
                rule.add(f"{column_letter(at)}{row + 1}")
        if rule.sqref:
            sheet.add_data_validation(rule)
        _fit(sheet, row, texts, self._width, least=2)
        fit_row(sheet, row + 1, [], least=2)
        return row + 2

    def _how_they_stand(self, column: GradeColumn) -> str:
        graded = by_id(self._book.graded)
        labels = Counter(column.label(name) for name in column.others if name in graded)
        if not labels:
            if column.is_agreed:
                return AGREED_ALREADY.capitalize()
            return column.says or NOTHING
        if labels.total() == 1:
            return next(iter(labels))
        return "; ".join(f"{label}: {count}" for label, count in labels.most_common())

    def _answers(self, sheet: Sheet, case: GradeSheet, row: int) -> int:
        """Write what each agency answered, question by question; return the row after it."""
        row = self._band(sheet, case, ANSWERS, row)
        for question in self._book.asked:
            if self._stands_above(case, question):
                continue
            put(sheet, row, 1, question.asks, self._looks.boxed)
            texts: list[tuple[str, float]] = [(question.asks, LABELS)]
            for at, column in enumerate(case.columns, start=2):
                answer = _answer(column, question)
                text = "\n".join(filter(None, (answer.label, answer.note)))
                put(sheet, row, at, text, self._looks.boxed)
                texts.append((text, self._width))
            fit_row(sheet, row, texts)
            row += 1
        return row

    def _stands_above(self, case: GradeSheet, question: Question) -> bool:
        """Tell whether what was answered to a question stands above or, graded twice, nowhere."""
        if question.id not in by_id(self._book.graded):
            return False
        return self._book.is_second or case.is_open(question.id)

    def _band(self, sheet: Sheet, case: GradeSheet, text: str, row: int) -> int:
        put(sheet, row, 1, text, self._looks.band)
        for at in range(2, len(case.columns) + 2):
            put(sheet, row, at, "", self._looks.band)
        fit_row(sheet, row, [(text, LABELS)])
        return row + 1

    def _label(self, sheet: Sheet, row: int, text: str, part: str) -> None:
        put_referenced(sheet, row, 1, (text, self._reference(part)), self._looks.label)

    def _reference(self, part: str) -> str:
        return reference(self._book.token, part, self._key)

    def _mark(
        self, sheet: Sheet, case: GradeSheet, graded: Question,
        rows: dict[GradeField, int], own: int,
    ) -> None:  # fmt: skip
        """Colour the cells that a grade calls for: the panel's where grades differ, a follow-up."""
        for at, column in enumerate(case.columns, start=2):
            if column.is_open(graded.id):
                marks = _marks(column_letter(at), rows, own, self._book.followed_up(graded))
                for cell, condition in marks.items():
                    mark_when(sheet, cell, condition)


def _details(case: GradeSheet) -> str:
    details = [case.case] if case.name else []
    for name, text in case.details:
        details.append(f"{as_heading(name)}: {text}")
    return "; ".join(details)


def _fit(sheet: Sheet, row: int, texts: Iterable[str], width: float, *, least: int = 1) -> None:
    """Make a row high enough for its texts, whose columns are all of one width."""
    fit_row(sheet, row, zip(texts, repeat(width)), least=least)


def _marks(
    letter: str, rows: dict[GradeField, int], own: int, followed: Sequence[str]
) -> dict[str, str]:
    """Return the cells of one grade that are coloured, each with when."""
    cells = {field: f"{letter}{row}" for field, row in rows.items()}
    desk, panel = cells.get(GradeField.DESK, '""'), cells.get(GradeField.PANEL, '""')
    stands = f'IF({panel}<>"",{panel},IF({desk}<>"",{desk},{letter}{own}))'
    marks: dict[str, str] = {}
    if followed:
        one_of = ",".join(f"{stands}={quoted(label)}" for label in followed)
        for field in (GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY):
            if field in cells:
                marks[cells[field]] = f'AND(OR({one_of}),{cells[field]}="")'
    if GradeField.PANEL in rows and GradeField.DESK in rows:
        marks[panel] = f'AND({panel}="",{desk}<>"",{desk}<>{letter}{own})'
    return marks


def _own_label(column: GradeColumn, question: Question) -> str:
    missing = NOT_ASKED if question.id in column.unasked else NO_ANSWER
    return _answer(column, question).label or column.says or missing


def _answer(column: GradeColumn, question: Question) -> ShownAnswer:
    for answer in column.answers:
        if answer.question == question.id:
            return answer
    return ShownAnswer(question.id, "")


def _set_up(sheet: Sheet) -> None:
    """Set what people meet on a wall: the agencies' names stay, and so do the questions."""
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    protect(sheet)
    sheet.sheet_view.zoomScale = 110
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "FF1D70B8"
