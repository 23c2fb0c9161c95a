"""The first page: what needs whoever is signed in."""

from collections.abc import Mapping

from fastapi.responses import Response

from audits.domain.allowance import WaiverReason
from audits.domain.permissions import Role
from audits.domain.remedies import Verb
from audits.queries.needs import NeedKind, what_needs_somebody

from .errors import SignInError
from .pages import SIGNED_IN, AVisit, Pages


pages = Pages()
MORE_DAYS = 5  # working days that are offered to whoever is late
ENGINE_DID = {
    "cycle opened": ("audit opened", "audits opened"),
    "frame frozen": ("register taken for a draw", "registers taken for draws"),
    "sample drawn": ("sample drawn", "samples drawn"),
    "pack written": ("pack written", "packs written"),
    "dispatch sent": ("message sent", "messages sent"),
    "dispatch refused": ("message that did not arrive", "messages that did not arrive"),
    "return received": ("file received", "files received"),
    "return read": ("return read", "returns read"),
    "queries written": ("workbook with questions sent back", "workbooks with questions sent back"),
    "returns chased": ("round of reminders", "rounds of reminders"),
    "findings frozen": ("audit analysed", "audits analysed"),
    "paper made": ("paper made", "papers made"),
    "actions chased": ("round of letters about actions", "rounds of letters about actions"),
}
GROUPS = {
    NeedKind.CONCERN: "Concerns that nobody has taken up",
    NeedKind.OVERDUE: "Returns overdue",
    NeedKind.MORE_TIME: "Units that ask for more time",
    NeedKind.OTHER_PERSON: "Units with another person to write to",
    NeedKind.FILE: "Files that nobody could place",
    NeedKind.BOUNCED: "Addresses that take no mail",
    NeedKind.MESSAGE: "Messages that may not have arrived",
    NeedKind.LETTERS: "Letters to read before they go",
    NeedKind.DRAW: "Draws to approve",
    NeedKind.RECIPIENTS: "Who gets the packs",
    NeedKind.REGISTER: "Audits that wait for a register",
    NeedKind.TO_DRAW: "Audits ready to draw",
    NeedKind.MODERATION: "Audits being moderated",
    NeedKind.FACTS: "What units call factually wrong",
    NeedKind.FINDINGS: "Findings to agree",
    NeedKind.PAPERS: "Papers to release",
    NeedKind.ACTIONS: "Actions to decide",
}
# What somebody must be allowed to do to be asked for it.
DONE_BY = {
    NeedKind.CONCERN: Verb.ACKNOWLEDGE_CONCERN,
    NeedKind.OVERDUE: Verb.EXTEND_RETURN,
    NeedKind.MORE_TIME: Verb.DECIDE_REQUEST,
    NeedKind.OTHER_PERSON: Verb.DECIDE_REQUEST,
    NeedKind.FILE: Verb.SETTLE_RETURN,
    NeedKind.BOUNCED: Verb.CHANGE_AGENCIES,
    NeedKind.MESSAGE: Verb.CONFIRM_DISPATCH,
    NeedKind.LETTERS: Verb.APPROVE_LETTERS,
    NeedKind.DRAW: Verb.APPROVE_DRAW,
    NeedKind.RECIPIENTS: Verb.CONFIRM_RECIPIENTS,
    NeedKind.REGISTER: Verb.LOAD_REGISTER,
    NeedKind.TO_DRAW: Verb.DRAW_SAMPLE,
    NeedKind.MODERATION: Verb.END_MODERATION,
    NeedKind.FACTS: Verb.CORRECT_FINDING,
    NeedKind.FINDINGS: Verb.SIGN_OFF,
    NeedKind.PAPERS: Verb.PUBLISH,
    NeedKind.ACTIONS: Verb.CLOSE_ACTION,
}
FIRST_PAGE = {Role.READER: "/papers", Role.AGENCY_LEAD: "/units", Role.CONTACT: "/units"}


@pages.show("/", SIGNED_IN)
def home(visit: AVisit) -> Response:
    who = visit.signed_in
    if who is None:
        raise SignInError
    if who.role in FIRST_PAGE:
        return visit.go(FIRST_PAGE[who.role])
    workspace = visit.workspace
    needs = what_needs_somebody(
        account=who.account,
        trail_end=who.trail_end,
        is_asked=lambda kind: visit.may_do(DONE_BY[kind]),
        workspace=workspace,
    )
    reasons = [(reason.value, reason.words) for reason in WaiverReason]
    more_time = workspace.calendar.deadline(workspace.today(), MORE_DAYS)
    return visit.page(
        "home.html", needs=needs, now=workspace.clock(), reasons=reasons, groups=GROUPS,
        more_time=workspace.calendar.local_date(more_time),
        engine_did=_engine_did(needs.done_since),
    )  # fmt: skip


def _engine_did(counts: Mapping[str, int]) -> list[str]:
    """Return what the engine did, a line each, in the order in which an audit goes."""
    lines = []
    for verb, (one, several) in ENGINE_DID.items():
        number = counts.get(verb, 0)
        if number:
            words = one if number == 1 else several
            lines.append(f"{number:,} {words}")
    return lines
