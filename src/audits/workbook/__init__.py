"""Workbooks: packs and key lists out, returns back in, one layout for both ways."""

from .grade_reading import Entry, GradeReading, read_grade_book, reason_missing
from .grade_writing import write_grade_book
from .key_list import with_password, write_key_list
from .layout import asked_about
from .personal import mask_personal
from .reading import Reading, answered_before, read_return
from .sheets import shown
from .writing import write_pack


__all__ = [
    "Entry",
    "GradeReading",
    "Reading",
    "answered_before",
    "asked_about",
    "mask_personal",
    "read_grade_book",
    "read_return",
    "reason_missing",
    "shown",
    "with_password",
    "write_grade_book",
    "write_key_list",
    "write_pack",
]
