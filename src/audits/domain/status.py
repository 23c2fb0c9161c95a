"""Statuses and the moves allowed between them: a move that is in no table here is refused.

``storage.UnitOfWork`` refuses it by ``moves.check_move``, which says what comes first.
``docs/statuses.md`` draws these tables.
"""

from collections.abc import Mapping
from enum import StrEnum


class CycleStatus(StrEnum):
    """Where one run of an audit stands."""

    PLANNED = "planned"
    FRAMED = "framed"
    DRAWN = "drawn"
    APPROVED = "approved"
    ISSUED = "issued"
    MODERATING = "moderating"
    ANALYSED = "analysed"
    AGREED = "agreed"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DispatchStatus(StrEnum):
    """What became of one message to one recipient."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"


class ActionStatus(StrEnum):
    """Where an action stands: *complete* is the owner's word, *closed* is the quality group's."""

    PROPOSED = "proposed"
    OPEN = "open"
    COMPLETE = "complete"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReturnOutcome(StrEnum):
    """What became of one received file."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    QUERIED = "queried"
    NIL = "nil"
    NOT_KNOWN = "not_known"
    LATE = "late"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    REFUSED = "refused"
    NOTED = "noted"  # typed on a unit's page beside its return, which it is not


class DisagreementStatus(StrEnum):
    """How graders stand to each other over one grade; somebody owns it until it is settled."""

    DIFFERS = "differs"
    DISPUTED = "disputed"
    SETTLED = "settled"


_C = CycleStatus
CYCLE_MOVES: Mapping[CycleStatus, frozenset[CycleStatus]] = {
    _C.PLANNED: frozenset({_C.FRAMED, _C.CANCELLED}),
    _C.FRAMED: frozenset({_C.DRAWN, _C.CANCELLED}),
    _C.DRAWN: frozenset({_C.APPROVED, _C.CANCELLED}),
    _C.APPROVED: frozenset({_C.ISSUED, _C.CANCELLED}),
    _C.ISSUED: frozenset({_C.MODERATING, _C.CANCELLED}),
    _C.MODERATING: frozenset({_C.ANALYSED, _C.CANCELLED}),
    _C.ANALYSED: frozenset({_C.AGREED, _C.CANCELLED}),
    _C.AGREED: frozenset({_C.PUBLISHED, _C.CANCELLED}),
    _C.PUBLISHED: frozenset({_C.CLOSED}),
    _C.CLOSED: frozenset(),
    _C.CANCELLED: frozenset(),
}

_D = DispatchStatus
DISPATCH_MOVES: Mapping[DispatchStatus, frozenset[DispatchStatus]] = {
    _D.DUE: frozenset({_D.SENDING, _D.WITHDRAWN}),
    _D.SENDING: frozenset({_D.DUE, _D.SENDING, _D.SENT, _D.REFUSED, _D.UNCONFIRMED}),
    _D.SENT: frozenset({_D.REFUSED}),  # it bounced
    _D.REFUSED: frozenset({_D.DUE, _D.WITHDRAWN}),
    _D.UNCONFIRMED: frozenset({_D.DUE, _D.SENT, _D.REFUSED, _D.WITHDRAWN}),
    _D.WITHDRAWN: frozenset(),
}

_A = ActionStatus
ACTION_MOVES: Mapping[ActionStatus, frozenset[ActionStatus]] = {
    _A.PROPOSED: frozenset({_A.OPEN, _A.WITHDRAWN}),
    _A.OPEN: frozenset({_A.COMPLETE, _A.WITHDRAWN}),
    _A.COMPLETE: frozenset({_A.OPEN, _A.CLOSED}),
    _A.CLOSED: frozenset({_A.OPEN}),
    _A.WITHDRAWN: frozenset(),
}

_G = DisagreementStatus
DISAGREEMENT_MOVES: Mapping[DisagreementStatus, frozenset[DisagreementStatus]] = {
    _G.DIFFERS: frozenset({_G.DISPUTED, _G.SETTLED}),
    _G.DISPUTED: frozenset({_G.SETTLED}),
    _G.SETTLED: frozenset({_G.DIFFERS, _G.DISPUTED}),
}

# Groups of statuses that rules ask for; each has one name and one meaning everywhere.
TAKING_ANSWERS = (_C.ISSUED, _C.MODERATING, _C.ANALYSED)  # packs are out, findings not agreed
NOT_DRAWN = (_C.PLANNED, _C.FRAMED)
NOT_YET_ISSUED = (_C.DRAWN, _C.APPROVED)
AWAITING_FINDINGS = (_C.ISSUED, _C.MODERATING)  # answers or grades are still taken in for them
NOT_YET_ANALYSED = (
    _C.PLANNED, _C.FRAMED, _C.DRAWN, _C.APPROVED, _C.ISSUED, _C.MODERATING, _C.CANCELLED
)  # fmt: skip
ANALYSED_OR_LATER = (_C.ANALYSED, _C.AGREED, _C.PUBLISHED, _C.CLOSED)
AGREED_OR_LATER = (_C.AGREED, _C.PUBLISHED, _C.CLOSED)
ENDED_CYCLE = (_C.CLOSED, _C.CANCELLED)
NOT_SENT = (_D.DUE, _D.REFUSED)
UNFINISHED_ACTION = (_A.PROPOSED, _A.OPEN)
ENDED_ACTION = (_A.CLOSED, _A.WITHDRAWN)
STANDING_ACTION = (_A.OPEN, _A.COMPLETE)
WITHOUT_ANSWERS = (ReturnOutcome.QUARANTINED, ReturnOutcome.REFUSED, ReturnOutcome.NOTED)
