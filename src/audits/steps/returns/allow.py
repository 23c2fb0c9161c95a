"""Allow a unit more time for its return, or do without it; by whom, when and why is kept."""

from collections.abc import Mapping
from datetime import date, datetime
from operator import attrgetter

from audits.domain.allowance import WaiverReason
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.moves import ways_on
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import NOT_SENT, TAKING_ANSWERS, CycleStatus, DispatchStatus
from audits.domain.unit_request import RequestOutcome
from audits.queries.current_rows import asked_units, first_pack
from audits.queries.deadlines import deadline_in_words
from audits.queries.editions import newest_edition
from audits.queries.packs import pack_of
from audits.queries.return_status import allowances, return_status
from audits.steps.cycle.wishes import decide_more_time
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.dispatch.withdraw import withdraw_letters
from audits.steps.masks import masks
from audits.steps.progress.advance import advance
from audits.storage import (
    Allowance,
    Cycle,
    Dispatch,
    IssuedPack,
    UnitOfWork,
    View,
    one_of,
)
from audits.workspace import Workspace


MOST_NAMED = 5  # units in a sentence


@masks("why")
def extend_return(ref: str, unit: str, *, until: date, why: str, workspace: Workspace) -> datetime:
    """Give a unit more time, write to it, and return its deadline: the close of a working day.

    From a day that nobody works on it is the next one. Its reminders begin anew. A unit whose
    return was waived is asked for it again.

    Raises:
        NotFoundError: if the cycle asked no such unit.
        StatusError: if the cycle waits for no returns, or the unit has returned.
        UserError: if no reason is given, or the day is not later than today and its deadline.
    """
    with workspace.open_uow() as uow:
        cycle, pack = pack_still_out(ref, unit, why, uow)
        if cycle.status is not CycleStatus.ISSUED:
            raise StatusError(
                f"{ref} is {cycle.status} and waits for no returns, so more time means nothing.",
                remedy=ways_on(cycle.status, ref),
            )
        earlier = allowances(ref, uow).get(unit, [])
        deadline = workspace.calendar.deadline(until, 0)
        was_waived = bool(earlier and earlier[-1].waived)
        check_later(until, deadline, pack, waived=was_waived, workspace=workspace)
        allowance = _next_allowance(pack, earlier, why, uow=uow, workspace=workspace)
        allowance.until = deadline
        uow.add(allowance)
        newest = _move_deadline(pack, deadline, uow)
        withdraw_letters(ref, unit, why="it has more time", uow=uow)
        known_deadline = _withdraw_unsent_extensions(earlier, pack, uow) or allowance.due_before
        facts = {
            "deadline": deadline_in_words(deadline, workspace),
            "before": deadline_in_words(known_deadline, workspace),
            "file_name": newest.file_name,
            "was_waived": was_waived,
        }
        _tell_unit(Purpose.EXTENSION, allowance, pack, facts, uow=uow, workspace=workspace)
        decide_more_time(ref, unit, RequestOutcome.GRANTED, why, uow=uow, workspace=workspace)
        uow.note("return extended", ref, why=why, unit=unit, until=deadline.isoformat())
        uow.commit()
    return deadline


def _move_deadline(pack: IssuedPack, deadline: datetime, uow: UnitOfWork) -> IssuedPack:
    """Give a pack another deadline, and return its newest edition.

    Reminders go by the first edition; the newest is the one that the unit fills in.
    """
    newest = newest_edition(IssuedPack, pack.code, uow) or pack
    pack.due_at = deadline
    newest.due_at = deadline
    uow.add_all([pack, newest])
    return newest


def _withdraw_unsent_extensions(
    earlier: list[Allowance], pack: IssuedPack, uow: UnitOfWork
) -> datetime | None:
    """Withdraw letters about more time that are not out yet, for this one says it all.

    Return the deadline that the unit knows of; None if it knows of the last one.
    """
    known = None
    for allowance in reversed(earlier):
        start = f"{pack.cycle}/{pack.unit}/{Purpose.EXTENSION}/{allowance.number}"
        letters = [
            letter
            for letter in uow.all(
                Dispatch,
                Dispatch.cycle == pack.cycle,
                Dispatch.unit == pack.unit,
                one_of(Dispatch.status, NOT_SENT),
            )
            if letter.key == start or letter.key.startswith(f"{start}-")
        ]
        if not letters:
            break
        for letter in letters:
            uow.move_dispatch(letter, DispatchStatus.WITHDRAWN, why="a later one takes its place")
        known = allowance.due_before
    return known


@masks("why")
def waive_return(
    ref: str,
    unit: str,
    *,
    why: str,
    reason: WaiverReason = WaiverReason.OTHER,
    workspace: Workspace,
) -> CycleStatus | None:
    """Do without a unit's return, and write to it; one that comes all the same is taken.

    If nothing else was waited for, the cycle goes on; what it has become is returned, if it did.

    Raises:
        NotFoundError: if the cycle asked no such unit.
        StatusError: if the cycle takes no answers, the unit has returned or is waived already, or
            nothing would be left to analyse.
        UserError: if no reason is given.
    """
    with workspace.open_uow() as uow:
        cycle, pack = pack_still_out(ref, unit, why, uow)
        if cycle.status not in TAKING_ANSWERS:
            raise StatusError(
                f"{ref} is {cycle.status}; there is no return left to waive.",
                remedy=ways_on(cycle.status, ref),
            )
        earlier = allowances(ref, uow).get(unit, [])
        if earlier and earlier[-1].waived:
            raise StatusError(f"{unit}'s return to {ref} is waived already.")
        _check_some_left(ref, uow)
        allowance = _next_allowance(pack, earlier, why, uow=uow, workspace=workspace)
        allowance.waived = reason
        uow.add(allowance)
        withdraw_letters(ref, unit, why="nothing is expected any more", uow=uow)
        facts = {"has_key_list": not pack_of(pack).about.is_own, "file_name": pack.file_name}
        _tell_unit(Purpose.WAIVER, allowance, pack, facts, uow=uow, workspace=workspace)
        decide_more_time(ref, unit, RequestOutcome.SETTLED, "", uow=uow, workspace=workspace)
        uow.note("return waived", ref, why=why, unit=unit, reason=str(reason))
        uow.commit()
    # After the commit: what stops the cycle from going on takes no waiver back.
    return advance(ref, workspace=workspace)


def pack_still_out(ref: str, unit: str, why: str, view: View) -> tuple[Cycle, IssuedPack]:
    """Return the cycle and the unit's pack, refusing what is not waited for or has no reason."""
    cycle = view.get(Cycle, ref)
    if not why.strip():
        raise UserError("Say why, in a sentence that somebody will understand next year.")
    units = asked_units(ref, view)
    if not units:
        raise StatusError(
            f"{ref} has no packs yet, so nobody owes a return: {ref} is {cycle.status}.",
            remedy=ways_on(cycle.status, ref),
        )
    pack = first_pack(ref, unit, view)
    if pack is None:
        asked = ", ".join(units[:MOST_NAMED])
        if len(units) > MOST_NAMED:
            asked += f" and {len(units) - MOST_NAMED} more"
        raise NotFoundError(f"{ref} asked no unit '{unit}'. It asked {asked}.")
    if unit in map(attrgetter("unit"), return_status(ref, view).back):
        raise StatusError(
            f"{unit} has returned to {ref} and is asked nothing more, so there is nothing to wait "
            "for."
        )
    return cycle, pack


def _tell_unit(
    purpose: Purpose,
    allowance: Allowance,
    pack: IssuedPack,
    facts: Mapping[str, object],
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    """Make the letter about an allowance due now."""
    mark = str(allowance.number)
    make_letter_due(purpose, pack, facts, mark=mark, uow=uow, workspace=workspace)


def check_later(
    until: date, deadline: datetime, pack: IssuedPack, *, waived: bool, workspace: Workspace
) -> None:
    """Refuse a day that is not later than today and than the deadline that stands.

    Raises:
        UserError: saying which.
    """
    if until <= workspace.today():
        raise UserError(f"{until} is not after today, {workspace.today()}. Give a day to come.")
    if deadline <= pack.due_at and not waived:
        has = deadline_in_words(pack.due_at, workspace)
        raise UserError(f"{pack.unit} has until {has} already. Give a later day.")


def _check_some_left(ref: str, view: View) -> None:
    """Refuse to waive the last return of a cycle to which nothing has come."""
    status = return_status(ref, view)
    if not status.anything and len(status.waiting) == 1:
        raise StatusError(
            f"Nothing has come back for {ref}, and this is the last return that is expected. To do "
            "without all of them, cancel the cycle.",
            remedy=Remedy(Verb.CANCEL_CYCLE, ref),
        )


def _next_allowance(
    pack: IssuedPack, earlier: list[Allowance], why: str, *, uow: UnitOfWork, workspace: Workspace
) -> Allowance:
    """Return what a unit is allowed beside what it was allowed before; neither kind as yet."""
    return Allowance(
        cycle=pack.cycle,
        unit=pack.unit,
        number=len(earlier) + 1,
        due_before=pack.due_at,
        why=why.strip(),
        decided_at=workspace.clock(),
        decided_by=uow.actor,
    )
