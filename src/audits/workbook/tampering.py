"""What was changed in a workbook that nobody was asked to change; a person looks."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.spelling import folded
from audits.opening import FileContents, FileSheet, cell_name

from .layout import ONLY_ORANGE, tables
from .places import Found, Spot
from .references import without_references
from .sentences import says
from .table import Table


# Where no answer is read, these go to a person at once; rather too many than one too few.
RISK = re.compile(
    r"\b(at (immediate |high |serious |grave )?risk|in danger|unsafe|not safe|immediate concern|"
    r"urgent|police now|significant harm|suicid\w*|self[- ]harm\w*|abus(e|ed|ing)|assault\w*|"
    r"injur\w*|bruis\w*|raped?|weapon|knife|trafficked|missing from (home|care))\b",
    re.IGNORECASE,
)
LaidOut = Mapping[str, tuple[Table, ...]]


def alterations(
    packs: Iterable[Pack], found: tuple[Found, ...], here: Iterable[Spot], seen: FileContents
) -> Iterator[Problem]:
    """Yield questions with other words, text where nothing is asked, and comments on cells."""
    ours = tuple(each for each in found if each.reference.is_ours)
    laid_out = {pack.code: tables(pack) for pack in packs}
    yield from _altered_questions(laid_out, ours)
    yield from _extra_text(laid_out, ours, here)
    for title, row, column in seen.comments:
        yield _quiet(ProblemCode.COMMENT, title, cell_name(row, column))
    yield from _unread(seen, {id(each.sheet) for each in ours})


def _unread(seen: FileContents, ours: Collection[int]) -> Iterator[Problem]:
    """Yield what lies over sheets, and which of those with rows of ours are hidden."""
    for sheet in seen.sheets:
        if sheet.drawn:
            yield _quiet(ProblemCode.DRAWN, sheet.title, "")
        if any(RISK.search(text) for _, text in sheet.drawn):
            yield _quiet(ProblemCode.MAYBE_CONCERN, sheet.title, "")
        if not sheet.is_visible and id(sheet) in ours:
            yield _quiet(ProblemCode.HIDDEN_SHEET, sheet.title, "")
    for (title, row, column), text in seen.comments.items():
        if RISK.search(text):
            yield _quiet(ProblemCode.MAYBE_CONCERN, title, cell_name(row, column))


def _altered_questions(laid_out: LaidOut, ours: tuple[Found, ...]) -> Iterator[Problem]:
    issued = {
        (code, h.part): h.text
        for code, asked in laid_out.items()
        for table in asked
        for h in table.headings
        if h.part
    }
    for each in ours:
        words = issued.get((each.reference.code, each.reference.part))
        if words is not None and folded(without_references(each.text)) != folded(words):
            cell = cell_name(each.row, each.column)
            yield _quiet(ProblemCode.QUESTION_ALTERED, each.sheet.title, cell)


def _extra_text(
    laid_out: LaidOut, ours: tuple[Found, ...], here: Iterable[Spot]
) -> Iterator[Problem]:
    """Yield, once a sheet that asks something, where text stands that we did not write."""
    answered = {
        (id(spot.sheet), *place) for spot in here for place in (spot.at, spot.note_at) if place
    }
    known = _texts(table for asked in laid_out.values() for table in asked)
    for sheet in {id(each.sheet): each.sheet for each in ours}.values():
        cell = _first_extra(sheet, known, answered)
        if cell:
            yield _quiet(ProblemCode.EXTRA_TEXT, sheet.title, cell)


def _first_extra(
    sheet: FileSheet, known: set[str], answered: set[tuple[int, int, int]]
) -> str | None:
    for (row, column), text in sheet.cells.items():
        words = folded(without_references(text))
        is_answer = (id(sheet), row, column) in answered
        if words and not words.isdecimal() and words not in known and not is_answer:
            return cell_name(row, column)
    return None


def _texts(asked: Iterable[Table]) -> set[str]:
    found = {folded(ONLY_ORANGE)}
    for table in asked:
        found |= {folded(table.title), folded(table.help)}
        found |= {folded(h.text) for h in table.headings}
        found |= {folded(text) for line in table.lines for text in line.texts}
    return found


def _quiet(code: ProblemCode, sheet: str, cell: str) -> Problem:
    return Problem(code, says(code), sheet=sheet, cell=cell, is_query=False)
