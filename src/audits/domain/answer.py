"""What came back: answers, and what is wrong with a return."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .errors import UserError
from .remedies import Missing, Remedies, Remedy, Verb


CaseQuestion = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's value for one case, with where it came from.

    ``value`` is a choice's code, text, an ISO date or a number as text; ``original`` is what
    stood in the cell; ``note`` the evidence beside it. ``case`` is ""
    for what is asked once a return.
    """

    case: str
    question: str
    value: str | None
    original: str = field(repr=False)
    note: str = field(default="", repr=False)
    sheet: str = field(default="", repr=False)
    cell: str = ""
    edition: int = 1  # of the pack whose row it stood in
    is_choice: bool = False  # the value is a code of ours, not somebody's words
    # The value is a number or a day: one that identifies somebody is no answer.
    is_measured: bool = field(default=False, compare=False)

    @property
    def about(self) -> CaseQuestion:
        """The case and the question that it answers."""
        return self.case, self.question


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What somebody typed on a page as the answer to one question about one case.

    ``words`` and ``note`` are what they would have typed into its cell and the one beside it.
    """

    case: str
    question: str
    words: str = field(repr=False)
    note: str = field(default="", repr=False)

    @property
    def about(self) -> CaseQuestion:
        """The case and the question that it answers."""
        return self.case, self.question


class ProblemCode(StrEnum):
    """Every kind of thing that can be wrong with a returned file or one of its cells."""

    # with the whole file: quarantined or refused
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    TEXT_FILE = "text_file"
    PDF_FILE = "pdf_file"
    PICTURE_FILE = "picture_file"
    WORD_FILE = "word_file"
    NUMBERS_FILE = "numbers_file"
    HTML_FILE = "html_file"
    XML_FILE = "xml_file"
    WEB_ARCHIVE = "web_archive"
    MAIL_FILE = "mail_file"
    LINK_FILE = "link_file"
    ZIP_FILE = "zip_file"
    WINMAIL_FILE = "winmail_file"
    SIGNED_FILE = "signed_file"
    LABELLED_FILE = "labelled_file"
    PASSWORD = "password"  # noqa: S105 -- the name of a problem, not a secret
    DAMAGED = "damaged"
    DANGEROUS = "dangerous"
    TOO_BUSY = "too_busy"
    NO_REFERENCE = "no_reference"
    UNKNOWN_PACK = "unknown_pack"
    OTHER_CYCLE = "other_cycle"
    OTHER_UNIT = "other_unit"  # handed in on a unit's page, and made for another
    UNKNOWN_SENDER = "unknown_sender"
    BEING_READ = "being_read"  # by another process
    UNREAD_PARTS = "unread_parts"
    EXTRAS = "extras"
    # with a row or a sheet
    BAD_CHECK = "bad_check"
    OTHER_PACK_ROW = "other_pack_row"
    OLDER_EDITION = "older_edition"
    DUPLICATE_CONFLICT = "duplicate_conflict"
    TWO_EDITIONS = "two_editions"  # in one book
    TWO_ANSWERS = "two_answers"  # in two columns of one row
    SHIFTED = "shifted"  # the answers of a column may stand a row too low
    ROW_MISSING = "row_missing"
    QUESTION_ALTERED = "question_altered"
    EXTRA_TEXT = "extra_text"
    NO_HEADINGS = "no_headings"
    READ_BY_PLACE = "read_by_place"
    DRAWN = "drawn"  # something lies over the sheet
    HIDDEN_SHEET = "hidden_sheet"
    MAYBE_CONCERN = "maybe_concern"
    # with one answer
    ON_QUERIES = "on_queries"  # typed on the sheet that lists queries
    QUERIES_DIFFER = "queries_differ"
    STRUCK_OUT = "struck_out"
    DAY_UNDERSTOOD = "day_understood"
    CLOSED_CHANGED = "closed_changed"
    MISSING = "missing"
    CANNOT_SAY = "cannot_say"
    NOT_ALLOWED = "not_allowed"
    AMBIGUOUS = "ambiguous"
    EVIDENCE_MISSING = "evidence_missing"
    PLAN_MISSING = "plan_missing"
    FORMULA = "formula"
    ERROR_CELL = "error_cell"
    COMMENT = "comment"
    PERSONAL_DETAIL = "personal_detail"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NOT_KNOWN_BUT_ANSWERED = "not_known_but_answered"
    GRADE_ON_LITTLE = "grade_on_little"
    CERTIFIER = "certifier"  # who certified it cannot, or took it back
    # with what is said about an action
    ACTION_REFUSED = "action_refused"
    AGENDA = "agenda"
    # with a moderation workbook
    NOBODY_NAMED = "nobody_named"


# What a person can do about a problem beside putting the file or cell right.
REMEDIES: Mapping[ProblemCode, Verb | Missing] = {
    ProblemCode.BEING_READ: Verb.SEE_RETURN,
    ProblemCode.UNKNOWN_SENDER: Verb.OPEN_ORIGINAL,
    ProblemCode.UNREAD_PARTS: Verb.OPEN_ORIGINAL,
    ProblemCode.AGENDA: Verb.TAKE_DECISIONS,
    ProblemCode.NOBODY_NAMED: Missing.BY,
}


def remedies_for(codes: Iterable[str], ref: str = "") -> Remedies:
    """Return what a person can do about the problems of one return, each thing once."""
    verbs = [REMEDIES[ProblemCode(code)] for code in codes if code in REMEDIES]
    return tuple(Remedy(verb, ref) for verb in dict.fromkeys(verbs))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a return, in words its sender can act on.

    ``message`` never quotes what the sender wrote: it may hold a name.
    """

    code: ProblemCode
    message: str
    sheet: str = field(default="", repr=False)
    cell: str = ""
    case: str = ""
    question: str = ""
    is_query: bool = True  # False: only for the business unit to look at

    @property
    def about(self) -> CaseQuestion:
        """The case and the question that it is about."""
        return self.case, self.question


class TypedAnswersError(UserError):
    """Answers typed on a page cannot be taken as they are; ``problems`` say which, and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(dict.fromkeys(problem.message for problem in problems)))
        self.problems = tuple(problems)
