"""Refuse a move that comes too early or too late, and say what comes first."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from .errors import StatusError
from .remedies import Remedies, Remedy, Verb
from .status import ActionStatus, CycleStatus, DisagreementStatus, DispatchStatus


_C, _D, _A, _G = CycleStatus, DispatchStatus, ActionStatus, DisagreementStatus
S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Way:
    """How a person takes a thing out of a status: in words, and by which remedies."""

    do: str
    remedies: Remedies = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What refusals say of one kind of thing.

    ``goals`` says what it is to bring a thing into each status, ``ways`` how to go from one status
    to the next, ``look`` where to see how things stand when no way leads on. A remedy's ``ref`` is
    filled in with the thing's own.
    """

    goals: Mapping[StrEnum, str]
    ways: Mapping[tuple[StrEnum, StrEnum], Way]
    look: Verb


def _way(do: str, *verbs: Verb, detail: str = "") -> Way:
    return Way(do, tuple(Remedy(verb, detail=detail) for verb in verbs))


CYCLES = Wording(
    goals={
        _C.PLANNED: "plan the cycle",
        _C.FRAMED: "freeze the frame",
        _C.DRAWN: "draw the sample",
        _C.APPROVED: "approve the draw",
        _C.ISSUED: "issue packs",
        _C.MODERATING: "begin moderation",
        _C.ANALYSED: "freeze the findings",
        _C.AGREED: "agree the findings",
        _C.PUBLISHED: "publish the papers",
        _C.CLOSED: "close the cycle",
        _C.CANCELLED: "cancel the cycle",
    },
    ways={
        (_C.PLANNED, _C.FRAMED): _way("draw the sample", Verb.DRAW_SAMPLE),
        (_C.FRAMED, _C.DRAWN): _way("draw the sample", Verb.DRAW_SAMPLE),
        (_C.DRAWN, _C.APPROVED): _way("approve the draw", Verb.APPROVE_DRAW),
        (_C.APPROVED, _C.ISSUED): _way("issue packs", Verb.ISSUE_PACKS),
        (_C.ISSUED, _C.MODERATING): _way(
            "collect the returns", Verb.COLLECT_RETURNS, Verb.GO_ON_WITHOUT
        ),
        (_C.MODERATING, _C.ANALYSED): _way("end moderation", Verb.END_MODERATION),
        (_C.ANALYSED, _C.AGREED): _way("agree the findings", Verb.SIGN_OFF),
        (_C.AGREED, _C.PUBLISHED): _way("publish the papers", Verb.PUBLISH),
    },
    look=Verb.SEE_CYCLES,
)
SEE_IF_OUT = _way("see whether it is out", Verb.SEE_DISPATCH)
MAKE_DUE = _way("make it due again", Verb.CONFIRM_DISPATCH)
DISPATCHES = Wording(
    goals={
        _D.DUE: "make it due again",
        _D.SENDING: "send it",
        _D.SENT: "say that it went",
        _D.REFUSED: "say that it did not arrive",
        _D.UNCONFIRMED: "ask whether it went",
        _D.WITHDRAWN: "withdraw it",
    },
    ways={
        (_D.DUE, _D.SENDING): _way("send it", Verb.SEND_MESSAGES),
        (_D.SENDING, _D.DUE): SEE_IF_OUT,
        (_D.SENDING, _D.REFUSED): SEE_IF_OUT,
        (_D.SENDING, _D.UNCONFIRMED): SEE_IF_OUT,
        (_D.SENT, _D.REFUSED): _way("see what became of it", Verb.SEE_DISPATCH),
        (_D.REFUSED, _D.DUE): MAKE_DUE,
        (_D.UNCONFIRMED, _D.DUE): MAKE_DUE,
    },
    look=Verb.SEE_DISPATCH,
)
REOPEN = _way("reopen it", Verb.REOPEN_ACTION)
ACTIONS = Wording(
    goals={
        _A.PROPOSED: "propose it",
        _A.OPEN: "open it",
        _A.COMPLETE: "complete it",
        _A.CLOSED: "close it",
        _A.WITHDRAWN: "withdraw it",
    },
    ways={
        (_A.PROPOSED, _A.OPEN): _way("open it", Verb.UPDATE_ACTION, detail="open"),
        (_A.OPEN, _A.COMPLETE): _way("complete it", Verb.UPDATE_ACTION, detail="complete"),
        (_A.COMPLETE, _A.OPEN): REOPEN,
        (_A.COMPLETE, _A.CLOSED): _way("close it", Verb.CLOSE_ACTION),
        (_A.CLOSED, _A.OPEN): REOPEN,
    },
    look=Verb.SEE_ACTIONS,
)
DISAGREEMENTS = Wording(
    goals={
        _G.DIFFERS: "note that grades differ",
        _G.DISPUTED: "dispute it",
        _G.SETTLED: "settle it",
    },
    ways={(_G.DISPUTED, _G.SETTLED): _way("settle the dispute", Verb.SEE_GRADES)},
    look=Verb.SEE_GRADES,
)
# A status of one kind may be spelled like another kind's, so each kind has a wording of its own.
WORDINGS: Mapping[type[StrEnum], Wording] = MappingProxyType(
    {
        CycleStatus: CYCLES,
        DispatchStatus: DISPATCHES,
        ActionStatus: ACTIONS,
        DisagreementStatus: DISAGREEMENTS,
    }
)


def check_move(moves: Mapping[S, frozenset[S]], now: S, wanted: S, about: str) -> None:
    """Refuse a move that the table does not hold.

    Raises:
        StatusError: saying where ``about`` stands and what comes first, or that it is too late.
    """
    if wanted in moves[now]:
        return
    says = f"{about} is {now}."
    if now is wanted:
        says = f"{about} is {now} already."
    else:
        says = f"{says} {_what_comes_first(moves, now, wanted)}"
    raise StatusError(says, remedy=ways_on(now, about))


def ways_on(now: StrEnum, about: str) -> Remedies:
    """Return what a person can do next with a thing that stands at a status.

    That is to look, where no way leads on.
    """
    wording = WORDINGS[type(now)]
    # A disagreement is named after its case, its unit and its question; its case is looked at.
    ref = about.partition("/")[0] if isinstance(now, DisagreementStatus) else about
    ways = [way for (start, _), way in wording.ways.items() if start is now]
    remedies = [remedy for way in ways for remedy in way.remedies]
    if not remedies:
        remedies = [Remedy(wording.look)]
    return tuple(dict.fromkeys(replace(remedy, ref=ref) for remedy in remedies))


def _what_comes_first(moves: Mapping[S, frozenset[S]], now: S, wanted: S) -> str:
    """Return in a sentence what is to be done before a thing can become what is wanted."""
    wording = WORDINGS[type(now)]
    goal = wording.goals[wanted]
    following = _first_step(moves, now, wanted)
    if following is None:
        return f"It is too late to {goal}."
    way = wording.ways[now, following]
    do = wording.goals[following] if way.do == goal else way.do
    return f"{do.capitalize()} before you {goal}."


def _first_step(moves: Mapping[S, frozenset[S]], now: S, wanted: S) -> S | None:
    """Return the first status on the shortest way from one to another; None if there is none."""
    ahead = deque((step, step) for step in sorted(moves[now]))
    seen = {now}
    while ahead:
        first, at = ahead.popleft()
        if at is wanted:
            return first
        if at not in seen:
            seen.add(at)
            ahead.extend((first, step) for step in sorted(moves[at]))
    return None
