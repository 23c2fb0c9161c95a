"""What became of a message after it was sent: recorded here, whoever tells of it.

A channel that is asked, a service that calls back and a mail server that reports all end in
`record_outcome`, so that of two that tell at once one is written down.
"""

from typing import NamedTuple

from audits.domain.days import day_in_words
from audits.domain.message import DeliveryOutcome, DeliveryReport, Purpose
from audits.domain.status import DispatchStatus
from audits.reporting import render_letter
from audits.storage import Contact, Cycle, Dispatch, TrailEntry, Unit, UnitOfWork, View
from audits.workspace import Workspace

from .letters import make_due


UNKNOWN = "status of an unknown message"
OUT = (DispatchStatus.SENT, DispatchStatus.UNCONFIRMED)
BOUNCED = (
    "It bounced: the mail server of {missed} refuses it for good. Put the address right in your "
    "list of agencies, import it, and make this due again."
)
FAILED = (
    "It did not arrive: the mail server of {missed} would not take it, and nobody tries any more. "
    "The address may be right: ask the recipient, then make this due again."
)
DELAYED = (
    "It is delayed: the mail server of {missed} has not taken it yet and is tried again. There is "
    "nothing to do; if it is given up, this becomes refused."
)
SAYS = {
    DeliveryOutcome.BOUNCED: BOUNCED,
    DeliveryOutcome.FAILED: FAILED,
    DeliveryOutcome.DELAYED: DELAYED,
}


class _Report(NamedTuple):
    """A report of one dispatch, and what it is written down with."""

    news: DeliveryReport
    dispatch: Dispatch
    uow: UnitOfWork
    workspace: Workspace


def record_outcome(key: str, news: DeliveryReport, *, workspace: Workspace) -> DispatchStatus:
    """Record what was heard of a message, and return where it stands.

    The same news again changes nothing, nor does news of an earlier sending. A failure stands
    whatever is heard after it; one that is heard after a delivery counts, for a person looks at it.

    Raises:
        NotFoundError: if there is no such dispatch.
    """
    with workspace.open_uow() as uow:
        dispatch = uow.get(Dispatch, key, held=True)
        heard = _Report(news, dispatch, uow, workspace)
        if dispatch.status in OUT and _is_of_this_sending(news, dispatch):
            _record(heard)
        uow.commit()
        return dispatch.status


def note_unknown(reference: str, *, workspace: Workspace) -> None:
    """Note, once, that a status came of a message that is none of ours."""
    with workspace.open_uow() as uow:
        if uow.first(TrailEntry, TrailEntry.about == reference, TrailEntry.verb == UNKNOWN) is None:
            uow.note(UNKNOWN, reference)
        uow.commit()


def _is_of_this_sending(news: DeliveryReport, dispatch: Dispatch) -> bool:
    return news.reference in (dispatch.receipt, *dispatch.receipt.split())


def _record(heard: _Report) -> None:
    if heard.news.fate is DeliveryOutcome.DELIVERED:
        _delivered(heard)
    elif heard.news.fate is DeliveryOutcome.DELAYED:
        _delayed(heard)
    elif heard.news.fate in (DeliveryOutcome.FAILED, DeliveryOutcome.BOUNCED):
        _not_delivered(heard)


def _delivered(heard: _Report) -> None:
    news, dispatch, uow, workspace = heard
    is_whole = news.reference == dispatch.receipt  # of one recipient's part: the others are asked
    if not is_whole or dispatch.status is not DispatchStatus.SENT or dispatch.delivered_at:
        return
    dispatch.delivered_at, dispatch.reason = workspace.clock(), ""
    uow.add(dispatch)
    uow.note("dispatch delivered", dispatch.key)
    mark_good(dispatch, uow)


def _delayed(heard: _Report) -> None:
    says = _says(heard)
    if heard.dispatch.reason != says:
        heard.dispatch.reason = says
        heard.uow.add(heard.dispatch)
        heard.uow.note("dispatch delayed", heard.dispatch.key, why=says)


def _not_delivered(heard: _Report) -> None:
    news, dispatch, uow, workspace = heard
    dispatch.sent_at = dispatch.delivered_at = None
    dispatch.reason = _says(heard)
    uow.move_dispatch(dispatch, DispatchStatus.REFUSED, why=dispatch.reason)
    if news.fate is DeliveryOutcome.BOUNCED:
        missed = set(map(str.casefold, news.missed))
        for contact in _contacts(dispatch, uow):
            if contact.email.casefold() in missed:
                contact.bounced_at = workspace.clock()
                uow.add(contact)
    _tell(heard)


def mark_good(dispatch: Dispatch, uow: UnitOfWork) -> None:
    """Take the mark of a bouncing address from those a message goes to, or has reached."""
    for contact in _contacts(dispatch, uow):
        if contact.bounced_at is not None and contact.email in dispatch.recipients:
            contact.bounced_at = None
            uow.add(contact)


def _contacts(dispatch: Dispatch, view: View) -> list[Contact]:
    return view.all(Contact, Contact.unit == dispatch.unit)


def _says(heard: _Report) -> str:
    missed = ", ".join(heard.news.missed) or "a recipient"
    return SAYS[heard.news.fate].format(missed=missed)


def _tell(heard: _Report) -> None:
    """Write to the business unit, but not about what it was written to about such a thing."""
    _, dispatch, uow, workspace = heard
    unit = uow.find(Unit, workspace.business_unit.named_person)
    if unit is None or dispatch.purpose == Purpose.UNDELIVERED:
        return
    about, _, purpose, edition = dispatch.key.split("/")
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "title": uow.get(Cycle, dispatch.cycle).title if dispatch.cycle else "Actions",
        "cycle": about,
        "unit_name": uow.get(Unit, dispatch.unit).name,
        "subject": dispatch.subject,
        "key": dispatch.key,
        "says": dispatch.reason,
    }
    letter = render_letter(str(Purpose.UNDELIVERED), facts)
    mark = f"{dispatch.unit}-{purpose}-{edition}-{dispatch.attempts}"
    make_due(
        Purpose.UNDELIVERED, unit, letter, about=about, mark=mark, cycle=dispatch.cycle,
        uow=uow, workspace=workspace,
    )  # fmt: skip
