"""What a person can do about what is wrong, as a link to the page where they do it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audits.domain.remedies import Remedy, Verb


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link to where something can be put right."""

    words: str
    address: str


PLACES: Mapping[Verb, tuple[str, str]] = {
    Verb.SEE_CYCLES: ("See the audits", "/audits"),
    Verb.APPROVE_DRAW: ("Approve the draw", "/audits/{ref}/draw"),
    Verb.DRAW_SAMPLE: ("Draw the sample", "/audits/{ref}/draw"),
    Verb.REPLACE_CASE: ("See the draw", "/audits/{ref}/draw"),
    Verb.SEE_DRAW: ("See the draw", "/audits/{ref}/draw"),
    Verb.ISSUE_PACKS: ("Send the packs", "/audits/{ref}"),
    Verb.CONFIRM_RECIPIENTS: ("Confirm who gets the packs", "/audits/{ref}"),
    Verb.GO_ON_WITHOUT: ("Go on without what is missing", "/audits/{ref}"),
    Verb.SEE_GRADES: ("See the moderation", "/audits/{ref}/moderation"),
    Verb.IMPORT_GRADES: ("See the moderation", "/audits/{ref}/moderation"),
    Verb.END_MODERATION: ("End moderation", "/audits/{ref}/moderation"),
    Verb.SIGN_OFF: ("Agree the findings", "/audits/{ref}/findings"),
    Verb.SEE_FINDINGS: ("See the findings", "/audits/{ref}/findings"),
    Verb.CORRECT_FINDING: ("Answer it", "/audits/{audit}/findings/{ref}#words"),
    Verb.SIGN_PAPER: ("Sign the public version", "/audits/{ref}/papers"),
    Verb.MAKE_PAPER: ("Make the papers", "/audits/{ref}/papers"),
    Verb.PUBLISH: ("Release the papers", "/audits/{ref}/papers"),
    Verb.SEE_THEMES: ("See what was learnt", "/learning"),
    Verb.SEE_TRAINING: ("See the training needs", "/learning/training"),
    Verb.SEE_CHALLENGES: ("See the challenges", "/learning/challenges"),
    Verb.SEE_ACTIONS: ("See the action plan", "/actions"),
    Verb.REOPEN_ACTION: ("See the action", "/actions/{ref}"),
    Verb.ADD_MEETING: ("Add a meeting", "/meetings#add"),
    Verb.LOAD_REGISTER: ("Load a register", "/registers/new"),
    Verb.SEE_AGENCIES: ("See agencies and contacts", "/admin/agencies"),
    Verb.SEE_RETURNS: ("See the returns", "/audits/{ref}"),
    Verb.SEE_DISPATCHES: ("See the messages", "/messages"),
    Verb.SEE_CONCERNS: ("See the concerns", "/concerns"),
    Verb.ACKNOWLEDGE_CONCERN: ("See the concerns", "/concerns"),
    Verb.SEE_TEMPLATES: ("See the templates", "/admin/templates"),
    Verb.EXPORT_TEMPLATE: ("See the templates", "/admin/templates"),
    Verb.SEE_REQUESTS: ("See what units ask for", "/requests"),
    Verb.SEE_ENGINE: ("See whether everything runs", "/admin/engine"),
}


def ways_on(remedies: Iterable[Remedy]) -> tuple[WayOn, ...]:
    """Return the links for some remedies; those that no page takes yet are left out."""
    ways: dict[str, WayOn] = {}
    for remedy in remedies:
        place = PLACES.get(remedy.verb) if isinstance(remedy.verb, Verb) else None
        if place is None:
            continue
        words, address = place
        if "{ref}" in address and not remedy.ref:
            continue
        audit, _, _ = remedy.ref.rpartition("-F")  # of a finding
        where = address.format(ref=remedy.ref, audit=audit)
        ways[where] = WayOn(words, where)
    return tuple(ways.values())
