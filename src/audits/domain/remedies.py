"""Remedies: what a person can do about what is wrong, for each front end to put in its own words.

A sentence says what is wrong and names no command, page or button. Its remedies go beside it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What a person can do with the product; `domain.permissions` says who may."""

    # Setting up
    MAKE_WORKSPACE = "make the workspace"
    START_SCHEDULE = "start the schedule"
    IMPORT_AGENCIES = "import the list of agencies"
    SEE_AGENCIES = "see agencies and units"
    LOAD_REGISTER = "load a register"
    MATCH_REGISTER = "match the headings of a register"
    WRITE_PROFILE = "have a mapping profile written"
    SEE_TEMPLATES = "see audit templates"
    EXPORT_TEMPLATE = "write a template to Excel"
    # Cycles and their cases
    OPEN_CYCLE = "open a cycle"
    OPEN_MISSED = "open a cycle that was missed"
    SEE_CYCLES = "see cycles"
    DRAW_SAMPLE = "draw the sample"
    DRAW_CHOSEN = "choose a case by name"
    REPLACE_CASE = "replace a case"
    APPROVE_DRAW = "approve the draw"
    SEE_SPOT_CHECKS = "see spot checks"
    CANCEL_CYCLE = "cancel a cycle"
    # What is sent and what comes back
    ISSUE_PACKS = "issue packs"
    ISSUE_TO_UNIT = "issue a pack to a unit that joined"
    SEND_AGAIN = "send a pack again"
    SEE_DISPATCHES = "see messages"
    SEE_DISPATCH = "see a message"
    CONFIRM_DISPATCH = "say whether a message went"
    SEE_RETURNS = "see returns"
    SEE_RETURN = "see a return"
    OPEN_ORIGINAL = "open a return as it came"
    ACKNOWLEDGE_CONCERN = "take up a concern"
    SEE_CONCERNS = "see concerns"
    GO_ON_WITHOUT = "go on without what is missing"
    # Grades, findings and papers
    SEE_GRADES = "see grades"
    AGREE_GRADES = "agree with grades"
    IMPORT_GRADES = "import a moderation workbook"
    SEE_FINDINGS = "see findings"
    CIRCULATE_FINDINGS = "circulate draft findings"
    SIGN_OFF = "record that findings are agreed"
    READ_PAPER = "read a paper before it goes out"
    SIGN_PAPER = "sign a public paper"
    # The action plan and learning
    SEE_ACTIONS = "see the action plan"
    IMPORT_ACTIONS = "import actions"
    EXPLAIN_STATUS = "say what a word for a status means"
    GIVE_OWNER = "give an action an owner"
    REOPEN_ACTION = "reopen an action"
    ADD_MEETING = "add a meeting"
    TAKE_DECISIONS = "take in a meeting's decisions"
    SEE_TRAINING = "see training needs"
    SEE_CHALLENGES = "see challenges"


class Missing(StrEnum):
    """What was left out of what a person asked for, and can be given with the same request."""

    BY = "who says it"
    CONFIRMATION = "who looked through it, and when"
    DAY_ORDER = "whether day or month comes first"
    DUE = "by when it is due"
    EARLY = "that the meeting was held already"
    EXTENSION = "by how many, and why"
    FIGURE = "the question or figure that shows it"
    FOLDER = "another folder"
    MEETING = "which meeting decided it"
    PORT = "another port"
    REASON = "QEG's reason"
    RESULT = "its result"
    SHOWS = "what the file shows"
    SIGNATURE = "who signs, and why"
    TEXT = "the words"
    UNIT = "which unit"
    WHY = "why"


@dataclass(frozen=True)
class Remedy:
    """One thing that a person can do about what is wrong.

    ``ref`` is what it is done to, as a cycle's reference; ``detail`` is what else it needs, as a
    unit's code, a day or a paper's name.
    """

    verb: Verb | Missing
    ref: str = ""
    detail: str = ""


Remedies = tuple[Remedy, ...]


@dataclass(frozen=True)
class Outstanding:
    """A sentence about something that is still to be done, with what can be done about it."""

    says: str
    remedy: Remedies = ()
