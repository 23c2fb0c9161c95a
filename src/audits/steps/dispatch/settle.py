"""What a person says of a message: that it went, that it did not, or that it must come back."""

from audits.domain.days import day_in_words
from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import NOT_SENT, DispatchStatus
from audits.queries.dispatches import PERSONS
from audits.reporting import render_letter
from audits.steps.masks import masks
from audits.storage import Cycle, Dispatch, Unit, View
from audits.workspace import Workspace

from .recipients import address_anew
from .record_outcome import mark_good


@masks("why", about="")
def confirm_sent(key: str, *, why: str, workspace: Workspace) -> None:
    """Record a person's word that an unconfirmed message went.

    Raises:
        StatusError: if it does not wait for that word.
    """
    with workspace.open_uow() as uow:
        dispatch = uow.get(Dispatch, key)
        _check_waits(dispatch, (DispatchStatus.UNCONFIRMED,))
        dispatch.sent_at, dispatch.receipt = workspace.clock(), f"the word of {uow.actor}"
        uow.move_dispatch(dispatch, DispatchStatus.SENT, why=why)
        uow.commit()


@masks("why", about="")
def confirm_not_sent(key: str, *, why: str, workspace: Workspace) -> None:
    """Record a person's word that a message did not arrive, and make it due, addressed anew.

    Raises:
        StatusError: if it does not wait for that word.
    """
    with workspace.open_uow() as uow:
        dispatch = uow.get(Dispatch, key)
        _check_waits(dispatch, PERSONS)
        address_anew(dispatch, uow)
        mark_good(dispatch, uow)
        dispatch.due_at, dispatch.reason = workspace.clock(), ""
        uow.move_dispatch(dispatch, DispatchStatus.DUE, why=why)
        uow.commit()


@masks("why", about="")
def recall_dispatch(key: str, *, why: str, workspace: Workspace) -> str | None:
    """Call a message back: withdraw it if it is not out, else make a letter to its recipients due.

    The letter goes where the message went, whoever that is, and its key is returned; None if
    nothing had gone out. Asked again, it is one letter all the same.

    Raises:
        StatusError: if it is on its way at this moment, or was withdrawn.
    """
    with workspace.open_uow() as uow:
        dispatch = uow.get(Dispatch, key)
        if dispatch.status in NOT_SENT:
            uow.move_dispatch(dispatch, DispatchStatus.WITHDRAWN, why=why)
            uow.commit()
            return None
        if dispatch.status is DispatchStatus.SENDING:
            raise StatusError(f"{key} is on its way at this moment. Wait ten minutes, then recall.")
        if dispatch.status is DispatchStatus.WITHDRAWN:
            raise StatusError(f"{key} was withdrawn: it never went out.")
        letter = _recall(dispatch, view=uow, workspace=workspace)
        uow.add_once(letter)
        uow.note("dispatch recalled", key, why=why, letter=letter.key)
        uow.commit()
        return letter.key


def _recall(dispatch: Dispatch, *, view: View, workspace: Workspace) -> Dispatch:
    about, _, purpose, edition = dispatch.key.split("/")
    names = [attachment["name"] for attachment in dispatch.attachments]
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "title": view.get(Cycle, dispatch.cycle).title if dispatch.cycle else about.capitalize(),
        "cycle": about,
        "unit_name": view.get(Unit, dispatch.unit).name,
        "subject": dispatch.subject,
        "files": ", ".join(names),
    }
    words = render_letter(str(Purpose.RECALL), facts)
    return Dispatch(
        key=f"{about}/{dispatch.unit}/{Purpose.RECALL}/{purpose}-{edition}",
        cycle=dispatch.cycle,
        unit=dispatch.unit,
        purpose=Purpose.RECALL,
        channel=dispatch.channel,
        status=DispatchStatus.DUE,
        due_at=workspace.clock(),
        attempts=0,
        subject=words.subject,
        body=words.body,
        recipients=dispatch.recipients,
        attachments=[],
    )


def _check_waits(dispatch: Dispatch, wanted: tuple[DispatchStatus, ...]) -> None:
    """Refuse a person's word on a message that does not wait for it."""
    if dispatch.status in wanted:
        return
    may = " or ".join(str(status) for status in wanted)
    raise StatusError(
        f"{dispatch.key} is {dispatch.status}; only what is {may} waits for a person's word.",
        remedy=Remedy(Verb.SEE_DISPATCH, dispatch.key),
    )
