"""A unit asks for more time on its page, and the business unit decides."""

from datetime import date

from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError, StatusError
from audits.domain.message import Purpose
from audits.domain.moves import ways_on
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.domain.unit_request import RequestKind, RequestOutcome
from audits.queries.current_rows import first_pack
from audits.queries.deadlines import deadline_in_words
from audits.queries.editions import newest_edition
from audits.steps.cycle.wishes import decide_more_time, open_request
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.masks import masks
from audits.storage import IssuedPack, UnitRequest
from audits.workspace import Workspace

from .allow import check_later, pack_still_out


@masks("why")
def ask_more_time(ref: str, unit: str, *, until: date, why: str, workspace: Workspace) -> int:
    """Record that a unit asks for more time, and return the request's number.

    Raises:
        NotFoundError: if the cycle asked no such unit.
        StatusError: if the cycle waits for no returns, or the unit has returned or asks already.
        UserError: if no reason is given, or the day is not later than today and its deadline.
    """
    with workspace.open_uow() as uow:
        cycle, pack = pack_still_out(ref, unit, why, uow)
        if cycle.status is not CycleStatus.ISSUED:
            raise StatusError(
                f"{ref} is {cycle.status} and waits for no returns, so more time means nothing.",
                remedy=ways_on(cycle.status, ref),
            )
        uow.get(IssuedPack, pack.id, held=True)  # two who ask at once ask for it once
        asked = open_request(ref, unit, uow)
        if asked is not None and asked.until is not None:
            day = day_in_words(asked.until)
            raise StatusError(
                f"Your unit has asked for time until {day} already. You get a letter once that is "
                "decided."
            )
        deadline = workspace.calendar.deadline(until, 0)
        check_later(until, deadline, pack, waived=False, workspace=workspace)
        row = UnitRequest(
            kind=RequestKind.MORE_TIME, unit=unit, cycle=ref, until=until, why=why.strip(),
            asked_at=workspace.clock(), asked_by=uow.actor,
        )  # fmt: skip
        uow.add(row)
        number = row.id or 0
        uow.note("more time asked for", ref, why=why, unit=unit, until=until.isoformat())
        uow.commit()
    return number


@masks("why")
def decline_more_time(ref: str, unit: str, *, why: str, workspace: Workspace) -> None:
    """Give a unit no more time, and write to it why.

    Raises:
        NotFoundError: if the cycle asked no such unit.
        StatusError: if the unit asks for no more time, or no reason is given.
    """
    check_why(why, "Say why. The unit is told.")
    with workspace.open_uow() as uow:
        first = first_pack(ref, unit, uow)
        if first is None:
            raise NotFoundError(f"{ref} asked no unit '{unit}'.")
        pack = newest_edition(IssuedPack, first.code, uow) or first
        row = decide_more_time(
            ref, unit, RequestOutcome.DECLINED, why, uow=uow, workspace=workspace
        )
        if row is None or row.until is None:
            raise StatusError(
                f"{unit} asks for no more time for {ref}.", remedy=Remedy(Verb.SEE_REQUESTS)
            )
        facts = {
            "asked": day_in_words(row.until), "says": why, "file_name": pack.file_name,
            "deadline": deadline_in_words(first.due_at, workspace),
        }  # fmt: skip
        mark = str(row.id)
        make_letter_due(Purpose.NO_MORE_TIME, first, facts, mark=mark, uow=uow, workspace=workspace)
        uow.note("more time declined", ref, why=why, unit=unit)
        uow.commit()
