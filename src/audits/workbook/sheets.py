"""The sheets of a pack that hold questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from audits.domain.answer import Answer, TypedAnswer
from audits.domain.pack import KNOWN, Pack
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.xlsx import (
    Book,
    Cellstate,
    Looks,
    Rule,
    Sheet,
    add_sheet,
    column_letter,
    fit_row,
    mark_when,
    print_on,
    protect,
    put,
    put_formula,
    set_widths,
)

from .layout import ONLY_ORANGE, wants_note
from .references import reference
from .rules import note_is_missing, plan_is_missing, slot_before, still_to_do, validation
from .table import HEADING_ROW, Heading, Line, Role, Slot, Table


Given = Mapping[tuple[str, str], Answer]
Queries = Mapping[tuple[str, str], str]  # what is wrong with the answer to a question about a case
BOLD = 0.95  # of a column's width is left to bold letters
WIDE = 180  # characters that can be read across a landscape A4 page


class TableWriter:
    """Writes the sheets of one pack; ``results`` collects what its formulas come to.

    ``queries``: what is asked again, all else being closed; None opens every cell.
    ``places`` collects where each of them is answered. What was ``typed`` stands in its cell word
    for word, in place of what was given.
    """

    def __init__(
        self,
        book: Book,
        pack: Pack,
        key: bytes,
        *,
        looks: Looks,
        given: Given,
        queries: Queries | None = None,
        typed: Mapping[tuple[str, str], TypedAnswer] = MappingProxyType({}),
    ):
        self._book, self._pack, self._key = book, pack.token, key
        self._looks, self._given = looks, given
        self._queries, self._typed = queries, typed
        self.results: dict[str, dict[str, int]] = {}
        self.places: dict[tuple[str, str], tuple[str, str]] = {}

    def write(self, table: Table) -> Sheet:
        """Write one sheet and return it."""
        sheet = add_sheet(self._book, table.title)
        put(sheet, 1, 1, table.title, self._looks.title)
        help_ = table.help if self._queries is None else ONLY_ORANGE
        put(sheet, 2, 1, help_, self._looks.help)
        self._head(sheet, table)
        self.results[table.title] = {}
        by_row = _by_row(table.slots())
        for row, line in enumerate(table.lines, start=HEADING_ROW + 1):
            self._line(sheet, table, line, row=row, slots=by_row[row])
        asked = list(filter(self._is_asked, table.slots()))
        _accept(sheet, asked, self._queries or {})
        _set_up(sheet, table, asked)
        return sheet

    def _head(self, sheet: Sheet, table: Table) -> None:
        texts = []
        for column, heading in enumerate(table.headings, start=1):
            text = heading.text
            if heading.part:
                text = f"{text}\n{reference(self._pack, heading.part, self._key)}"
            put(sheet, HEADING_ROW, column, text, self._looks.heading)
            texts.append((text, heading.width * BOLD))
        set_widths(sheet, table.widths)
        fit_row(sheet, HEADING_ROW, texts)

    def _line(self, sheet: Sheet, table: Table, line: Line, *, row: int, slots: list[Slot]) -> None:
        fixed = iter(line.texts)
        texts: list[tuple[str, float]] = []
        for column, heading in enumerate(table.headings, start=1):
            text = self._cell(sheet, heading, line, fixed=fixed, at=(row, column))
            texts.append((text, heading.width))
        for slot in slots:
            self._slot(sheet, slot)
        self._to_do(sheet, table, row=row, slots=slots)
        fit_row(sheet, row, texts, least=2)

    def _cell(
        self, sheet: Sheet, heading: Heading, line: Line, *, fixed: object, at: tuple[int, int]
    ) -> str:
        text = ""
        look = self._looks.boxed
        if heading.role is Role.REFERENCE:
            text, look = reference(self._pack, line.part, self._key), self._looks.small
        elif heading.role is Role.TEXT:
            text = next(fixed)  # type: ignore[call-overload]  # an iterator of the line's texts
            look = self._looks.case if text == line.case else self._looks.boxed
        elif heading.role is Role.PAST:
            text, look = line.past, self._looks.past
        put(sheet, *at, text, look)
        return text

    def _slot(self, sheet: Sheet, slot: Slot) -> None:
        value, note = self._filled_in(slot)
        state = self._state(slot)
        look = self._looks.answers[state, slot.question.type]
        cell = put(sheet, slot.row, slot.column, value, look)
        if slot.note_column and (note or wants_note(slot.question)):
            look = self._looks.answers[state, AnswerType.TEXT]
            put(sheet, slot.row, slot.note_column, note, look)
        if state is Cellstate.ASKED_AGAIN:
            self.places[slot.case, slot.question.id] = (sheet.title, cell.coordinate)

    def _filled_in(self, slot: Slot) -> tuple[object, str]:
        """Return what stands in a cell and as the note beside it."""
        about = (slot.case, slot.question.id)
        typed, given = self._typed.get(about), self._given.get(about)
        if typed:
            return typed.words, typed.note
        if given is None:
            return "", ""
        value = shown(slot.question, given.value) if given.value else ""
        return value, given.note

    def _state(self, slot: Slot) -> Cellstate:
        if self._queries is None:
            return Cellstate.OPEN
        if (slot.case, slot.question.id) in self._queries:
            return Cellstate.ASKED_AGAIN
        return Cellstate.CLOSED

    def _is_asked(self, slot: Slot) -> bool:
        return self._state(slot) is not Cellstate.CLOSED

    def _to_do(self, sheet: Sheet, table: Table, *, row: int, slots: list[Slot]) -> None:
        slots = list(filter(self._is_asked, slots))
        cell = put_formula(sheet, row, table.to_do, still_to_do(slots), self._looks.count)
        self.results[table.title][cell.coordinate] = self._missing(slots)

    def _missing(self, slots: list[Slot]) -> int:
        answers = {}
        for slot in slots:
            answer = self._given.get((slot.case, slot.question.id))
            if answer and answer.question == KNOWN.id and answer.value == "no":
                return int(not answer.note)
            answers[slot.question.id] = answer
        return sum(_lacks(slot, answers, slots) for slot in slots)


def _by_row(slots: Iterable[Slot]) -> Mapping[int, list[Slot]]:
    by_row: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_row[slot.row].append(slot)
    return by_row


def shown(question: Question, value: str) -> object:
    """Return a value as its cell shows it: a choice's label, a date as a date."""
    choice = question.choice(value)
    if choice:
        return choice.label
    if question.type is AnswerType.DATE:
        return date.fromisoformat(value)
    if question.type is AnswerType.NUMBER:
        return float(value)
    return value


def lacks_note(question: Question, value: str | None, note: str) -> bool:
    """Tell whether an answer needs a note that is not there."""
    if question.evidence is EvidenceRule.ALWAYS:
        return not note
    if question.evidence is not EvidenceRule.UNLESS_YES or question.scale is None or note:
        return False
    return value not in (None, question.scale.best.code)


def _lacks(slot: Slot, answers: Mapping[str, Answer | None], slots: list[Slot]) -> int:
    question = slot.question
    given = answers[question.id]
    value, note = (given.value, given.note) if given else (None, "")
    before = slot_before(slot, slots)
    is_wanted = False
    if before is not None:
        answered = answers[before.question.id]
        value_before = answered.value if answered else None
        is_wanted = before.question.is_below_best(value_before)
    unanswered = (question.required or is_wanted) and value is None
    return unanswered + (wants_note(question) and lacks_note(question, value, note))


def _accept(sheet: Sheet, slots: list[Slot], queries: Queries) -> None:
    """Put a rule on the cells of each question, and a colour on notes that are wanted."""
    rules: dict[tuple[str, str], Rule] = {}
    by_row = _by_row(slots)
    for slot in slots:
        query = queries.get((slot.case, slot.question.id), "")
        rule = rules.setdefault((slot.question.id, query), validation(slot.question, query))
        rule.add(slot.cell)
        condition = plan_is_missing(slot, by_row[slot.row])
        if slot.note_column:
            condition = note_is_missing(slot)
        if condition:
            mark_when(sheet, slot.note_cell or slot.cell, condition)
    for rule in rules.values():
        sheet.add_data_validation(rule)


def _set_up(sheet: Sheet, table: Table, asked: list[Slot]) -> None:
    """Set what a person meets: panes, filter, protection, the first cell, the printed page."""
    last = column_letter(len(table.headings))
    first = next(iter(asked or table.slots()))
    is_grid = table.lines[0].question is None
    frozen = 3 if is_grid else 2
    sheet.freeze_panes = f"{column_letter(frozen)}{HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + len(table.lines)}"
    protect(sheet)
    sheet.protection.sort = sheet.protection.autoFilter = False
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_properties.tabColor = "FF1D70B8"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = first.cell
    pages = -(-sum(table.widths) // WIDE)
    names = None
    if pages > 1:
        names = f"A:{column_letter(frozen - 1)}"
    heading = f"{HEADING_ROW}:{HEADING_ROW}"
    print_on(sheet, "landscape", pages_wide=pages, rows=heading, columns=names)
