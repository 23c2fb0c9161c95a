"""Write to the business unit, once a day, that the audits do not run, by a channel that works.

It depends on nothing that may have stopped: whoever looks (the website, a timer, the schedule's own
process) calls it, and one row a day keeps any number of them from telling twice. Where no channel
works it is written into the workspace's outbox, and said where it was called.
"""

from typing import Any

from audits.domain.days import day_in_words
from audits.domain.errors import TryAgainError, UserError
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.queries.engine.troubles import TELLING, look_at_kept, troubles
from audits.queries.recipients import recipients_by_route
from audits.reporting import Letter, render_letter
from audits.steps.dispatch.letters import due_now, key_of
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch, Unit, write_whole
from audits.workspace import Workspace

from .take_turn import Turn, take_turn


_S = DispatchStatus
OUT = (_S.SENT, _S.SENDING)  # told, or somebody is at it
ABOUT = "schedule"


def tell_trouble(*, workspace: Workspace) -> tuple[str, ...]:
    """Tell the business unit of every trouble there is, unless it was told today; return them.

    Of several who look at once, one tells.

    Raises:
        UserError: if nobody could be told, with the troubles; they stand in the outbox too.
    """
    database = look_at_kept(workspace=workspace).database
    sentences = (database,) if database else troubles(workspace=workspace)
    if database:
        raise _nobody_told(sentences, "the database says whom to write to", workspace)
    if sentences:
        _tell(sentences, workspace)
    return sentences


def _tell(sentences: tuple[str, ...], workspace: Workspace) -> None:
    try:
        turn = take_turn(TELLING, workspace=workspace)
        if turn is None:
            return  # somebody else is at it
        with turn:
            is_told = _is_told(sentences, turn, workspace)
    except UserError as error:  # a full disk, say: nothing can be noted down, nor sent
        raise _nobody_told(sentences, str(error), workspace) from error
    if not is_told:
        raise _nobody_told(sentences, "no channel took the message", workspace)


def _is_told(sentences: tuple[str, ...], turn: Turn, workspace: Workspace) -> bool:
    key = _write(sentences, workspace)
    return any(_is_out(key, channel, turn, workspace) for channel in _channels(workspace))


def _write(sentences: tuple[str, ...], workspace: Workspace) -> str:
    """Make today's message, unless it stands already, and return its key."""
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "troubles": sentences,
    }
    letter: Letter = render_letter(str(Purpose.TROUBLE), facts)
    with workspace.open_uow() as uow:
        unit = uow.get(Unit, workspace.business_unit.named_person)
        routes = recipients_by_route(Purpose.TROUBLE, unit, uow)
        people = [address for addresses in routes.values() for address in addresses]
        to = (next(iter(routes)), people)
        dispatch = due_now(Purpose.TROUBLE, unit, letter, to=to, cycle=None, workspace=workspace)
        dispatch.key = key_of(ABOUT, unit, Purpose.TROUBLE, workspace.today().isoformat())
        if uow.add_once(dispatch):
            uow.note("dispatch due", dispatch.key)
            uow.commit()
    return dispatch.key


def _channels(workspace: Workspace) -> list[str]:
    """Return the channels in the order they are tried: the unit's own first, by hand last."""
    with workspace.open_view() as view:
        unit = view.get(Unit, workspace.business_unit.named_person)
        own = list(recipients_by_route(Purpose.TROUBLE, unit, view))
    others = sorted(workspace.channels, key=lambda name: workspace.channels[name].by_hand)
    return [*dict.fromkeys([*own, *others])]


def _is_out(key: str, channel: str, turn: Turn, workspace: Workspace) -> bool:
    """Try one channel, and tell whether the message is out or on its way."""
    if _is_settled(channel, key, workspace):
        return True
    try:
        return send_dispatch(key, workspace=workspace, still_mine=turn.still_mine) in OUT
    except TryAgainError:
        return False


def _is_settled(channel: str, key: str, workspace: Workspace) -> bool:
    """Tell whether a message is out; if it did not get out, make it due by this channel."""
    with workspace.open_uow() as uow:
        row: Any = uow.get(Dispatch, key, held=True)
        if row.status in (_S.SENT, _S.WITHDRAWN):
            return True
        if row.status is _S.SENDING:
            return False  # by somebody who may have died: whoever sends it next finds out
        if row.status is not _S.DUE:
            uow.move_dispatch(row, _S.DUE, why=f"tried by {channel}")
        row.channel, row.due_at = channel, workspace.clock()
        uow.add(row)
        uow.note("dispatch rerouted", key, channel=channel)
        uow.commit()
    return False


def _nobody_told(sentences: tuple[str, ...], why: str, workspace: Workspace) -> UserError:
    """Write it where a person may find it, and return the error for whoever called."""
    text = " ".join(sentences)
    path = workspace.stores.home / "outbox" / f"NOBODY-WAS-TOLD-{workspace.today().isoformat()}.txt"
    try:
        write_whole(path, f"{text}\n\nNobody was told: {why}\n".encode())
    except UserError as error:
        why = f"{why}; {error}"
    return UserError(f"{text} The business unit could not be told: {why}")
