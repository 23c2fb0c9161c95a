"""Whether a file is of the kind that its name says, and whether something in it runs."""

import re

from audits.domain.answer import ProblemCode

from .guard import LARGEST, OLE2, ZIP, check_archive, check_file, what_it_is
from .reader_client import Job, ReaderDiedError, shared_reader


BEGINS = {"pdf": b"%PDF", "png": b"\x89PNG", "jpg": b"\xff\xd8\xff"}
DOCUMENTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "odt": "content.xml"}
WORKBOOKS = ("xlsx", "xls", "ods")
TEXTS = ("csv", "txt")
KINDS = (*BEGINS, *DOCUMENTS, *WORKBOOKS, *TEXTS)
RUNS = re.compile(r"(.*/)?(vbaproject\.bin|activex/.*)|basic/.*")
LOOK = Job("audits.opening.kinds:describe", seconds=5.0)


def look_at_kind(data: bytes, kind: str) -> tuple[bool, bool]:
    """Return whether a file is of one of the ``KINDS``, and whether something in it runs.

    Raises:
        NotReadableError: if it is empty, too large, locked, damaged or too much to look into.
    """
    if len(data) > LARGEST:
        check_file(data)  # says so
    try:
        answer = shared_reader()(LOOK, data, kind=kind)
    except ReaderDiedError as error:
        raise error.refusal from error
    return answer["is_of_kind"], answer["runs"]


def describe(data: bytes, asked: dict[str, str]) -> dict[str, bool]:
    """Return what `look_at_kind` does: run in the limited process, see `Job`."""
    is_of_kind, runs = _look(data, asked["kind"])
    return {"is_of_kind": is_of_kind, "runs": runs}


def _look(data: bytes, kind: str) -> tuple[bool, bool]:
    if not data:
        check_file(data)  # says so
    if kind in WORKBOOKS:
        checked = check_file(data)
        return data.startswith(ZIP) == (kind != "xls"), checked.has_extras
    if kind in DOCUMENTS:
        return _look_inside(data, kind)
    if kind in TEXTS:
        return what_it_is(data) is ProblemCode.TEXT_FILE, False
    return data.startswith(BEGINS[kind]), False


def _look_inside(data: bytes, kind: str) -> tuple[bool, bool]:
    if data.startswith(OLE2):
        check_file(data)  # says that it has a password, if it has
    if not data.startswith(ZIP):
        return False, False
    names = check_archive(data)
    return DOCUMENTS[kind] in names, any(map(RUNS.fullmatch, names))
