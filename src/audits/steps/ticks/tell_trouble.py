"""Write to the business unit, once a day, that the audits do not run, by a channel that works.

It depends on nothing that may have stopped: whoever looks (the website, a timer, the schedule's own
process) calls it, and one row a day keeps any number of them from telling twice. Where no channel
works it is written into the workspace's outbox, and said where it was called.
"""

from typing import Any

from audits.domain.errors import TryAgainError, UserError
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.queries.engine.troubles import TELLING, look_at_kept, troubles
from audits.queries.recipients import recipients_by_route
from audits.reporting import Letter, render_letter
from audits.steps.dispatch.letters import due_now, key_of
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch, Unit, write_whole
from audits.workspace import Parts

from .take_turn import Turn, take_turn


_S = DispatchStatus
OUT = (_S.SENT, _S.SENDING)  # told, or somebody is at it
ABOUT = "schedule"


def tell_trouble(*, parts: Parts) -> tuple[str, ...]:
    """Tell the business unit of every trouble there is, unless it was told today; return them.

    Of several who look at once, one tells.

    Raises:
        UserError: if nobody could be told, with the troubles; they stand in the outbox too.
    """
    database = look_at_kept(parts=parts).database
    found = (database,) if database else troubles(parts=parts)
    if database:
        raise _nobody_told(found, "the database says whom to write to", parts)
    if found:
        _tell(found, parts)
    return found


def _tell(found: tuple[str, ...], parts: Parts) -> None:
    try:
        turn = take_turn(TELLING, parts=parts)
        if turn is None:
            return  # somebody else is at it
        with turn:
            is_told = _is_told(found, turn, parts)
    except UserError as error:  # a full disk, say: nothing can be noted down, nor sent
        raise _nobody_told(found, str(error), parts) from error
    if not is_told:
        raise _nobody_told(found, "no channel took the message", parts)


def _is_told(found: tuple[str, ...], turn: Turn, parts: Parts) -> bool:
    key = _write(found, parts)
    return any(_is_out(key, channel, turn, parts) for channel in _channels(parts))


def _write(found: tuple[str, ...], parts: Parts) -> str:
    """Make today's message, unless it stands already, and return its key."""
    facts = {"board": parts.board.name, "troubles": found}
    letter: Letter = render_letter(str(Purpose.TROUBLE), facts)
    with parts.open_uow() as uow:
        unit = uow.get(Unit, parts.board.named_person)
        routes = recipients_by_route(Purpose.TROUBLE, unit, uow)
        people = [each for addresses in routes.values() for each in addresses]
        to = (next(iter(routes)), people)
        dispatch = due_now(Purpose.TROUBLE, unit, letter, to=to, cycle=None, parts=parts)
        dispatch.key = key_of(ABOUT, unit, Purpose.TROUBLE, parts.today().isoformat())
        if uow.add_once(dispatch):
            uow.note("dispatch due", dispatch.key)
            uow.commit()
    return dispatch.key


def _channels(parts: Parts) -> list[str]:
    """Return the channels in the order they are tried: the unit's own first, by hand last."""
    with parts.open_view() as view:
        unit = view.get(Unit, parts.board.named_person)
        own = list(recipients_by_route(Purpose.TROUBLE, unit, view))
    others = sorted(parts.channels, key=lambda name: parts.channels[name].by_hand)
    return [*dict.fromkeys([*own, *others])]


def _is_out(key: str, channel: str, turn: Turn, parts: Parts) -> bool:
    """Try one channel, and tell whether the message is out or on its way."""
    if _is_settled(channel, key, parts):
        return True
    try:
        return send_dispatch(key, parts=parts, still_mine=turn.still_mine) in OUT
    except TryAgainError:
        return False


def _is_settled(channel: str, key: str, parts: Parts) -> bool:
    """Tell whether a message is out; if it did not get out, make it due by this channel."""
    with parts.open_uow() as uow:
        row: Any = uow.get(Dispatch, key, held=True)
        if row.status in (_S.SENT, _S.WITHDRAWN):
            return True
        if row.status is _S.SENDING:
            return False  # by somebody who may have died: whoever sends it next finds out
        if row.status is not _S.DUE:
            uow.move_dispatch(row, _S.DUE, why=f"tried by {channel}")
        row.channel, row.due_at = channel, parts.clock()
        uow.add(row)
        uow.note("dispatch rerouted", key, channel=channel)
        uow.commit()
    return False


def _nobody_told(found: tuple[str, ...], why: str, parts: Parts) -> UserError:
    """Write it where a person may find it, and return the error for whoever called."""
    said = " ".join(found)
    path = parts.stores.home / "outbox" / f"NOBODY-WAS-TOLD-{parts.today().isoformat()}.txt"
    try:
        write_whole(path, f"{said}\n\nNobody was told: {why}\n".encode())
    except UserError as error:
        why = f"{why}; {error}"
    return UserError(f"{said} The business unit could not be told: {why}")
