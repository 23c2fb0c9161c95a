"""A contact's own link to the pages of their unit: opened by a button, and by a code where asked.

Whoever has a link that does not work is told so and how to get another, and nothing else.
"""

import secrets
from hmac import compare_digest

from audits.domain.access import (
    MAILED_CODE_LASTS,
    NOWHERE,
    WRONG_CODES,
    Caller,
    Entered,
    Stage,
    Tried,
    UnitLinkHolder,
)
from audits.domain.days import day_in_words, moment_in_words
from audits.domain.errors import ChannelError, LinkError, TryAgainError, UserError
from audits.domain.message import Message, Purpose
from audits.domain.status import TAKING_ANSWERS
from audits.queries.current_rows import first_pack
from audits.queries.return_status import return_status
from audits.reporting import render_letter
from audits.steps.dispatch.letters import make_due
from audits.storage import Cycle, Unit, UnitLink, UnitOfWork, digest_of_token
from audits.workspace import Workspace

from .throttle import check_tries


FIRST_PAGE = "/units"
NO_LINK = (
    "This link does not work, or not any more. The newest letter that you had from us has the "
    "newest link. For another, ask {contact}."
)
NOT_RIGHT = "The code is not right. Look at the newest mail with a code, and type that one."
BEGIN_AGAIN = "It took too long. Open the link in your letter again: another code is sent."
NOT_SENT = "Your code could not be sent. Try again in a few minutes, or ask {contact}."


def open_unit_link(token: str, *, workspace: Workspace, caller: Caller = NOWHERE) -> UnitLinkHolder:
    """Return whose link this is; one that does not work is counted.

    Raises:
        LinkError: if it does not work, whyever, in always the same words.
        TooOftenError: if too many did not, from this machine.
    """
    holder = workspace.unit_links.of_token(token)
    if holder is None or holder.locked:
        check_tries(Tried.LINK, caller.machine, workspace=workspace)
        raise _no_link(workspace)
    return holder


def asks_for_code(holder: UnitLinkHolder, workspace: Workspace) -> bool:
    """Tell whether whoever presses a link gives a code too: where mail goes to its owner."""
    channel = workspace.channels.get(holder.route)
    return workspace.link_asks_for_code and channel is not None and not channel.by_hand


def press_link(token: str, *, workspace: Workspace, caller: Caller = NOWHERE) -> Entered:
    """Begin a session of the link's unit: at once, or one that waits for the code that is sent.

    Raises:
        LinkError: if the link does not work.
        TooOftenError: after too many codes, or links that do not work.
        TryAgainError: if the code could not be sent.
    """
    holder = open_unit_link(token, workspace=workspace, caller=caller)
    if not asks_for_code(holder, workspace):
        return _let_in(holder, workspace, caller)
    check_tries(Tried.SEND_CODE, f"contact {holder.contact}", workspace=workspace)
    code = f"{secrets.randbelow(1_000_000):06}"
    _send(code, holder, workspace)
    session = workspace.sessions.begin_by_link(holder.link, browser=caller.browser, code=code)
    return Entered(session, Stage.MAILED)


def give_mailed_code(
    token: str, code: str, *, workspace: Workspace, caller: Caller = NOWHERE
) -> Entered:
    """Let somebody in who gives the code that went to the link's own contact: in a new session.

    Many codes that are not right lock the link, and its unit is told.

    Raises:
        UserError: if the code is not right, or the session waits no longer.
        LinkError: if the link does not work any more.
        TooOftenError: after too many codes in a short time.
    """
    waiting = workspace.sessions.waiting_for_mail(token)
    if waiting is None:
        raise UserError(BEGIN_AGAIN)
    number, wanted = waiting
    holder = workspace.unit_links.of_number(number)
    if holder is None or holder.locked:
        raise _no_link(workspace)
    check_tries(Tried.CODE, f"link {number}", workspace=workspace)
    typed = "".join(code.split())
    if not compare_digest(typed.encode(), wanted.encode()):
        _count_wrong(holder, workspace)
        raise UserError(NOT_RIGHT)
    if not workspace.sessions.end(digest_of_token(token)):
        raise UserError(BEGIN_AGAIN)  # the same code came at the same time
    workspace.attempts.forget(Tried.CODE, f"link {number}")
    return _let_in(holder, workspace, caller)


def _no_link(workspace: Workspace) -> LinkError:
    return LinkError(NO_LINK.format(contact=workspace.business_unit.contact))


def _let_in(holder: UnitLinkHolder, workspace: Workspace, caller: Caller) -> Entered:
    with _as(holder, workspace).open_uow() as uow:
        link = uow.get(UnitLink, holder.link)
        link.used_at = workspace.clock()
        uow.add(link)
        uow.note("link used", holder.unit, link=holder.link)
        uow.commit()
    form = workspace.kept_forms.of(holder)
    token = workspace.sessions.begin_by_link(holder.link, form, browser=caller.browser)
    if not form.fields:
        return Entered(token, Stage.SIGNED_IN, _first_page(holder, workspace))
    workspace.kept_forms.forget(holder)  # after it is kept with the session that has begun
    return Entered(token, Stage.SIGNED_IN, form.path)


def _first_page(holder: UnitLinkHolder, workspace: Workspace) -> str:
    """Return where a link leads: to what its audit asks again of its unit, if it does."""
    with workspace.open_view() as view:
        cycle = view.get(Cycle, view.get(UnitLink, holder.link).cycle)
        pack = first_pack(cycle.ref, holder.unit, view)
        is_asked = holder.unit in return_status(cycle.ref, view).asked
    if pack is None or not is_asked or cycle.status not in TAKING_ANSWERS:
        return FIRST_PAGE
    return f"{FIRST_PAGE}/{holder.unit}/answers/{pack.code}"


def _send(code: str, holder: UnitLinkHolder, workspace: Workspace) -> None:
    """Send a code by the contact's own route; it stands in no ledger, and no letter is kept.

    What the channel says of a failure may name the address: it is not passed on.
    """
    with _as(holder, workspace).open_uow() as uow:
        number = uow.next_number("link code")
        uow.note("code asked for", holder.unit, link=holder.link, code=number)
        uow.commit()
    contact = workspace.business_unit.contact
    minutes = int(MAILED_CODE_LASTS.total_seconds() // 60)
    facts = {
        "partnership": workspace.partnership, "contact": contact, "code": code, "minutes": minutes,
    }  # fmt: skip
    letter = render_letter("link-code", facts)
    message = Message(
        f"code/{holder.unit}/link/{number}", holder.unit, (holder.email,), letter.subject,
        letter.body,
    )  # fmt: skip
    try:
        workspace.channels[holder.route].send(message)
    except ChannelError as error:
        _note_failure(holder, number, error, workspace)
        raise TryAgainError(NOT_SENT.format(contact=contact)) from None


def _note_failure(
    holder: UnitLinkHolder, number: int, error: ChannelError, workspace: Workspace
) -> None:
    with _as(holder, workspace).open_uow() as uow:
        uow.note("code not sent", holder.unit, code=number, how=type(error).__name__)
        uow.commit()


def _count_wrong(holder: UnitLinkHolder, workspace: Workspace) -> None:
    """Count a code that is not right; the last that may be locks the link and tells its unit."""
    with workspace.acting_as("somebody with a unit's link").open_uow() as uow:
        link = uow.get(UnitLink, holder.link, held=True)
        link.wrong_codes += 1
        uow.note("code refused", holder.unit, link=holder.link)
        if link.wrong_codes >= WRONG_CODES and link.locked_at is None:
            link.locked_at = workspace.clock()
            uow.note("link locked", holder.unit, link=holder.link)
            _tell_unit(link, holder, uow, workspace)
        uow.add(link)
        uow.commit()


def _tell_unit(
    link: UnitLink, holder: UnitLinkHolder, uow: UnitOfWork, workspace: Workspace
) -> None:
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "title": uow.get(Cycle, link.cycle).title,
        "cycle": link.cycle,
        "unit_name": holder.unit_name,
        "name": holder.name,
        "at": moment_in_words(workspace.clock()),
        "times": link.wrong_codes,
    }
    make_due(
        Purpose.LINK_LOCKED, uow.get(Unit, holder.unit),
        render_letter(str(Purpose.LINK_LOCKED), facts), about=link.cycle, mark=str(link.id),
        cycle=link.cycle, uow=uow, workspace=workspace,
    )  # fmt: skip


def _as(holder: UnitLinkHolder, workspace: Workspace) -> Workspace:
    """Return the parts in the name that the trail has of a contact."""
    return workspace.acting_as(f"{holder.name} (contact {holder.contact})")
