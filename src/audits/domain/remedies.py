"""Remedies: what a person can do about what is wrong, for each front end to put in its own words.

A sentence says what is wrong and names no command, page or button. Its remedies go beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Verb(StrEnum):
    """What a person can do with the product; `domain.permissions` says who may."""

    # Setting up
    MAKE_WORKSPACE = "make the workspace"
    START_SCHEDULE = "start the schedule"
    MAKE_BACKUP = "make a backup"
    MAKE_BACKUP_KEY = "make the key of backups"
    RESTORE_BACKUP = "make a workspace of a backup"
    UPGRADE_WORKSPACE = "bring a workspace up to this version"
    SEE_ENGINE = "see how the engine is"
    VERIFY_WORKSPACE = "check everything that is kept"
    SEE_TRAIL = "see the trail"
    FIND_PERSON = "find what is kept about a person"
    SEE_HOLDS = "see legal holds"
    PLACE_HOLD = "place or end a legal hold"
    SEE_RETENTION = "see what is due to be destroyed, and what was"
    DESTROY = "destroy what is due"
    EXPORT_EVERYTHING = "write out everything in open formats"
    SEE_LOOKS = "see who looked at identities and secrets"
    SEE_ACCOUNTS = "see who has an account on the website"
    ADD_ACCOUNT = "add an account, or send its owner a new link"
    CHANGE_ACCOUNT = "change what an account may do, or take it away"
    IMPORT_AGENCIES = "import the list of agencies"
    CHANGE_AGENCIES = "change an agency, a unit or a contact"
    TEST_CHANNEL = "send oneself a test"
    SEE_AGENCIES = "see agencies and units"
    LOAD_REGISTER = "load a register"
    MATCH_REGISTER = "match the headings of a register"
    WRITE_PROFILE = "have a mapping profile written"
    EXPORT_REGISTER = "write a register out again"
    SEE_TEMPLATES = "see audit templates"
    EXPORT_TEMPLATE = "write a template to Excel"
    IMPORT_TEMPLATE = "take in a template from Excel"
    IMPORT_PAST_CYCLES = "take in audits of earlier years"
    IMPORT_SURVEY = "take in a survey"
    # Cycles and their cases
    SEE_YEAR = "see the year's programme"
    PLAN_YEAR = "add, move or drop a planned audit"
    OPEN_CYCLE = "open a cycle"
    OPEN_MISSED = "open a cycle that was missed"
    SEE_CYCLES = "see cycles"
    CANCEL_CYCLE = "cancel a cycle"
    RULE_ON_CASE = "let a case be drawn, or leave it out"
    DRAW_SAMPLE = "draw the sample"
    DRAW_CHOSEN = "choose a case by name"
    SEE_DRAW = "see the draw and verify it"
    EXTEND_SAMPLE = "extend the sample"
    REPLACE_CASE = "replace a case"
    APPROVE_DRAW = "approve the draw"
    SEE_SPOT_CHECKS = "see spot checks"
    RECORD_SPOT_CHECK = "record whether a claim held"
    # What is sent and what comes back
    ISSUE_PACKS = "issue packs"
    ISSUE_TO_UNIT = "issue a pack to a unit that joined"
    SEND_AGAIN = "send a pack again"
    CONFIRM_RECIPIENTS = "confirm who gets the packs"
    GIVE_PASSWORD = "give a unit its password"  # noqa: S105 -- the name of a verb, not a secret
    SEND_MESSAGES = "send what is due"
    CHASE = "chase what is overdue"
    APPROVE_LETTERS = "read letters and let them go"
    SEE_DISPATCHES = "see messages"
    SEE_DISPATCH = "see a message"
    CONFIRM_DISPATCH = "say whether a message went"
    RECALL_DISPATCH = "call a message back"
    COLLECT_RETURNS = "collect returns"
    SEE_RETURNS = "see returns"
    SEE_RETURN = "see a return"
    SEE_ANSWERS = "see answers"
    OPEN_ORIGINAL = "open a return as it came"
    SETTLE_RETURN = "settle a file that was set aside"
    SEE_REQUESTS = "see what units ask for"
    DECIDE_REQUEST = "decide what a unit asks for"
    EXTEND_RETURN = "give a unit more time"
    WAIVE_RETURN = "do without a return"
    GO_ON_WITHOUT = "go on without what is missing"
    SEE_CONCERNS = "see concerns"
    SEE_CONCERN = "see which child a concern is about"
    ACKNOWLEDGE_CONCERN = "take up a concern"
    # What an agency does for its own units
    FETCH_PACK = "fetch a unit's pack"
    HAND_IN_RETURN = "hand in a unit's return"
    SEE_OWN_RETURNS = "see a unit's past returns"
    CHECK_FACTS = "say what is factually wrong in draft findings that rest on its answers"
    CERTIFY_RETURN = "certify a unit's return, or take its certificate back"
    ASK_MORE_TIME = "ask for more time"
    SAY_OTHER_PERSON = "say that one is not the right person of a unit"
    SEE_OWN_CONTACTS = "see who else of a unit is written to"
    # Grades, findings and papers
    SEE_GRADES = "see grades"
    GIVE_GRADE = "give a grade"
    AGREE_GRADES = "agree with grades"
    DISPUTE_GRADE = "record a dispute over a grade"
    NAME_FOLLOW_UP = "name who follows up a grade"
    EXPORT_GRADES = "write a moderation workbook"
    IMPORT_GRADES = "import a moderation workbook"
    END_MODERATION = "end moderation"
    SEE_FINDINGS = "see findings"
    CIRCULATE_FINDINGS = "circulate draft findings"
    CORRECT_FINDING = "record what a unit says of a finding"
    REWORD_FINDING = "reword a finding"
    NAME_FACTORS = "say what contributed to a finding or an action"
    SIGN_OFF = "record that findings are agreed"
    MAKE_PAPER = "make a paper"
    READ_PAPER = "read a paper before it goes out"
    SIGN_PAPER = "sign a public paper"
    PUBLISH = "release a cycle's papers"
    SEE_PUBLISHED = "read published papers and the year's summary"
    # The action plan, meetings and learning
    SEE_ACTIONS = "see the action plan"
    UPDATE_ACTION = "say how an action stands, with evidence"
    MEASURE_ACTION = "measure whether an action worked"
    MOVE_ACTION = "move an action's date"
    EXPORT_ACTIONS = "write actions to Excel"
    ADD_ACTION = "add an action"
    IMPORT_ACTIONS = "import actions"
    EXPLAIN_STATUS = "say what a word for a status means"
    GIVE_OWNER = "give an action an owner"
    SEND_ACTIONS = "send units their actions"
    OPEN_EVIDENCE = "open evidence of an action"
    CLOSE_ACTION = "close an action"
    REOPEN_ACTION = "reopen an action"
    ADD_MEETING = "add a meeting"
    SEE_AGENDA = "see a meeting's agenda"
    TAKE_DECISIONS = "take in a meeting's decisions"
    LOG_EXTERNAL = "log an audit made elsewhere"
    SEE_EXTERNAL = "see audits made elsewhere"
    SEE_THEMES = "see what was learnt"
    SEE_WHAT_CHANGED = "see what has changed"
    SHARE_LEARNING = "record with whom learning was shared"
    SEE_TRAINING = "see training needs"
    NOTE_TRAINING = "note a training need, or that it was met"
    SEE_CHALLENGES = "see challenges"
    LOG_CHALLENGE = "log a challenge, or what came of it"


class Missing(StrEnum):
    """What was left out of what a person asked for, and can be given with the same request."""

    BOARD = "which of several partnerships"
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
    REASON = "the quality group's reason"
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


def sentences_of(outstanding: Iterable[Outstanding]) -> list[str]:
    """Return what is still to be done, a sentence each."""
    return [point.says for point in outstanding]


class Remediable(Protocol):
    """Anything that says what can be done about it."""

    @property
    def remedy(self) -> Remedies:
        """What can be done about it."""
        ...


def remedies_of(faults: Iterable[Remediable]) -> Remedies:
    """Return what can be done about several things, in their order."""
    return tuple(remedy for fault in faults for remedy in fault.remedy)
