"""Remedies as commands: what a person at the command line types."""

from collections.abc import Iterable, Mapping
from shlex import quote

from audits.domain.errors import AuditsError
from audits.domain.permissions import Role, offered_to
from audits.domain.remedies import Missing, Outstanding, Remedy, Verb

from .output import say


ROLE = Role.ADMINISTRATOR  # as what whoever types a command acts
# {ref} and {detail} are the remedy's own; where it names none, a person puts it in.
COMMANDS: Mapping[Verb, str] = {
    Verb.MAKE_WORKSPACE: "Make one: audits init",
    Verb.MAKE_BACKUP_KEY: "To make one: audits backup-key FILE",
    Verb.UPGRADE_WORKSPACE: "Bring it up to this version: audits upgrade FILE",
    Verb.START_SCHEDULE: "Start one: audits schedule",
    Verb.IMPORT_AGENCIES: "To load your list of agencies: audits agency import FILE",
    Verb.SEE_HOLDS: "To see what there is: audits hold list",
    Verb.SEE_RETENTION: "To see what there is: audits retention certificates",
    Verb.SEE_AGENCIES: "To see what there is: audits agency list",
    Verb.LOAD_REGISTER: "Load one: audits register load FILE --as {ref}",
    Verb.MATCH_REGISTER: "To match them: audits register match FILE --as {ref} --save PROFILE",
    Verb.WRITE_PROFILE: (
        "Have one written for you: audits register load FILE --as NAME --write-profile P"
    ),
    Verb.SEE_TEMPLATES: "To see what there is: audits template list",
    Verb.EXPORT_TEMPLATE: "To write one: audits template to-excel KIND",
    Verb.OPEN_CYCLE: "To open one: audits cycle open {ref}",
    Verb.OPEN_MISSED: "To open it: audits cycle open {ref} --on {detail}",
    Verb.SEE_CYCLES: "To see what there is: audits cycle list",
    Verb.DRAW_SAMPLE: "To draw it: audits sample draw {ref}",
    Verb.DRAW_CHOSEN: 'To choose it: audits sample draw {ref} --target "ID=reason"',
    Verb.REPLACE_CASE: "To replace a case: audits sample replace {ref} CASE --why '...'",
    Verb.APPROVE_DRAW: "To approve it: audits cycle approve {ref} --why '...'",
    Verb.SEE_SPOT_CHECKS: "To see what was: audits sample spot-check {ref}",
    Verb.CANCEL_CYCLE: "To cancel it: audits cycle cancel {ref} --why '...'",
    Verb.ISSUE_PACKS: "To issue them: audits pack issue {ref}",
    Verb.ISSUE_TO_UNIT: "To issue it: audits pack issue {ref} --unit {detail} --why '...'",
    Verb.SEND_AGAIN: "To send it again: audits pack send-again {ref} {detail} --why '...'",
    Verb.SEND_MESSAGES: "To send it: audits dispatch send",
    Verb.SEE_DISPATCHES: "To see what there is: audits dispatch list",
    Verb.SEE_DISPATCH: "To see what is known of it: audits dispatch show {ref}",
    Verb.CONFIRM_DISPATCH: (
        "To make it due again: audits dispatch confirm {ref} --not-sent --why '...'"
    ),
    Verb.COLLECT_RETURNS: "To collect them: audits return collect",
    Verb.SEE_RETURNS: "To see what there is: audits return list {ref}",
    Verb.SEE_RETURN: "To see what it says: audits return show {ref}",
    Verb.OPEN_ORIGINAL: "To save it: audits return original {ref} --to FILE --why '...'",
    Verb.ACKNOWLEDGE_CONCERN: "To take it up: audits concern acknowledge {ref}",
    Verb.SEE_REQUESTS: "To see them: audits return requests",
    Verb.SEE_CONCERNS: "To see them: audits concern list",
    Verb.GO_ON_WITHOUT: "To go on without: audits cycle approve {ref} --why '...'",
    Verb.SEE_GRADES: "To see them: audits moderate show {ref}",
    Verb.AGREE_GRADES: (
        "To agree with them at once: audits moderate agree {ref} --unit {detail} --by NAME"
    ),
    Verb.END_MODERATION: "To end it: audits cycle approve {ref}",
    Verb.IMPORT_GRADES: "To import it: audits moderate import FILE",
    Verb.SEE_FINDINGS: "To see them: audits finding list {ref}",
    Verb.CIRCULATE_FINDINGS: "To send them: audits finding circulate {ref}",
    Verb.CORRECT_FINDING: (
        "To answer: audits finding correct REF {ref} --by UNIT --reject --why '...', or --text"
    ),
    Verb.SIGN_OFF: "To agree one: audits cycle sign-off {ref}",
    Verb.PUBLISH: "To publish them: audits cycle publish {ref}",
    Verb.READ_PAPER: "To read it: audits paper read {ref} {detail}",
    Verb.SIGN_PAPER: "Then to sign it: audits paper sign {ref} {detail} --by NAME --why REASON",
    Verb.SEE_ACTIONS: "To see what there is: audits action list",
    Verb.IMPORT_ACTIONS: "To import them: audits action import FILE",
    Verb.EXPLAIN_STATUS: "To say what a word means: audits action match FILE --as NAME",
    Verb.GIVE_OWNER: "To give it one: audits action update {ref} --owner AGENCY",
    Verb.UPDATE_ACTION: "To say so: audits action update {ref} --status {detail} --text '...'",
    Verb.CLOSE_ACTION: "To close it: audits action update {ref} --status closed --text '...'",
    Verb.REOPEN_ACTION: "To reopen it: audits action update {ref} --status open",
    Verb.ADD_MEETING: "To add it: audits action meeting YYYY-MM-DD",
    Verb.TAKE_DECISIONS: "To take them in: audits action decide FILE",
    Verb.SEE_THEMES: "To see them: audits learning themes",
    Verb.SEE_TRAINING: "To see them: audits learning training --all",
    Verb.SEE_CHALLENGES: "To see them: audits learning challenges",
}
OPTIONS: Mapping[Missing, str] = {
    Missing.BOARD: "--board NAME, before the command",
    Missing.BY: "--by NAME",
    Missing.CONFIRMATION: "--confirm 'who looked, and when'",
    Missing.DAY_ORDER: "--dates {ref}",
    Missing.DUE: "--due YYYY-MM-DD",
    Missing.EARLY: "--early",
    Missing.EXTENSION: "--by NUMBER --why '...'",
    Missing.FIGURE: "--question ID, or --figure NAME",
    Missing.FOLDER: "--to FOLDER",
    Missing.MEETING: "--meeting YYYY-MM-DD",
    Missing.PORT: "--port NUMBER",
    Missing.REASON: "--reason '...'",
    Missing.RESULT: "--result '...'",
    Missing.SHOWS: "--shows '...'",
    Missing.SIGNATURE: "--by NAME --why '...'",
    Missing.TEXT: "--text '...'",
    Missing.UNIT: "--unit UNIT",
    Missing.WHY: "--why '...'",
}


def what_to_type(remedy: Remedy) -> str:
    """Return a remedy as a sentence that ends in what to type."""
    if isinstance(remedy.verb, Missing):
        words = f"Say it with {OPTIONS[remedy.verb]}"
    else:
        words = COMMANDS[remedy.verb]
    return words.format(ref=quote(remedy.ref or "REF"), detail=quote(remedy.detail or "NAME"))


def say_remedies(remedies: Iterable[Remedy]) -> None:
    """Print what to type, each command once and on a line of its own."""
    for remedy in dict.fromkeys(offered_to(ROLE, remedies)):
        say(what_to_type(remedy))


def with_remedies(what: AuditsError | Outstanding) -> str:
    """Return what is wrong, and below it what to type, each command on a line of its own."""
    says = str(what)
    if isinstance(what, Outstanding):
        says = what.says
    return "\n".join([says, *map(what_to_type, offered_to(ROLE, what.remedy))])
