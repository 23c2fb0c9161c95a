"""The tables of a register's files, as the limited process found them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import chain
from operator import attrgetter
from typing import Any

import polars as pl

from audits.domain.errors import RegisterError
from audits.opening import HIDDEN_SHEET, ZIP, Job, ReaderDiedError, shared_reader

from .report import Notice


# A million rows are 70 MB as .xlsx and 110 MB as CSV: ten seconds and 1.2 GB to read.
TABLES = Job(
    "audits.register.raw_tables:tables_of",
    seconds=4.0, seconds_per_megabyte=1.0,
    memory=768, memory_per_megabyte=30,
    answer=128, answer_per_megabyte=10,
    returns_bytes=True, refusal=RegisterError,
)  # fmt: skip
# What died of the room between its cells may have few of them.
SPARSE_TABLES = Job(
    "audits.register.sparse_tables:tables_of", seconds=3.0, memory=512, returns_bytes=True,
    refusal=RegisterError,
)  # fmt: skip
LARGEST_MB = 1024
HIDDEN = "hidden_sheet"  # the code of its notice


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a register."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: all its rows, blank ones and titles too. ``title`` is "" in a CSV.

    Every cell is text, or null where there is nothing; row n here is row n + 1 of the file.
    ``widths`` are how many cells the first lines of a CSV have; a spreadsheet has no such thing.
    ``letters`` say how a text's letters are written, ``notices`` what to know of the whole file.
    Days that are numbers are counted from another day where the workbook ``is_1904``.
    """

    file: str
    title: str
    cells: pl.DataFrame = field(repr=False)
    widths: tuple[int, ...] = ()
    letters: str = ""
    notices: tuple[Notice, ...] = ()
    is_1904: bool = False

    @property
    def name(self) -> str:
        """Return what it is called in messages: its title, or the file's name."""
        return self.title or self.file

    def top(self, rows: int) -> list[list[str]]:
        """Return the first rows as lists of text."""
        return list(map(list, self.cells.head(rows).fill_null("").rows()))


def sheets_in(source: Source) -> Iterator[Sheet]:
    """Yield the tables of a file of any kind, read in the limited process.

    Raises:
        RegisterError: if it can be read as none.
    """
    if len(source.data) > LARGEST_MB << 20:
        raise RegisterError(
            f"{source.name} is larger than {LARGEST_MB} MB. Export fewer columns, "
            "or a shorter time."
        )
    try:
        content = _ask(source)
    except ReaderDiedError as error:
        raise _unreadable(source, error) from error
    return unpacked(source.name, content)


def _ask(source: Source) -> bytes:
    try:
        tables: bytes = shared_reader()(TABLES, source.data, name=source.name)
    except ReaderDiedError as error:
        if not (error.took_too_much and source.data.startswith(ZIP)):
            raise
        tables = shared_reader()(SPARSE_TABLES, source.data, name=source.name)
    return tables


def packed(sheets: Sequence[Sheet]) -> bytes:
    """Return tables as bytes: their titles in a line of JSON, then their cells as Arrow."""
    files, facts = [], []
    for sheet in sheets:
        file = BytesIO()
        sheet.cells.write_ipc(file)
        cells = file.getbuffer()
        files.append(cells)
        facts.append(
            {
                "title": sheet.title,
                "widths": sheet.widths,
                "size": len(cells),
                "letters": sheet.letters,
                "is_1904": sheet.is_1904,
                "notices": list(map(asdict, sheet.notices)),
            }
        )
    return b"".join([json.dumps(facts).encode(), b"\n", *files])


def unpacked(file: str, content: bytes) -> Iterator[Sheet]:
    """Yield the tables that were packed."""
    at = content.index(b"\n") + 1
    facts: list[Mapping[str, Any]] = json.loads(content[:at])
    for fact in facts:
        cells = pl.read_ipc(content[at : at + fact["size"]])
        at += fact["size"]
        yield Sheet(
            file,
            fact["title"],
            cells,
            widths=tuple(fact["widths"]),
            letters=fact["letters"],
            notices=tuple(Notice(**notice) for notice in fact["notices"]),
            is_1904=fact["is_1904"],
        )


def notices_of(sheets: Sequence[Sheet]) -> list[Notice]:
    """Return what is to be known of whole files and sheets."""
    return list(chain.from_iterable(map(attrgetter("notices"), sheets)))


def hidden_sheet(file: str, title: str) -> Sheet:
    """Return a sheet that its author has hidden: nothing of it is read, and that is said."""
    notice = Notice(HIDDEN, HIDDEN_SHEET.format(title), title)
    return Sheet(file, title, as_cells([]), notices=(notice,))


def hidden_notices(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Return a sentence for each of some sheets that its author has hidden."""
    return tuple(notice.message for notice in notices_of(sheets) if notice.code == HIDDEN)


def as_cells(rows: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Return rows of text, of one length, as cells."""
    width = len(rows[0]) if rows else 0
    return pl.DataFrame(rows, schema=text_columns(width), orient="row")


def text_columns(width: int) -> dict[str, type[pl.String]]:
    """Return so many columns of text."""
    return {f"column {n}": pl.String for n in range(1, width + 1)}


def _unreadable(source: Source, error: ReaderDiedError) -> RegisterError:
    if error.took_too_much:
        return RegisterError(
            f"{source.name} unpacks to far more than a register holds. It was not opened; ask "
            "whoever sent it for a CSV export."
        )
    return RegisterError(
        f"{source.name} is not a spreadsheet that can be opened. Remove any password, "
        "save it as .xlsx or .csv, and load it again."
    )
