"""What was changed in a workbook that nobody was asked to change; a person looks."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.spelling import folded, spelt
from audits.opening import FileContents, FileSheet, cell_name

from .cover import texts_around
from .headings import TO_DO
from .help_texts import ONLY_ORANGE, earlier_texts
from .layout import tables
from .meanings import texts_of_meanings
from .places import ReferenceCell, Spot, cells_of
from .problem_texts import says
from .progress import SHOWN
from .query_sheet import LINK
from .references import without_references
from .table import Heading


# Where no answer is read, these go to a person at once; rather too many than one too few.
RISK = re.compile(
    r"\b(at (immediate |high |serious |grave )?risk|in danger|unsafe|not safe|immediate concern|"
    r"urgent|police now|significant harm|suicid\w*|self[- ]harm\w*|abus(e|ed|ing)|assault\w*|"
    r"injur\w*|bruis\w*|raped?|weapon|knife|trafficked|missing from (home|care))\b",
    re.IGNORECASE,
)
NAMED = 5  # cells, in one sentence
NOTHING = " -._/|*\u2013\u2014"  # people put these into cells that they leave empty
COUNTED = folded(TO_DO)
PROGRESS = (2, 1)  # what an old kind of file holds as 0: how much is answered, in words
Place = tuple[int, int]
OnSheet = tuple[int, int, int]  # a sheet's identity, a row and a column


@dataclass
class _Known:
    """What was issued: most of it stands as it was, and need not be spelt to be known."""

    texts: set[str]

    @cached_property
    def spelt(self) -> set[str]:
        """Return the texts as texts are compared."""
        return set(map(spelt, self.texts))


def alterations(
    packs: Sequence[Pack],
    issued: Iterable[Pack],
    reference_cells: Iterable[ReferenceCell],
    spots: Iterable[Spot],
    contents: FileContents,
) -> Iterator[Problem]:
    """Yield questions with other words, text where nothing is asked, and comments on cells.

    ``issued`` are the editions that a file speaks of: what they say themselves is no such text.
    """
    ours = [cell for cell in reference_cells if cell.is_ours]
    asking = {id(cell.sheet) for cell in ours}
    yield from _altered_questions(packs, ours)
    # The edition that a file speaks of is most often the latest: its texts are made once.
    editions = {(pack.code, pack.edition): pack for pack in (*packs, *issued)}.values()
    known = _Known(set(chain.from_iterable(map(_texts, editions))))
    answered = cells_of(spots)
    for sheet in contents.sheets:
        counts = _counts(sheet, contents) if id(sheet) in asking else sheet.cells.keys()
        extras = list(_extras(sheet, known, answered, counts))
        yield from _extra_text(sheet, _without_earlier(sheet, extras, editions))
    for title, row, column in contents.comments:
        yield _quiet(ProblemCode.COMMENT, title, cell_name(row, column))
    yield from _unread(contents, asking)


def _unread(contents: FileContents, asking: Collection[int]) -> Iterator[Problem]:
    """Yield what lies over sheets, and which of those with rows of ours are hidden."""
    for sheet in contents.sheets:
        if sheet.drawn:
            yield _quiet(ProblemCode.DRAWN, sheet.title, "")
        if any(RISK.search(text) for _, text in sheet.drawn):
            yield _quiet(ProblemCode.MAYBE_CONCERN, sheet.title, "")
        if not sheet.is_visible and id(sheet) in asking:
            yield _quiet(ProblemCode.HIDDEN_SHEET, sheet.title, "")
    for (title, row, column), text in contents.comments.items():
        if RISK.search(text):
            yield _quiet(ProblemCode.MAYBE_CONCERN, title, cell_name(row, column))


def _altered_questions(packs: Iterable[Pack], ours: Iterable[ReferenceCell]) -> Iterator[Problem]:
    issued = dict(chain.from_iterable(map(_words_of_questions, packs)))
    for cell in ours:
        words = issued.get((cell.reference.code, cell.reference.part))
        if words is not None and not _stands_there(without_references(cell.text), words):
            name = cell_name(cell.row, cell.column)
            yield _quiet(ProblemCode.QUESTION_ALTERED, cell.sheet.title, name)


def _words_of_questions(pack: Pack) -> Iterator[tuple[tuple[str, str], Heading]]:
    """Yield the heading of each column of answers, by the code and part of its reference."""
    for table in tables(pack):
        for heading in table.headings:
            if heading.part:
                yield (pack.code, heading.part), heading


def _stands_there(text: str, heading: Heading) -> bool:
    """Tell whether a text is a heading's, as it is written now or as it was once."""
    words = folded(text)
    return any(words == folded(variant) for variant in reversed(heading.variants))


def _extras(
    sheet: FileSheet, known: _Known, answered: set[OnSheet], counts: Collection[Place]
) -> Iterator[Place]:
    """Yield where text stands on a sheet that we did not write and that is no answer."""
    on_sheet = id(sheet)
    for (row, column), text in sheet.cells.items():
        if (on_sheet, row, column) in answered:
            continue
        if _is_extra(text, known, is_count=(row, column) in counts):
            yield row, column


def _without_earlier(
    sheet: FileSheet, extras: Sequence[Place], editions: Iterable[Pack]
) -> Sequence[Place]:
    """Return the places in which no text of an earlier layout stands; seldom looked for."""
    if not extras:
        return extras
    earlier: set[str] = set()
    for pack in editions:
        earlier.update(map(spelt, earlier_texts(pack)))
        for table in tables(pack):
            earlier.update(spelt(heading.text) for heading in table.headings)
    return [at for at in extras if spelt(without_references(sheet.cells[at])) not in earlier]


def _extra_text(sheet: FileSheet, extras: Sequence[Place]) -> Iterator[Problem]:
    """Yield, once a sheet, where such text stands, and where it may be a concern."""
    if extras:
        names = [cell_name(*place) for place in extras[:NAMED]]
        cells = ", ".join(names)
        if len(extras) > NAMED:
            cells += f" and {len(extras) - NAMED} more"
        extra = _quiet(ProblemCode.EXTRA_TEXT, sheet.title, names[0])
        yield replace(extra, message=f"{extra.message} Cells: {cells}.")
    for place in extras:
        if RISK.search(sheet.cells[place]):
            yield _quiet(ProblemCode.MAYBE_CONCERN, sheet.title, cell_name(*place))
            return


def _is_extra(text: str, known: _Known, *, is_count: bool) -> bool:
    plain = without_references(text)
    if plain in known.texts:
        return False
    words = spelt(plain)
    if not words.strip(NOTHING) or words in known.spelt or LINK.fullmatch(text):
        return False
    if SHOWN.fullmatch(text):
        return False
    return not (is_count and words.isdecimal())


def _counts(sheet: FileSheet, contents: FileContents) -> set[Place]:
    """Return where a sheet counts what is still to do: in formulas, or beside its heading."""
    rows, columns = set(), set()
    for row, column in sheet.cells:
        if sheet.words_at((row, column)) == COUNTED:
            rows.add(row)
            columns.add(column)
    beside = {at for at in sheet.cells if at[0] in rows or at[1] in columns}
    return beside | contents.formulas_on(sheet.title) | {PROGRESS}


def _texts(pack: Pack) -> Iterator[str]:
    """Yield every text of a pack's workbook that is no answer."""
    yield from (ONLY_ORANGE, *texts_around(pack))
    for table in tables(pack):
        yield from (table.title, table.help, *texts_of_meanings(table))
        for heading in table.headings:
            yield heading.variants[-1].strip()
        for line in table.lines:
            yield from (*line.texts, line.past)


def _quiet(code: ProblemCode, sheet: str, cell: str) -> Problem:
    return Problem(code, says(code), sheet=sheet, cell=cell, is_query=False)
