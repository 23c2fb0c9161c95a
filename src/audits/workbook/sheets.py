"""The sheets of a pack that hold questions."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from types import MappingProxyType

from audits.domain.answer import Answer, TypedAnswer
from audits.domain.pack import KNOWN, Pack
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.xlsx import (
    Book,
    Cellstate,
    Look,
    Looks,
    Sheet,
    add_sheet,
    column_letter,
    fit_row,
    lines_of,
    name_headings,
    put,
    put_formula,
    put_referenced,
    set_widths,
)

from .help_texts import ONLY_ORANGE
from .layout import wants_note
from .meanings import SMALLER, write_below, write_strip
from .progress import Counted, answered, answered_now
from .references import reference
from .rules import slot_before, still_to_do
from .set_up import Queries, accept, by_row, grey_out, set_up
from .table import HEADING_ROW, Heading, Line, Role, Slot, Table


Given = Mapping[tuple[str, str], Answer]
BOLD = 0.95  # of a column's width is left to bold letters
HELP_COLUMN = 3  # of what to do, beside the title
NARRATIVE = 5  # lines to write in where a question asks for words
SMALL_LINE = 0.85  # of a line's height is a line of small letters


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
        self.results: dict[str, dict[str, int | str]] = {}
        self.places: dict[tuple[str, str], tuple[str, str]] = {}

    def write(self, table: Table) -> Sheet:
        """Write one sheet and return it."""
        sheet = add_sheet(self._book, table.title)
        self.results[table.title] = {}
        self._above(sheet, table)
        self._head(sheet, table)
        slots = by_row(table.slots())
        for row, line in enumerate(table.lines, start=HEADING_ROW + 1):
            self._line(sheet, table, line, row=row, slots=slots[row])
        asked = list(filter(self._is_asked, table.slots()))
        write_below(sheet, table, self._looks)
        if self._queries is None:
            grey_out(sheet, table)
        accept(sheet, asked, self._queries or {})
        set_up(sheet, table, asked)
        name_headings(
            self._book, sheet, f"A{HEADING_ROW}",
            f"{column_letter(len(table.headings))}{HEADING_ROW + len(table.lines)}",
        )  # fmt: skip
        return sheet

    def _above(self, sheet: Sheet, table: Table) -> None:
        """Write the title, what to do, and over rows of questions how far they are answered."""
        put(sheet, 1, 1, table.title, self._looks.title)
        help_ = table.help if self._queries is None else ONLY_ORANGE
        if table.is_grid:
            put(sheet, 2, 1, help_, self._looks.help)
            return
        put(sheet, 1, HELP_COLUMN, help_, self._looks.beside_title)
        if self._queries is None:
            slots = list(table.slots())
            cell = put_formula(sheet, 2, 1, answered(slots), self._looks.progress)
            self.results[table.title][cell.coordinate] = self.answered_now(slots)
        lines = write_strip(sheet, table, self._looks)
        fit_row(sheet, 2, [], least=max(1, ceil(lines * SMALL_LINE)))

    def answered_now(self, slots: Sequence[Slot]) -> str:
        """Return how many of some questions are answered as the pack is written."""
        return answered_now(slots, lambda slot: self._filled_in(slot)[0])

    def missing_in(self, counted: Counted) -> int | str:
        """Return what a counting cell of the cover comes to."""
        if counted.slots:
            return self.answered_now(counted.slots)
        results = self.results[counted.title]
        return sum(int(results[cell]) for cell in counted.to_do)

    def _head(self, sheet: Sheet, table: Table) -> None:
        lines = [1.0]
        for column, heading in enumerate(table.headings, start=1):
            lines.append(lines_of(heading.words, heading.width * BOLD))
            if not heading.part:
                put(sheet, HEADING_ROW, column, heading.words, self._looks.heading)
                continue
            texts = heading.words, reference(self._pack, heading.part, self._key)
            put_referenced(
                sheet, HEADING_ROW, column, texts, self._looks.heading,
                guidance=heading.guidance, on_dark=True,
            )  # fmt: skip
            lines[-1] += 1 + SMALL_LINE * lines_of(heading.guidance, heading.width * SMALLER)
        set_widths(sheet, table.widths)
        fit_row(sheet, HEADING_ROW, [], least=ceil(max(lines)))

    def _line(self, sheet: Sheet, table: Table, line: Line, *, row: int, slots: list[Slot]) -> None:
        fixed = iter(line.texts)
        texts: list[tuple[str, float]] = []
        for column, heading in enumerate(table.headings, start=1):
            text = self._cell(sheet, heading, line, fixed=fixed, at=(row, column))
            texts.append((text, heading.width))
        for slot in slots:
            self._slot(sheet, slot)
        self._to_do(sheet, table, row=row, slots=slots)
        least = 2
        if line.case and line.question is not None and line.question.type is AnswerType.TEXT:
            least = NARRATIVE
        fit_row(sheet, row, texts, least=least)

    def _cell(
        self, sheet: Sheet, heading: Heading, line: Line, *, fixed: object, at: tuple[int, int]
    ) -> str:
        text = ""
        look = self._looks.boxed
        if heading.role is Role.REFERENCE:
            text, look = reference(self._pack, line.part, self._key), self._looks.small
        elif heading.role is Role.TEXT:
            text = next(fixed)  # type: ignore[call-overload]  # an iterator of the line's texts
            look = self._look_of(text, line)
        elif heading.role is Role.PAST:
            text, look = line.past, self._looks.past
        put(sheet, *at, text, look)
        return text

    def _look_of(self, text: str, line: Line) -> Look:
        if text == line.case:
            return self._looks.case
        asked = line.question
        if line.number and asked is not None and text == asked.asks:
            return self._looks.numbered(line.number)
        return self._looks.boxed

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
