"""What somebody's file holds, as text by sheet, row and column."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from audits.domain.answer import ProblemCode
from audits.domain.plain_text import clean_text
from audits.domain.spelling import folded

from .facts import FileFacts, SheetFacts
from .guard import LARGEST, OLE2, Checked, NotReadableError
from .reader_client import Ask, Job, ReaderDiedError, shared_reader


# What Excel encrypts with where nobody chose a password ([MS-OFFCRYPTO] 2.2.3).
EXCELS_OWN = "VelvetSweatshop"
AT_A_TIME = 5  # passwords in one question, which has little time
Place = tuple[str, int, int]

# A good return takes a hundredth of its time. What takes longer is checked and read step by step,
# each with a time of its own.
AT_ONCE = Job("audits.opening.cells:checked_cells", seconds=0.4)
CHECK = Job("audits.opening.guard:describe", seconds=5.0)
CALAMINE = Job("audits.opening.cells:by_calamine")
OPENPYXL = Job("audits.opening.cells:by_openpyxl", seconds=0.6)
UNLOCK = Job("audits.opening.cells:unlock")


@dataclass(frozen=True, slots=True)
class FileSheet:
    """One sheet: its text by row and column, counted from one.

    ``merged`` are its merged cells, where they were asked for: top, left, bottom and right.
    ``struck`` is what is left of a cell in which something is struck out; ``drawn`` what lies over
    the cells, by its kind and the text in it. Neither is known of an .xls or .xlsb.
    """

    title: str = field(repr=False)
    is_visible: bool
    cells: Mapping[tuple[int, int], str] = field(repr=False)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    struck: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)
    drawn: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    _words: dict[tuple[int, int], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def words_at(self, at: tuple[int, int]) -> str:
        """Return what stands at a place as texts are compared; asked of most cells, and often."""
        if at not in self._words:
            self._words[at] = folded(self.cells.get(at, ""))
        return self._words[at]


@dataclass(frozen=True, slots=True)
class FileContents:
    """All that a file holds, as text, and where there is something else.

    ``has_extras``: there are macros, links to other files or embedded ones, which stay closed.
    """

    sheets: tuple[FileSheet, ...]
    formulas: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict, repr=False)
    has_extras: bool = False

    def formulas_on(self, title: str) -> frozenset[tuple[int, int]]:
        """Return the cells with formulas on the sheet of this title."""
        return frozenset((row, column) for name, row, column in self.formulas if name == title)


def read_file(
    data: bytes,
    passwords: Iterable[str] = (),
    ask: Ask | None = None,
    *,
    merged: bool = False,
) -> FileContents:
    """Return what a workbook holds, with its ``merged`` cells if they are asked for.

    ``passwords`` are tried, in turn, on one that has one.

    Raises:
        NotReadableError: naming what is wrong with it, or what it is instead.
    """
    ask = ask or shared_reader()
    data = without_password(data, ask, passwords)
    if len(data) > LARGEST:
        raise NotReadableError(ProblemCode.TOO_LARGE)
    try:
        return _contents(ask(AT_ONCE, data, merged=merged))
    except ReaderDiedError:
        checked = check_apart(data, ask)
    return replace(cells_in(checked, ask, merged=merged), has_extras=checked.has_extras)


def check_apart(data: bytes, ask: Ask) -> Checked:
    """Return a file that may be opened, and what is to be heeded in doing so.

    Raises:
        NotReadableError: naming what the file is instead.
    """
    try:
        return Checked(data, **ask(CHECK, data))
    except ReaderDiedError as error:
        raise error.refusal from error


def cells_in(checked: Checked, ask: Ask, *, merged: bool = False) -> FileContents:
    """Return what a file holds; what one library cannot read, another may.

    Raises:
        NotReadableError: if neither can.
    """
    closer = not checked.values_only
    try:
        return _contents(ask(CALAMINE, checked.data, closer=closer, merged=merged))
    except ReaderDiedError as error:
        if not closer:
            raise error.refusal from error
    try:
        return _contents(ask(OPENPYXL, checked.data))
    except ReaderDiedError as error:
        raise error.refusal from error


def without_password(data: bytes, ask: Ask, passwords: Iterable[str]) -> bytes:
    """Return an old or encrypted file so that it can be read; others as they are.

    Raises:
        NotReadableError: if it has a password that is none of those given.
    """
    if not data.startswith(OLE2) or len(data) > LARGEST:
        return data
    trying = iter((EXCELS_OWN, *passwords))
    while few := list(islice(trying, AT_A_TIME)):
        try:
            unlocked = ask(UNLOCK, data, passwords=few)
        except ReaderDiedError:
            return data  # damaged, perhaps: the check says what it is
        if not unlocked["locked"]:
            return data
        if unlocked["data"]:
            return b64decode(unlocked["data"])
    raise NotReadableError(ProblemCode.PASSWORD)


def cell_name(row: int, column: int) -> str:
    """Return a cell's name, as ``B4``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def _contents(facts: FileFacts) -> FileContents:
    return FileContents(
        tuple(map(_sheet, facts["sheets"])),
        _places(facts["formulas"]),
        _places(facts["errors"]),
        {(title, row, column): text for title, row, column, text in facts["comments"]},
        facts.get("has_extras", False),
    )


def _places(cells: Iterable[tuple[str, int, int]]) -> frozenset[Place]:
    return frozenset((title, row, column) for title, row, column in cells)


def _sheet(facts: SheetFacts) -> FileSheet:
    return FileSheet(
        facts["title"],
        facts["visible"],
        {(row, column): text for row, column, text in facts["cells"]},
        tuple((top, left, bottom, right) for top, left, bottom, right in facts["merged"]),
        {(row, column): clean_text(text) for row, column, text in facts.get("struck", ())},
        tuple((kind, clean_text(text)) for kind, text in facts.get("drawn", ())),
    )
