"""Whether a file may be kept as evidence: what it is, from its bytes, and nothing in it that runs.

Limits are those of returned files. Only what a board's machine can still open in ten years is
taken, and a kind is believed from the bytes, not from the ending of a name.
"""

import re

from audits.domain.answer import ProblemCode
from audits.domain.errors import UserError

from .guard import LARGEST, OLE2, ZIP, NotReadableError, check_archive, check_file, what_it_is


SAME = {"jpeg": "jpg"}
BEGINS = {"pdf": b"%PDF", "png": b"\x89PNG", "jpg": b"\xff\xd8\xff"}
DOCUMENTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "odt": "content.xml"}
WORKBOOKS = ("xlsx", "xls", "ods")
TEXTS = ("csv", "txt")
TAKEN = (*BEGINS, *DOCUMENTS, *WORKBOOKS, *TEXTS)
RUNS = re.compile(r"(.*/)?(vbaproject\.bin|activex/.*)|basic/.*")

SAYS = {
    ProblemCode.EMPTY_FILE: "is empty. Save it again.",
    ProblemCode.TOO_LARGE: "is larger than 20 MB. Keep what shows it, a page or a picture.",
    ProblemCode.PASSWORD: "has a password. Save it without one: it is kept encrypted here.",
    ProblemCode.DAMAGED: "is damaged. Save it again.",
    ProblemCode.DANGEROUS: "holds declarations that no office program writes. Open it, save it "
    "again, and give that.",
    ProblemCode.TOO_BUSY: "unpacks to more than can be read safely. Keep a PDF of what shows it.",
}  # fmt: skip
RUNNING = (
    "holds macros, or links to other files. Save it without them, or keep a PDF of what shows it."
)


class EvidenceError(UserError):
    """A file cannot be kept as evidence."""


def check_evidence(data: bytes, extension: str, *, called: str = "The evidence file") -> str:
    """Return the extension under which a file may be kept as evidence.

    ``called`` is how a refusal speaks of it: never by its name, which may be a child's.

    Raises:
        EvidenceError: if it is of another kind than its extension says, too large, locked,
            damaged, or holds something that runs.
    """
    kind = SAME.get(extension.casefold(), extension.casefold())
    if kind not in TAKEN:
        raise EvidenceError(
            f"{called} is of no kind that is kept. Keep one of: {', '.join(TAKEN)}; an e-mail as "
            "a PDF."
        )
    try:
        is_what_it_says, runs = _look(data, kind)
    except NotReadableError as error:
        why = SAYS.get(error.problem.code, f"is no {kind}. Save it as what it is.")
        raise EvidenceError(f"{called} {why}") from error
    if not is_what_it_says:
        raise EvidenceError(f"{called} ends in .{kind} and is no {kind}. Save it as what it is.")
    if runs:
        raise EvidenceError(f"{called} {RUNNING}")
    return kind


def _look(data: bytes, kind: str) -> tuple[bool, bool]:
    """Return whether a file is of a kind, and whether something in it runs."""
    if not data or len(data) > LARGEST:
        check_file(data)  # says which
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
