"""Somebody's file opened: in a process that may be killed, under limits, and nowhere else."""

from .contents import FileContents, FileSheet, cell_name, read_file
from .guard import LARGEST, OLE2, ZIP, NotReadableError
from .headed_tables import (
    HIDDEN_SHEET,
    Columns,
    FoundTables,
    HeadedTable,
    SheetRow,
    find_tables,
    headings_in,
    plain_heading,
)
from .kinds import KINDS, look_at_kind
from .lists import ListTable, read_list
from .reader_client import Job, Reader, ReaderDiedError, shared_reader


__all__ = [
    "HIDDEN_SHEET",
    "KINDS",
    "LARGEST",
    "OLE2",
    "ZIP",
    "Columns",
    "FileContents",
    "FileSheet",
    "FoundTables",
    "HeadedTable",
    "Job",
    "ListTable",
    "NotReadableError",
    "Reader",
    "ReaderDiedError",
    "SheetRow",
    "cell_name",
    "find_tables",
    "headings_in",
    "look_at_kind",
    "plain_heading",
    "read_file",
    "read_list",
    "shared_reader",
]
