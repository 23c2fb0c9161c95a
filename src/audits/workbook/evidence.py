"""Whether a file may be kept as evidence: what it is, from its bytes, and nothing in it that runs.

Limits are those of returned files. Only what a partnership's machine can still open in ten years is
taken, and a kind is believed from the bytes, not from the ending of a name.
"""

from audits.domain.answer import ProblemCode
from audits.domain.errors import UserError
from audits.opening import KINDS, NotReadableError, look_at_kind


SAME = {"jpeg": "jpg"}
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
    if kind not in KINDS:
        raise EvidenceError(
            f"{called} is of no kind that is kept. Keep one of: {', '.join(KINDS)}; an e-mail as "
            "a PDF."
        )
    try:
        is_what_it_says, runs = look_at_kind(data, kind)
    except NotReadableError as error:
        why = SAYS.get(error.problem.code, f"is no {kind}. Save it as what it is.")
        raise EvidenceError(f"{called} {why}") from error
    if not is_what_it_says:
        raise EvidenceError(f"{called} ends in .{kind} and is no {kind}. Save it as what it is.")
    if runs:
        raise EvidenceError(f"{called} {RUNNING}")
    return kind
