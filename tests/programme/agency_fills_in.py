"""A simulated agency's desk: the pack it was sent goes in, the workbook it returns comes out.

Cells are found by what stands above and beside them, as a person finds them; nothing here knows how
the workbook was made, and nothing here sees the engine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from audits.demo.filling import as_typed, sort_backwards
from audits.demo.pack_cells import open_pack, save_pack
from audits.demo.truth import Fact, Truth

from .intent import CONCERN_NUMBER, KNOWN_NUMBER, OFF_SCALE, Intent, Key, Manner, Wrong


HEADING = re.compile(r"\bP\d+\.\d+-([QN])(\d{2})-[0-9A-Z]{5}\b")
ROW = re.compile(r"\bP\d+\.\d+-C\d{3}(?:-Q(\d{2}))?-[0-9A-Z]{5}\b")
ONCE = re.compile(r"\bP\d+\.\d+-A(\d{2})-[0-9A-Z]{5}\b")
NOTES = ("What the record shows", "Evidence: where it is kept")
PLAN, BY_WHEN = "What will be done", "By when"
AT_RISK = "Back at home with the person she was moved away from. Nobody is told."
ROLES = {"Role of": "Head of safeguarding", "Was the auditor": "Yes"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one question about one case is answered, and where its note goes."""

    key: Key
    answer: Cell = field(repr=False)
    note: Cell | None = field(repr=False)


def fill_first(pack: bytes, intent: Intent) -> bytes:
    """Return a pack as this unit first returns it."""
    book = open_pack(pack)
    cases = tuple(sorted({case for case, _ in intent.facts}))
    for count, spot in enumerate(_spots(book, cases)):
        _fill(spot, intent, count)
    _sign(book)
    if intent.surname:
        _name_somebody(book, cases, intent.surname)
    if intent.manner is Manner.SLOPPY or intent.wrong is Wrong.SORTED:
        sort_backwards(book, Truth(dict(intent.facts)))
    return save_pack(book)


def fill_again(pack: bytes, intent: Intent) -> bytes:
    """Return an edition that asks again with what is open in it filled in, and nothing else."""
    book = open_pack(pack)
    cases = tuple(sorted({case for case, _ in intent.facts}))
    for spot in _spots(book, cases):
        fact = intent.facts.get(spot.key)
        if fact and not spot.answer.protection.locked:
            spot.answer.value = fact.words
        if fact and fact.note and spot.note is not None and not spot.note.protection.locked:
            spot.note.value = fact.note
    return save_pack(book)


def fill_otherwise(pack: bytes, intent: Intent, instead: dict[Key, Fact]) -> bytes:
    """Return the first edition once more, with other answers to some questions."""
    book = open_pack(pack)
    cases = tuple(sorted({case for case, _ in intent.facts}))
    for count, spot in enumerate(_spots(book, cases)):
        _fill(spot, intent, count)
        if spot.key in instead:
            spot.answer.value = instead[spot.key].words
    _sign(book)
    return save_pack(book)


def _fill(spot: Spot, intent: Intent, count: int) -> None:
    case, number = spot.key
    if case == intent.unknown:
        if number == KNOWN_NUMBER:
            spot.answer.value = "No"
            _write(spot.note, "Searched by name and by date of birth.")
        return
    if number == CONCERN_NUMBER and case == intent.concern:
        spot.answer.value = AT_RISK
    fact = intent.facts.get(spot.key)
    if fact is None or spot.answer.protection.locked:
        return
    # Only what a list offers is typed, and not where a note is left out: "n/a - baby" is one.
    is_listed = fact.words != fact.value and spot.key not in intent.no_notes
    is_typed = intent.manner is Manner.SLOPPY and is_listed
    spot.answer.value = as_typed(fact.words, count) if is_typed else fact.words
    if spot.key in intent.off_scale:
        spot.answer.value = OFF_SCALE
    if fact.note and spot.key not in intent.no_notes:
        _write(spot.note, fact.note)


def _write(cell: Cell | None, text: str) -> None:
    if cell is not None:
        cell.value = text


def _sign(book: Workbook) -> None:
    """Answer what is asked once, about whoever filled it in."""
    for sheet in book.worksheets:
        for row in _rows(sheet):
            if ONCE.search(_text(row[0])):
                asks = " ".join(_text(cell) for cell in row)
                words = next((said for start, said in ROLES.items() if start in asks), None)
                answer = _under(sheet, row, "Your answer")
                if words and answer is not None:
                    answer.value = words


def _name_somebody(book: Workbook, cases: tuple[str, ...], surname: str) -> None:
    """Say a surname in a comment and in the first note that there is."""
    spots = list(_spots(book, cases))
    spots[0].answer.comment = Comment(f"This is the {surname} girl, isn't it?", "Reviewer")
    note = next(s.note for s in spots if s.note is not None and s.key[1] != KNOWN_NUMBER)
    note.value = f"The {surname} family were visited twice that week."


def _spots(book: Workbook, cases: tuple[str, ...]) -> Iterator[Spot]:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and "Row reference" in _text(sheet["A3"]):
            is_grid = any(HEADING.search(_text(cell)) for cell in sheet[3])
            spots = _in_grid if is_grid else _in_rows
            yield from spots(sheet, cases)


def _in_grid(sheet: Worksheet, cases: tuple[str, ...]) -> Iterator[Spot]:
    places: dict[tuple[str, int], int] = {}
    for column, cell in enumerate(sheet[3]):
        match = HEADING.search(_text(cell))
        if match:
            places[match[1], int(match[2])] = column
    for row in _rows(sheet):
        case = next((text for text in map(_text, row) if text in cases), None)
        if case and ROW.search(_text(row[0])):
            for (kind, number), column in places.items():
                if kind == "Q":
                    beside = places.get(("N", number))
                    note = row[beside] if beside is not None else None
                    yield Spot((case, number), row[column], note)


def _in_rows(sheet: Worksheet, cases: tuple[str, ...]) -> Iterator[Spot]:
    head = _text(sheet["A1"])
    case = head if head in cases else cases[0]
    for row in _rows(sheet):
        match = ROW.search(_text(row[0]))
        answer = _under(sheet, row, "Your answer")
        if match is None or match[1] is None or answer is None:
            continue
        number = int(match[1])
        note = _open_note(sheet, row)
        yield Spot((case, number), answer, note)
        # What is planned stands in the same row, and is counted on from its question.
        for place, words in enumerate((PLAN, BY_WHEN), start=1):
            beside = _under(sheet, row, words)
            if beside is not None and not beside.protection.locked:
                yield Spot((case, number + place), beside, None)


def _open_note(sheet: Worksheet, row: tuple[Cell, ...]) -> Cell | None:
    """Return the cell of a row's note, None where it has none or may not be written in."""
    for words in NOTES:
        note = _under(sheet, row, words)
        if note is not None:
            return None if note.protection.locked else note
    return None


def _under(sheet: Worksheet, row: tuple[Cell, ...], words: str) -> Cell | None:
    for heading, cell in zip(sheet[3], row, strict=True):
        if _text(heading).startswith(words):
            return cell
    return None


def _rows(sheet: Worksheet) -> Iterator[tuple[Cell, ...]]:
    for row in sheet.iter_rows(min_row=4):
        if all(isinstance(cell, Cell) for cell in row):
            yield tuple(cell for cell in row if isinstance(cell, Cell))


def _text(cell: object) -> str:
    return str(getattr(cell, "value", None) or "").strip()
