"""What was changed in a workbook that nobody was asked to change; a person looks."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.spelling import folded, spelt
from audits.opening import FileContents, FileSheet, cell_name

from .cover import texts_around
from .layout import ONLY_ORANGE, TO_DO, tables
from .places import Found, Spot
from .problem_texts import says
from .query_sheet import LINK
from .references import without_references
from .table import Table


# Where no answer is read, these go to a person at once; rather too many than one too few.
RISK = re.compile(
    r"\b(at (immediate |high |serious |grave )?risk|in danger|unsafe|not safe|immediate concern|"
    r"urgent|police now|significant harm|suicid\w*|self[- ]harm\w*|abus(e|ed|ing)|assault\w*|"
    r"injur\w*|bruis\w*|raped?|weapon|knife|trafficked|missing from (home|care))\b",
    re.IGNORECASE,
)
NAMED = 5  # cells, in one sentence
NOTHING = " -._/|*\u2013\u2014"  # people put these into cells that they leave empty
LaidOut = Mapping[str, tuple[Table, ...]]


def alterations(
    packs: Sequence[Pack],
    issued: Iterable[Pack],
    found: tuple[Found, ...],
    here: Iterable[Spot],
    seen: FileContents,
) -> Iterator[Problem]:
    """Yield questions with other words, text where nothing is asked, and comments on cells.

    ``issued`` are the editions that a file speaks of: what they say themselves is no such text.
    """
    ours = tuple(each for each in found if each.reference.is_ours)
    yield from _altered_questions({pack.code: tables(pack) for pack in packs}, ours)
    known = {spelt(text) for pack in (*packs, *issued) for text in _texts(pack)}
    yield from _extra_text(known, ours, here, seen)
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
    known: set[str], ours: tuple[Found, ...], here: Iterable[Spot], seen: FileContents
) -> Iterator[Problem]:
    """Yield, once a sheet, where text stands that we did not write and that is no answer."""
    answered = {place for spot in here for place in spot.places}
    asking = {id(each.sheet) for each in ours}
    for sheet in seen.sheets:
        counts = _counts(sheet, seen) if id(sheet) in asking else set(sheet.cells)
        extras = [
            (row, column)
            for (row, column), text in sheet.cells.items()
            if (id(sheet), row, column) not in answered
            and _is_extra(text, known, is_count=(row, column) in counts)
        ]
        if extras:
            cells = [cell_name(*place) for place in extras]
            names = ", ".join(cells[:NAMED])
            if len(cells) > NAMED:
                names += f" and {len(cells) - NAMED} more"
            made = _quiet(ProblemCode.EXTRA_TEXT, sheet.title, cells[0])
            yield replace(made, message=f"{made.message} Cells: {names}.")
        danger = next((each for each in extras if RISK.search(sheet.cells[each])), None)
        if danger:
            yield _quiet(ProblemCode.MAYBE_CONCERN, sheet.title, cell_name(*danger))


def _is_extra(text: str, known: set[str], *, is_count: bool) -> bool:
    words = spelt(without_references(text))
    if not words.strip(NOTHING) or words in known or LINK.fullmatch(text):
        return False
    return not (is_count and words.isdecimal())


def _counts(sheet: FileSheet, seen: FileContents) -> set[tuple[int, int]]:
    """Return where a sheet counts what is still to do: in formulas, or beside its heading."""
    heads = [at for at, text in sheet.cells.items() if folded(text) == folded(TO_DO)]
    rows, columns = {row for row, _ in heads}, {column for _, column in heads}
    beside = {at for at in sheet.cells if at[0] in rows or at[1] in columns}
    return beside | {(row, column) for title, row, column in seen.formulas if title == sheet.title}


def _texts(pack: Pack) -> Iterator[str]:
    """Yield every text of a pack's workbook that is no answer."""
    yield from (ONLY_ORANGE, *texts_around(pack))
    for table in tables(pack):
        yield from (table.title, table.help)
        yield from (heading.text for heading in table.headings)
        for line in table.lines:
            yield from line.texts


def _quiet(code: ProblemCode, sheet: str, cell: str) -> Problem:
    return Problem(code, says(code), sheet=sheet, cell=cell, is_query=False)
