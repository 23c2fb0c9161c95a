"""Who may do what, page by page as the website is planned: each page, whom it is for, what is done.

The administrator installs the product and is let into every page. A contact comes by a personal
link to the page of one unit, and to no other.
"""

from itertools import product

import pytest

from audits.domain.permissions import PERMISSIONS, Role, may, offered_to
from audits.domain.remedies import Missing, Remedy, Verb


STAFF = "business_unit qeg"
PAGES = {
    "installing": ("", [
            "make the workspace", "start the schedule", "make the key of backups",
            "make a workspace of a backup", "bring a workspace up to this version",
        ]),
    "administration": (
        "business_unit",
        [
            "import the list of agencies", "see agencies and units", "see audit templates",
            "write a template to Excel", "take in a template from Excel", "see the trail",
            "see who looked at identities and secrets", "check everything that is kept",
            "see how the engine is", "make a backup",
            "find what is kept about a person",
            "see legal holds", "place or end a legal hold",
            "see what is due to be destroyed, and what was", "destroy what is due",
            "write out everything in open formats",
            "take in audits of earlier years", "take in a survey",
            "see who has an account on the website",
            "change an agency, a unit or a contact", "send oneself a test",
        ],
    ),
    "accounts": (
        "",
        [
            "add an account, or send its owner a new link",
            "change what an account may do, or take it away",
        ],
    ),
    "registers": (
        "business_unit",
        [
            "load a register", "match the headings of a register",
            "have a mapping profile written", "write a register out again",
        ],
    ),
    "what units ask for": (
        "business_unit", ["see what units ask for", "decide what a unit asks for"]
    ),
    "passwords by telephone": ("business_unit", ["give a unit its password"]),
    "letters": ("business_unit", ["read letters and let them go"]),
    "year": (
        STAFF,
        [
            "add, move or drop a planned audit", "open a cycle", "open a cycle that was missed",
        ],
    ),
    "a cycle": (
        STAFF,
        [
            "see cycles", "cancel a cycle", "issue packs", "issue a pack to a unit that joined",
            "send a pack again", "confirm who gets the packs", "send what is due",
            "chase what is overdue", "see messages", "see a message", "call a message back",
            "see returns", "see a return", "see answers", "open a return as it came",
            "collect returns", "give a unit more time", "do without a return",
            "go on without what is missing",
        ],
    ),
    "what needs you": (
        STAFF,
        [
            "approve the draw", "take up a concern", "see concerns",
            "see which child a concern is about", "say whether a message went",
            "settle a file that was set aside", "record that findings are agreed",
            "sign a public paper", "close an action",
        ],
    ),
    "draw": (
        STAFF,
        [
            "draw the sample", "see the draw and verify it", "choose a case by name",
            "let a case be drawn, or leave it out", "replace a case", "extend the sample",
            "approve the draw", "see spot checks", "record whether a claim held",
        ],
    ),
    "a case": (  # the panel is QEG's
        STAFF,
        [
            "see grades", "give a grade", "agree with grades", "record a dispute over a grade",
            "name who follows up a grade", "write a moderation workbook",
            "import a moderation workbook", "end moderation",
        ],
    ),
    "findings": (
        STAFF,
        [
            "see findings", "reword a finding", "circulate draft findings",
            "record what a unit says of a finding", "record that findings are agreed",
            "say what contributed to a finding or an action",
        ],
    ),
    "papers": (
        STAFF,
        [
            "make a paper", "read a paper before it goes out", "sign a public paper",
            "release a cycle's papers",
        ],
    ),
    "published papers": (
        f"{STAFF} reader",
        [
            "read published papers and the year's summary", "see the year's programme",
            "see what has changed",
        ],
    ),
    "actions, for all but readers": (
        f"{STAFF} agency_lead",
        [
            "see the action plan", "say how an action stands, with evidence",
            "measure whether an action worked", "move an action's date", "write actions to Excel",
        ],
    ),
    "actions, of the board's": (
        STAFF,
        [
            "add an action", "import actions", "say what a word for a status means",
            "give an action an owner", "send units their actions", "open evidence of an action",
        ],
    ),
    "a meeting": (
        STAFF,
        [
            "add a meeting", "see a meeting's agenda", "take in a meeting's decisions",
            "close an action", "reopen an action",
        ],
    ),
    "learning": (
        STAFF,
        [
            "see what was learnt", "record with whom learning was shared", "see training needs",
            "note a training need, or that it was met", "see challenges",
            "log a challenge, or what came of it", "log an audit made elsewhere",
            "see audits made elsewhere",
        ],
    ),
    "a unit's own page": (
        "agency_lead contact",
        [
            "fetch a unit's pack", "ask for more time",
            "certify a unit's return, or take its certificate back",
            "say that one is not the right person of a unit",
            "hand in a unit's return", "see a unit's past returns",
            "see who else of a unit is written to", "see the action plan",
            "say how an action stands, with evidence",
            "say what is factually wrong in draft findings that rest on its answers",
        ],
    ),
    "a unit's own page, by hand for it": (
        "business_unit",
        [
            "certify a unit's return, or take its certificate back",
            "fetch a unit's pack", "hand in a unit's return", "see a unit's past returns",
            "see who else of a unit is written to",
            "say what is factually wrong in draft findings that rest on its answers",
            "see who else of a unit is written to", "ask for more time",
            "say that one is not the right person of a unit",
        ],
    ),
}  # fmt: skip
EXPECTED = {
    (role, words)
    for roles, done in PAGES.values()
    for words in done
    for role in ("administrator", *roles.split())
}


def test_every_verb_has_its_row_and_its_page():
    assert set(PERMISSIONS) == set(Verb)
    assert {words for _, words in EXPECTED} == set(Verb)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_pages_are_for_and_nothing_else(role):
    for verb in Verb:
        assert may(role, verb) is ((role, verb) in EXPECTED), f"{role} to {verb}"


def test_every_pair_is_decided():
    assert {(role, verb) for role, verb in product(Role, Verb) if may(role, verb)} == EXPECTED


def test_nobody_is_offered_what_he_may_not_do():
    cancel, see, say = (Remedy(verb) for verb in (Verb.CANCEL_CYCLE, Verb.SEE_ACTIONS, Missing.WHY))
    assert offered_to(Role.ADMINISTRATOR, (cancel, see, say)) == (cancel, see, say)
    assert offered_to(Role.CONTACT, (cancel, see, say)) == (see, say)
    assert offered_to(Role.READER, (cancel, see, say)) == (say,)
