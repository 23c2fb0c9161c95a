"""What one unit is asked in one cycle: the content of its workbook, before any cell is placed."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from .answer import CaseQuestion
from .edition import token_of
from .question import AnswerType, Choice, EvidenceRule, Question, Scale


class PackForm(StrEnum):
    """How a pack lays its questions out; the reader does not care which."""

    GRID = "grid"  # one row a case
    CASE_SHEETS = "case_sheets"  # one sheet a case, one row a question
    SELF_ASSESSMENT = "self_assessment"  # one row a question, no cases
    ACTIONS = "actions"  # one row an action, for its owner; no child in it
    AGENDA = "agenda"  # one row an action, for the meeting that decides


ABOUT_ACTIONS = (PackForm.ACTIONS, PackForm.AGENDA)


class SamplingUnit(StrEnum):
    """What one case of an audit is.

    Of the last three a case is its unit's own: only that unit is asked about it, and nobody needs
    a key list to know what it is.
    """

    CONTACT = "contact"
    CHILD = "child"
    ORGANISATION = "organisation"
    OPEN_ISSUE = "open_issue"
    RECOMMENDATION = "recommendation"

    @property
    def is_own(self) -> bool:
        """Tell whether a case belongs to one unit and is about no child."""
        return self not in (SamplingUnit.CONTACT, SamplingUnit.CHILD)

    @property
    def in_words(self) -> str:
        """Return it as people read it: ``open issue``."""
        return self.value.replace("_", " ")

    @property
    def in_plural(self) -> str:
        """Return several of it as people read them: ``open issues``."""
        return "children" if self is SamplingUnit.CHILD else f"{self.in_words}s"


YES = Choice("yes", "Yes", 1, also=("y", "true"))
NO = Choice("no", "No", 0, also=("n", "false"))
YES_NO = Scale("yes_no", "Yes or no", (YES, NO))

# Asked in every pack beside the template's own questions. Their ids begin with an underscore, which
# a template's may not; numbers from 90 keep their references clear of the template's.
KNOWN = Question(
    "_known", 90, "About this child", "Is the child known to your agency?",
    scale=YES_NO, evidence=EvidenceRule.UNLESS_YES,
    guidance="If not, say beside it what you searched, and leave the rest about this child empty.",
)  # fmt: skip
CONCERN = Question(
    "_concern", 91, "About this child",
    "Immediate concern: is this child at risk now? Say what, and ring the number on the cover.",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
NOTHING_TO_REPORT = Question(
    "_nil", 92, "This return", "Nothing to report on any case? Say why, and leave the rest empty.",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
AUDITOR_ROLE = Question(
    "_role", 93, "This return", "Role of the person who carried out the audit (a role, not a name)",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER,
)  # fmt: skip
INDEPENDENT = Question(
    "_independent", 94, "This return",
    "Was the auditor someone other than the allocated worker and their line manager in each case?",
    scale=YES_NO, evidence=EvidenceRule.UNLESS_YES,
)  # fmt: skip
COMPLETED_BY = Question(
    "_completed_by", 95, "This return", "Role of the person who completed it (a role, not a name)",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER,
)  # fmt: skip
SUBSTITUTE = Question(
    "_substitute", 96, "This return", "Role of the person to ask about it when they are away",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
SIGNED_OFF_BY = Question(
    "_signed_off_by", 97, "This return", "Role of the senior leader who has agreed these answers",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER,
)  # fmt: skip
CERTIFIED_BY = Question(
    "_certified_by", 98, "This return", "Certified by: name and office",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER,
)  # fmt: skip
CERTIFIED_ON = Question(
    "_certified_on", 99, "This return", "Certified on which day",
    type=AnswerType.DATE, evidence=EvidenceRule.NEVER, required=False,
    guidance="Leave it empty if it is the day on which you return it.",
)  # fmt: skip
FILLED_IN_BY = Question(
    "_by", 93, "This workbook", "Role of the person who filled this in (a role, not a name)",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
MINUTED = Question(
    "_minute", 94, "This meeting", "Where are the decisions minuted?",
    type=AnswerType.TEXT, evidence=EvidenceRule.NEVER, required=False,
)  # fmt: skip
RETURN_QUESTIONS = (NOTHING_TO_REPORT, AUDITOR_ROLE, INDEPENDENT)  # once a return; case is ""
OWN_QUESTIONS = (COMPLETED_BY, SUBSTITUTE, SIGNED_OFF_BY)  # where a unit speaks for itself


def certificate_of(office: str) -> tuple[Question, ...]:
    """Return what is asked of whoever certifies a return, in an office; nothing without one."""
    if not office:
        return ()
    listed = f"The {office} certifies this return. Write their name as you listed it with us."
    return (replace(CERTIFIED_BY, guidance=listed), CERTIFIED_ON)


@dataclass(frozen=True, slots=True)
class PackCase:
    """One case in a pack.

    ``number`` is its place in the cycle's draw and never used again; ``details`` are what may be
    said without identifying the child (age band, stratum).
    """

    ref: str
    number: int
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """One answer that is asked for again: what was wrong with it, and what stood there."""

    case: str
    question: str
    says: str
    wrote: str = field(default="", repr=False)

    @property
    def about(self) -> CaseQuestion:
        """The case and the question that it asks about."""
        return self.case, self.question


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What a unit answered to a question the last time, in words, with the note beside it."""

    question: str
    says: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one unit is asked in one cycle, at one edition.

    ``code`` is short, unique in the workspace and the same in every edition (``P7``); ``deadline``
    is in words for people ("5pm on Friday 10 March 2017"); a self-assessment holds one case, the
    unit. With ``queries`` only what they ask is open, and a sheet lists them. ``certified_by`` is
    the office that certifies the return, "" where none does. ``last`` is what the unit answered in
    ``last_cycle``, to be confirmed or changed.
    """

    code: str
    edition: int
    cycle: str
    unit: str
    unit_name: str
    agency: str
    title: str
    asks: str
    form: PackForm
    cases: tuple[PackCase, ...]
    questions: tuple[Question, ...]
    board: str
    legal_basis: str
    deadline: str
    contact: str
    concerns_to: str
    instructions: tuple[str, ...] = ()
    about: SamplingUnit = SamplingUnit.CHILD
    queries: tuple[Query, ...] = ()
    marking: str = "OFFICIAL-SENSITIVE"
    certified_by: str = ""
    last_cycle: str = ""
    last: tuple[LastAnswer, ...] = ()

    @property
    def token(self) -> str:
        """Return what names this edition: ``P7.2``."""
        return token_of(self.code, self.edition)

    def has_case(self, case: str) -> bool:
        """Tell whether the unit is asked about a case."""
        return any(asked.ref == case for asked in self.cases)

    def said_last(self, question: str) -> str:
        """Return what the unit answered to a question the last time, "" if that is not known."""
        return next((one.says for one in self.last if one.question == question), "")

    @property
    def is_about_children(self) -> bool:
        """Tell whether each case is a child, who may be at risk or not known to the unit."""
        return CONCERN in self.asked_of_a_case()

    def asked_of_a_case(self) -> tuple[Question, ...]:
        """Return every question asked about each case, in the order of the workbook."""
        is_own = self.about.is_own or self.form in ABOUT_ACTIONS
        if is_own or self.form is PackForm.SELF_ASSESSMENT:
            return self.questions
        return (KNOWN, *self.questions, CONCERN)
