"""Tables in somebody's file, found by their headings: the one way for every list that people keep.

A list may have several sheets, several tables on one, a title above, a key below and merged cells.
A sheet that its author has hidden is not read, and is named.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice, pairwise
from operator import attrgetter

from audits.domain.errors import SheetError
from audits.domain.spelling import folded

from .lists import ListTable, read_list


Columns = Mapping[str, Sequence[str]]
SOME = re.compile(r"\((?:e?s)\)", re.IGNORECASE)  # "Lead officer(s)"
IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")  # "Due (dd/mm/yyyy)"
LONGEST = 200  # characters of a heading that tell it; a longer text is none
HEADINGS_AMONG = 30  # rows; a title and a date may stand above
COLUMNS_AMONG = 300  # columns; more make no row more likely
LOOK_AT = 300  # rows below them
ALIKE = 0.8  # difflib's ratio: "Date Recieved" is 0.92 of "date received"
SHORT = 3  # letters of a word whose last "s" is no plural
HIDDEN_SHEET = "The hidden sheet '{}' was not read. If it counts, unhide it and try again."

NO_SUCH_TABLE = "Nothing was read from the sheet '{}': it has no such table."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, by its number in the file as people count; ``texts`` by our name of each column."""

    number: int
    texts: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        """Return what stands in a column, "" if nothing does."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """One table: the sheet it stands on, the row of its headings, and the rows below.

    ``headings`` are as they are written, by our name of each; ``others`` are not ours.
    """

    sheet: str = field(repr=False)
    heading_row: int
    headings: Mapping[str, str]
    others: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of a file; its sheets that are ``hidden``, and those ``without`` such a table."""

    tables: tuple[HeadedTable, ...]
    hidden: tuple[str, ...] = field(default=(), repr=False)
    without: tuple[str, ...] = field(default=(), repr=False)

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """Return the rows of all its tables."""
        return tuple(chain.from_iterable(map(attrgetter("rows"), self.tables)))

    @property
    def unread(self) -> tuple[str, ...]:
        """Return a sentence for each sheet of which nothing was taken: hidden, or no such table."""
        return (*map(HIDDEN_SHEET.format, self.hidden), *map(NO_SUCH_TABLE.format, self.without))


@dataclass(frozen=True, slots=True)
class FoundHeadings:
    """What stands below each heading of a file; its sheets that are ``hidden``."""

    below: Mapping[str, tuple[str, ...]] = field(repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)

    @property
    def unread(self) -> tuple[str, ...]:
        """Return a sentence for each sheet that is hidden."""
        return tuple(map(HIDDEN_SHEET.format, self.hidden))


def find_tables(data: bytes, columns: Columns, *, needed: Sequence[str], what: str) -> FoundTables:
    """Return every table of a file that has the columns, in its order.

    ``columns`` gives our name of each with the headings that people write, of which the first that
    stands there counts; our own name is the last. ``what`` is named in a refusal. Rows in which
    nothing stands are passed over.

    Raises:
        SheetError: if it cannot be read, no sheet that shows has the columns, or no row is there.
    """
    shown, hidden = _sheets(data, what)
    tables: list[HeadedTable] = []
    without = []
    for sheet in shown:
        on_sheet = list(_tables(sheet, columns, needed))
        tables += on_sheet
        if not on_sheet and sheet.title:
            without.append(sheet.title)
    if not tables:
        raise SheetError(_none(what, columns, needed, hidden))
    tables_found = FoundTables(tuple(tables), hidden, tuple(without))
    if not tables_found.rows:
        raise SheetError(f"{what} has headings and no row below them. Add one row for each.")
    return tables_found


def _sheets(data: bytes, what: str) -> tuple[list[ListTable], tuple[str, ...]]:
    """Return the sheets that show and in which anything stands, and the titles of hidden ones."""
    shown, hidden = [], []
    for sheet in read_list(data, what=what):
        if sheet.rows and sheet.is_visible:
            shown.append(sheet)
        elif sheet.rows:
            hidden.append(sheet.title)
    return shown, tuple(hidden)


def plain_heading(text: str) -> str:
    """Return a heading as headings are compared: without what tells one from several.

    >>> plain_heading("Lead  Officer(s):"), plain_heading("lead officers")
    ('lead officer', 'lead officer')
    """
    words = folded(SOME.sub("", text[:LONGEST])).split()
    return " ".join(map(_single, words))


def _single(word: str) -> str:
    if len(word) <= SHORT:
        return word
    return word.removesuffix("s")


def _none(what: str, columns: Columns, needed: Sequence[str], hidden: Sequence[str]) -> str:
    sentence = (
        f"{what} has no row of headings with {', '.join(needed)}. "
        f"The headings may be: {', '.join(columns)}."
    )
    if hidden:
        sentence += f" Hidden sheets are not read: {', '.join(hidden)}."
    return sentence


def _tables(sheet: ListTable, columns: Columns, needed: Sequence[str]) -> Iterator[HeadedTable]:
    """Yield the tables of a sheet: each begins at a row of headings and ends at the next."""
    spellings = {name: _spellings((*also, name)) for name, also in columns.items()}
    heads = {}
    for at, line in sheet.rows.items():
        if len(line) >= len(needed):
            places = _places(line, spellings)
            if set(needed) <= set(places.values()):
                heads[at] = places
    numbers = list(sheet.rows)
    for at, next_one in pairwise([*heads, numbers[-1] + 1]):
        below = numbers[bisect_right(numbers, at) : bisect_right(numbers, next_one - 1)]
        rows = tuple(_rows(sheet, heads[at], below))
        # Headings that are repeated at once, in cells merged downwards, head one table.
        if rows or len(heads) == 1:
            yield _table(sheet, at, heads[at], rows)


def _places(line: Mapping[int, str], spelt: Columns) -> dict[int, str]:
    """Return in which column each of ours stands, by the ways in which each may be spelt."""
    headings = _first_of_each(line)
    places: dict[int, str] = {}
    for name, words in spelt.items():
        for word in words:
            if word in headings and headings[word] not in places:
                places[headings[word]] = name
                break
    return places


def _first_of_each(line: Mapping[int, str]) -> Mapping[str, int]:
    """Return the first column of each heading, as it stands, in one, and without its brackets."""
    headings: dict[str, int] = {}
    for spelt in (
        lambda text: folded(text[:LONGEST]),
        plain_heading,
        lambda text: plain_heading(IN_BRACKETS.sub("", SOME.sub("", text))),
    ):
        for column, text in line.items():
            headings.setdefault(spelt(text), column)
    return headings


def _rows(
    sheet: ListTable, places: Mapping[int, str], numbers: Sequence[int]
) -> Iterator[SheetRow]:
    for number in numbers:
        line = sheet.rows[number]
        texts = {name: line.get(column, "").strip() for column, name in places.items()}
        if any(texts.values()):
            yield SheetRow(number, texts)


def _table(
    sheet: ListTable, at: int, places: Mapping[int, str], rows: tuple[SheetRow, ...]
) -> HeadedTable:
    line = sheet.rows[at]
    headings = {name: _on_one_line(line[column]) for column, name in places.items()}
    others = []
    for column, text in line.items():
        if column not in places and text.strip():
            others.append(_on_one_line(text))
    return HeadedTable(sheet.title, at, headings, tuple(others), rows)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def headings_in(data: bytes, known: Sequence[str], *, what: str) -> FoundHeadings:
    """Return what stands below each heading of the sheets that show, whatever they are called.

    The row of headings is the one with most that are spelled like those ``known``.

    Raises:
        SheetError: if the file cannot be read, or no row looks like headings.
    """
    words = list(map(plain_heading, known))
    below: dict[str, tuple[str, ...]] = {}
    shown, hidden = _sheets(data, what)
    for sheet in shown:
        at = _likeliest(sheet, words)
        numbers = list(sheet.rows)
        first = bisect_right(numbers, at)
        lines = [sheet.rows[number] for number in numbers[first : first + LOOK_AT]]
        for column, heading in sheet.rows.get(at, {}).items():
            values = tuple(line[column].strip() for line in lines if column in line)
            below.setdefault(_on_one_line(heading), values)
    headings = FoundHeadings(below, hidden)
    if not below:
        sentence = f"{what} has no row that looks like headings. Name each column in one."
        raise SheetError(" ".join((sentence, *headings.unread)))
    return headings


def _spellings(words: Sequence[str]) -> list[str]:
    """Return each word as it is compared with headings.

    As it stands first: "Response" and "Responses" are two columns of one survey.
    """
    spellings: list[str] = []
    for word in words:
        spellings += [folded(word), plain_heading(word)]
    return spellings


def _likeliest(sheet: ListTable, words: Sequence[str]) -> int:
    """Return the row that looks most like headings, 0 if none does."""
    likeliest, most = 0, (0, 0)
    for at, line in islice(sheet.rows.items(), HEADINGS_AMONG):
        alike, texts = like_headings(line.values(), words)
        if alike and (alike, texts) > most:
            likeliest, most = at, (alike, texts)
    return likeliest


def like_headings(texts: Iterable[str], known: Sequence[str]) -> tuple[int, int]:
    """Return how many texts of a row are spelled like headings, and how many say anything.

    ``known`` are as `plain_heading` gives them. The greatest of a sheet's rows is that of headings.
    """
    alike = filled = 0
    for text in filter(str.strip, islice(texts, COLUMNS_AMONG)):
        filled += 1
        alike += bool(get_close_matches(plain_heading(text), known, 1, ALIKE))
    return alike, filled
