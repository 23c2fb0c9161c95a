"""Who may do what: one table, every verb with the roles that may.

This table does not say which units and actions an agency sees: whoever acts for an agency sees its
own alone.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from .remedies import Missing, Remedies, Remedy, Verb


class Role(StrEnum):
    """What somebody is to the product while they use it."""

    ADMINISTRATOR = "administrator"  # sets the product up; the command line acts as one
    BUSINESS_UNIT = "business_unit"  # the partnership's officers
    QEG = "qeg"  # members of the quality group, who moderate as its panel
    AGENCY_LEAD = "agency_lead"  # of one or more agencies, with an account
    CONTACT = "contact"  # of one unit, by a personal link and without an account
    READER = "reader"  # the chair and lay members


_R = Role
ADMINISTRATORS = frozenset({_R.ADMINISTRATOR})
OFFICE = ADMINISTRATORS | {_R.BUSINESS_UNIT}
STAFF = OFFICE | {_R.QEG}
READERS = STAFF | {_R.READER}
PLANNERS = STAFF | {_R.AGENCY_LEAD}
OWNERS = PLANNERS | {_R.CONTACT}
UNITS = OFFICE | {_R.AGENCY_LEAD, _R.CONTACT}

_V = Verb
PERMISSIONS: Mapping[Verb, frozenset[Role]] = {
    # Setting up
    _V.MAKE_WORKSPACE: ADMINISTRATORS,
    _V.START_SCHEDULE: ADMINISTRATORS,
    _V.MAKE_BACKUP: OFFICE,
    _V.MAKE_BACKUP_KEY: ADMINISTRATORS,
    _V.RESTORE_BACKUP: ADMINISTRATORS,
    _V.UPGRADE_WORKSPACE: ADMINISTRATORS,
    _V.SEE_ENGINE: OFFICE,
    _V.VERIFY_WORKSPACE: OFFICE,
    _V.SEE_TRAIL: OFFICE,
    _V.FIND_PERSON: OFFICE,
    _V.SEE_HOLDS: OFFICE,
    _V.PLACE_HOLD: OFFICE,
    _V.SEE_RETENTION: OFFICE,
    _V.DESTROY: OFFICE,
    _V.EXPORT_EVERYTHING: OFFICE,
    _V.SEE_LOOKS: OFFICE,
    _V.SEE_ACCOUNTS: OFFICE,
    _V.ADD_ACCOUNT: ADMINISTRATORS,
    _V.CHANGE_ACCOUNT: ADMINISTRATORS,
    _V.IMPORT_AGENCIES: OFFICE,
    _V.CHANGE_AGENCIES: OFFICE,
    _V.TEST_CHANNEL: OFFICE,
    _V.SEE_AGENCIES: OFFICE,
    _V.LOAD_REGISTER: OFFICE,
    _V.MATCH_REGISTER: OFFICE,
    _V.WRITE_PROFILE: OFFICE,
    _V.EXPORT_REGISTER: OFFICE,
    _V.SEE_TEMPLATES: OFFICE,
    _V.EXPORT_TEMPLATE: OFFICE,
    _V.IMPORT_TEMPLATE: OFFICE,
    _V.IMPORT_PAST_CYCLES: OFFICE,
    _V.IMPORT_SURVEY: OFFICE,
    # Cycles and their cases
    _V.SEE_YEAR: READERS,
    _V.PLAN_YEAR: STAFF,
    _V.OPEN_CYCLE: STAFF,
    _V.OPEN_MISSED: STAFF,
    _V.SEE_CYCLES: STAFF,
    _V.CANCEL_CYCLE: STAFF,
    _V.RULE_ON_CASE: STAFF,
    _V.DRAW_SAMPLE: STAFF,
    _V.DRAW_CHOSEN: STAFF,
    _V.SEE_DRAW: STAFF,
    _V.EXTEND_SAMPLE: STAFF,
    _V.REPLACE_CASE: STAFF,
    _V.APPROVE_DRAW: STAFF,
    _V.SEE_SPOT_CHECKS: STAFF,
    _V.RECORD_SPOT_CHECK: STAFF,
    # What is sent and what comes back
    _V.ISSUE_PACKS: STAFF,
    _V.ISSUE_TO_UNIT: STAFF,
    _V.SEND_AGAIN: STAFF,
    _V.CONFIRM_RECIPIENTS: STAFF,
    _V.GIVE_PASSWORD: OFFICE,
    _V.SEND_MESSAGES: STAFF,
    _V.CHASE: STAFF,
    _V.APPROVE_LETTERS: OFFICE,
    _V.SEE_DISPATCHES: STAFF,
    _V.SEE_DISPATCH: STAFF,
    _V.CONFIRM_DISPATCH: STAFF,
    _V.RECALL_DISPATCH: STAFF,
    _V.COLLECT_RETURNS: STAFF,
    _V.SEE_RETURNS: STAFF,
    _V.SEE_RETURN: STAFF,
    _V.SEE_ANSWERS: STAFF,
    _V.OPEN_ORIGINAL: STAFF,
    _V.SETTLE_RETURN: STAFF,
    _V.SEE_REQUESTS: OFFICE,
    _V.DECIDE_REQUEST: OFFICE,
    _V.EXTEND_RETURN: STAFF,
    _V.WAIVE_RETURN: STAFF,
    _V.GO_ON_WITHOUT: STAFF,
    _V.SEE_CONCERNS: STAFF,
    _V.SEE_CONCERN: STAFF,
    _V.ACKNOWLEDGE_CONCERN: STAFF,
    # What an agency does for its own units
    _V.FETCH_PACK: UNITS,
    _V.HAND_IN_RETURN: UNITS,
    _V.SEE_OWN_RETURNS: UNITS,
    _V.CHECK_FACTS: UNITS,
    _V.CERTIFY_RETURN: UNITS,
    _V.ASK_MORE_TIME: UNITS,
    _V.SAY_OTHER_PERSON: UNITS,
    _V.SEE_OWN_CONTACTS: UNITS,
    # Grades, findings and papers
    _V.SEE_GRADES: STAFF,
    _V.GIVE_GRADE: STAFF,
    _V.AGREE_GRADES: STAFF,
    _V.DISPUTE_GRADE: STAFF,
    _V.NAME_FOLLOW_UP: STAFF,
    _V.EXPORT_GRADES: STAFF,
    _V.IMPORT_GRADES: STAFF,
    _V.END_MODERATION: STAFF,
    _V.SEE_FINDINGS: STAFF,
    _V.CIRCULATE_FINDINGS: STAFF,
    _V.CORRECT_FINDING: STAFF,
    _V.REWORD_FINDING: STAFF,
    _V.NAME_FACTORS: STAFF,
    _V.SIGN_OFF: STAFF,
    _V.MAKE_PAPER: STAFF,
    _V.READ_PAPER: STAFF,
    _V.SIGN_PAPER: STAFF,
    _V.PUBLISH: STAFF,
    _V.SEE_PUBLISHED: READERS,
    # The action plan, meetings and learning
    _V.SEE_ACTIONS: OWNERS,
    _V.UPDATE_ACTION: OWNERS,
    _V.MEASURE_ACTION: PLANNERS,
    _V.MOVE_ACTION: PLANNERS,
    _V.EXPORT_ACTIONS: PLANNERS,
    _V.ADD_ACTION: STAFF,
    _V.IMPORT_ACTIONS: STAFF,
    _V.EXPLAIN_STATUS: STAFF,
    _V.GIVE_OWNER: STAFF,
    _V.SEND_ACTIONS: STAFF,
    _V.OPEN_EVIDENCE: STAFF,
    _V.CLOSE_ACTION: STAFF,
    _V.REOPEN_ACTION: STAFF,
    _V.ADD_MEETING: STAFF,
    _V.SEE_AGENDA: STAFF,
    _V.TAKE_DECISIONS: STAFF,
    _V.LOG_EXTERNAL: STAFF,
    _V.SEE_EXTERNAL: STAFF,
    _V.SEE_THEMES: STAFF,
    _V.SEE_WHAT_CHANGED: READERS,
    _V.SHARE_LEARNING: STAFF,
    _V.SEE_TRAINING: STAFF,
    _V.NOTE_TRAINING: STAFF,
    _V.SEE_CHALLENGES: STAFF,
    _V.LOG_CHALLENGE: STAFF,
}


def may(role: Role, verb: Verb) -> bool:
    """Tell whether whoever acts in a role may do something."""
    return role in PERMISSIONS[verb]


def offered_to(role: Role, remedies: Iterable[Remedy]) -> Remedies:
    """Return those of some remedies that whoever acts in a role may take.

    What was only left out of a request can be given by whoever made it.
    """
    return tuple(
        remedy for remedy in remedies if isinstance(remedy.verb, Missing) or may(role, remedy.verb)
    )
