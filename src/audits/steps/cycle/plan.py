"""Change the year plan: add, move or drop a planned audit, with a reason that is kept."""

from datetime import date

from audits.domain.days import day_in_words
from audits.domain.errors import StatusError, UserError
from audits.domain.reasons import check_why
from audits.queries.year_plan import planned_days_in
from audits.steps.masks import masks
from audits.storage import Cycle, ProgrammeChange
from audits.workspace import Workspace


@masks("why", about="")
def change_programme(
    kind: str, *, was: date | None = None, now: date | None = None, why: str, workspace: Workspace
) -> None:
    """Add an audit to the year plan (``now`` alone), move it (both) or drop it (``was`` alone).

    Raises:
        NotFoundError: if there is no such kind.
        StatusError: if it opens by its own schedule, is not planned for the day that it was, is
            planned for the other already, or was opened; or if no reason is given.
        UserError: if no day is given, or the new one is past.
    """
    template = workspace.template(kind)
    check_why(why, "Say why the year plan is changed. It is kept.")
    with workspace.open_uow() as uow:
        days = planned_days_in(uow, workspace)  # nobody changes it until this is kept
        if kind not in days and template.schedule is not None:
            raise StatusError(
                f"{template.title} opens by its own schedule, not by the year plan. "
                "Open it now instead, or change its schedule."
            )
        planned = days.get(kind, ())
        if was is not None:
            if was not in planned:
                raise StatusError(f"{template.title} is not planned for {day_in_words(was)}.")
            ref = template.cycle_ref(was)
            if uow.find(Cycle, ref) is not None:
                raise StatusError(f"{ref} was opened already. Cancel it if it is not wanted.")
        _check_new_day(now, planned, template.title, workspace)
        if was is None and now is None:
            raise UserError("Give the day on which the audit is to open.")
        row = ProgrammeChange(
            kind=kind, was=was, now=now, why=why, at=workspace.clock(), decided_by=uow.actor
        )
        uow.add(row)
        uow.note("year plan changed", kind, why=why, was=str(was or ""), now=str(now or ""))
        uow.commit()


def _check_new_day(
    now: date | None, planned: tuple[date, ...], title: str, workspace: Workspace
) -> None:
    if now is None:
        return
    if now < workspace.today():
        raise UserError(f"{day_in_words(now)} is past. Open the audit now instead.")
    if now in planned:
        raise StatusError(f"{title} is planned for {day_in_words(now)} already.")
