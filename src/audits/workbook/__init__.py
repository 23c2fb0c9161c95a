"""Workbooks: packs and key lists out, returns back in, one layout for both ways."""

from .action_list import write_action_list
from .author_book import write_template_book
from .author_reading import read_template_book
from .evidence import check_evidence
from .grade_reading import Agreement, Entry, GradeReading, read_grade_book, reason_missing
from .grade_writing import write_grade_book
from .key_list import write_key_list
from .layout import RETURN, asked_about, asked_once, questions_of
from .personal import mask_personal
from .reading import MISSING_CODES, Reading, answered_before, read_return
from .writing import write_pack


__all__ = [
    "MISSING_CODES",
    "RETURN",
    "Agreement",
    "Entry",
    "GradeReading",
    "Reading",
    "answered_before",
    "asked_about",
    "asked_once",
    "check_evidence",
    "mask_personal",
    "questions_of",
    "read_grade_book",
    "read_return",
    "read_template_book",
    "reason_missing",
    "write_action_list",
    "write_grade_book",
    "write_key_list",
    "write_pack",
    "write_template_book",
]
