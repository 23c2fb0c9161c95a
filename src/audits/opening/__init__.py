"""Somebody's file opened: in a process that may be killed, under limits, and nowhere else."""

from typing import TYPE_CHECKING

from audits.domain.deferred import deferred_names


if TYPE_CHECKING:
    from .contents import (
        FileContents as FileContents,
        FileSheet as FileSheet,
        cell_name as cell_name,
        read_file as read_file,
    )
    from .guard import (
        ZIP as ZIP,
        NotReadableError as NotReadableError,
    )
    from .headed_tables import (
        HIDDEN_SHEET as HIDDEN_SHEET,
        FoundTables as FoundTables,
        HeadedTable as HeadedTable,
        SheetRow as SheetRow,
        find_tables as find_tables,
        headings_in as headings_in,
        like_headings as like_headings,
        plain_heading as plain_heading,
    )
    from .kinds import (
        KINDS as KINDS,
        look_at_kind as look_at_kind,
    )
    from .own_files import (
        why_not_read as why_not_read,
    )
    from .reader_client import (
        Job as Job,
        Reader as Reader,
        ReaderDiedError as ReaderDiedError,
        shared_reader as shared_reader,
    )

# A reader of workbooks takes long to load; a command that is given no file does not wait for it.
__getattr__ = deferred_names(
    __name__,
    {
        "contents": "FileContents FileSheet cell_name read_file",
        "guard": "ZIP NotReadableError",
        "headed_tables": "HIDDEN_SHEET FoundTables HeadedTable "
        "SheetRow find_tables headings_in like_headings plain_heading",
        "kinds": "KINDS look_at_kind",
        "own_files": "why_not_read",
        "reader_client": "Job Reader ReaderDiedError shared_reader",
    },
)
