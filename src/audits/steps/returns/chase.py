"""Chase what has not come back: one letter to the same people a day, whatever was missed."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from audits.actions import due_rung
from audits.domain.message import Purpose
from audits.domain.status import CycleStatus
from audits.queries.return_status import allowances, return_status
from audits.steps.dispatch.withdraw import withdraw_letters
from audits.storage import Cycle, ReturnRung, UnitOfWork, View
from audits.templates import template_of
from audits.workspace import Workspace

from .chase_letters import Chased, write_letters


LATER = "a later letter takes its place"


def chase(*, workspace: Workspace, only: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Make the letters about returns that are due now, and name each return: ``REF/unit``.

    Whoever is to hear of several returns today gets one letter about all of them. A rung is written
    down with its letter in one transaction, and once for each day the return was due on: run again
    after a crash, nothing is made twice. Who has returned, or need not, is left alone. A letter of
    an earlier rung that no channel would take until now is withdrawn. ``only`` is a cycle and the
    one unit of it about whose return letters are made.
    """
    # Reminders first: that nobody is there to escalate to holds none of them up.
    reminded = _chase(Purpose.REMINDER, only, workspace)
    return (*reminded, *_chase(Purpose.ESCALATION, only, workspace))


def _chase(purpose: Purpose, only: tuple[str, str] | None, workspace: Workspace) -> tuple[str, ...]:
    with workspace.open_uow() as uow:
        waiting: list[Chased] = []
        for cycle in uow.all(Cycle, Cycle.status == CycleStatus.ISSUED, order_by=Cycle.ref):
            waiting += _waiting(cycle, uow, workspace)
        wanted = list(_wanted(only, waiting))
        for chased in wanted:
            if _stands_higher(chased, uow):
                withdraw_letters(chased.cycle.ref, chased.pack.unit, why=LATER, uow=uow)
        reached = list(_reached(purpose, wanted, uow, workspace))
        write_letters(reached, waiting, uow=uow, workspace=workspace)
        for ref, of_cycle in groupby(reached, key=lambda chased: chased.cycle.ref):
            uow.note("returns chased", ref, units=[chased.pack.unit for chased in of_cycle])
        uow.commit()
    return tuple(f"{chased.cycle.ref}/{chased.pack.unit}" for chased in reached)


def _wanted(only: tuple[str, str] | None, waiting: Iterable[Chased]) -> Iterator[Chased]:
    """Yield what letters may be about: of one unit's return, or of all."""
    for chased in waiting:
        if only in (None, (chased.cycle.ref, chased.pack.unit)):
            yield chased


def _reached(
    purpose: Purpose, waiting: Iterable[Chased], uow: UnitOfWork, workspace: Workspace
) -> Iterator[Chased]:
    """Yield what stands on a rung of this purpose, and was not told of there before."""
    for chased in waiting:
        if chased.rung and chased.rung.purpose is purpose and _is_new(chased, uow, workspace):
            yield chased


def _waiting(cycle: Cycle, view: View, workspace: Workspace) -> list[Chased]:
    """Return each return that a cycle waits for, with the rung that it stands on."""
    template = template_of(cycle.template)
    allowed = allowances(cycle.ref, view)
    waiting = []
    for pack in return_status(cycle.ref, view).silent:
        moments = [cycle.issued_at, pack.made_at]
        if pack.unit in allowed:
            moments.append(allowed[pack.unit][-1].decided_at)
        rung = due_rung(
            pack.due_at,
            workspace.clock(),
            remind=template.timeline.remind,
            escalate=template.timeline.escalate,
            calendar=workspace.calendar,
            since=max(filter(None, moments)),
        )
        due = workspace.calendar.local_date(pack.due_at)
        waiting.append(Chased(pack, cycle, template, due, rung))
    return waiting


def _stands_higher(chased: Chased, view: View) -> bool:
    """Tell whether a return stands on a rung that it was not told of on yet."""
    if chased.rung is None:
        return False
    key = (chased.cycle.ref, chased.pack.unit, chased.due, chased.rung.step)
    return view.find(ReturnRung, key) is None


def _is_new(chased: Chased, uow: UnitOfWork, workspace: Workspace) -> bool:
    """Write down the rung that a return stands on, and tell whether that was new."""
    assert chased.rung is not None  # noqa: S101 -- of those that stand on one
    row = ReturnRung(
        cycle=chased.cycle.ref,
        unit=chased.pack.unit,
        due=chased.due,
        step=chased.rung.step,
        reached_on=workspace.today(),
    )
    return uow.add_once(row)
