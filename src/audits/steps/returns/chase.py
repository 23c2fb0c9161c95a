"""Chase what has not come back: one letter to the same people a day, whatever was missed."""

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


def chase(*, workspace: Workspace) -> tuple[str, ...]:
    """Make the letters about returns that are due now, and name each return: ``REF/unit``.

    Whoever is to hear of several returns today gets one letter about all of them. A rung is written
    down with its letter in one transaction, and once for each day the return was due on: run again
    after a crash, nothing is made twice. Who has returned, or need not, is left alone. A letter of
    an earlier rung that no channel would take until now is withdrawn.
    """
    # Reminders first: that nobody is there to escalate to holds none of them up.
    reminded = _chase(Purpose.REMINDER, workspace)
    return (*reminded, *_chase(Purpose.ESCALATION, workspace))


def _chase(purpose: Purpose, workspace: Workspace) -> tuple[str, ...]:
    with workspace.open_uow() as uow:
        waiting = [
            each
            for cycle in uow.all(Cycle, Cycle.status == CycleStatus.ISSUED, order_by=Cycle.ref)
            for each in _waiting(cycle, uow, workspace)
        ]
        for each in (each for each in waiting if _stands_higher(each, uow)):
            withdraw_letters(each.cycle.ref, each.pack.unit, why=LATER, uow=uow)
        on_rung = [each for each in waiting if each.rung and each.rung.purpose is purpose]
        reached = [each for each in on_rung if _is_new(each, uow, workspace)]
        write_letters(reached, waiting, uow=uow, workspace=workspace)
        for ref, of in groupby(reached, key=lambda each: each.cycle.ref):
            uow.note("returns chased", ref, units=[each.pack.unit for each in of])
        uow.commit()
    return tuple(f"{each.cycle.ref}/{each.pack.unit}" for each in reached)


def _waiting(cycle: Cycle, view: View, workspace: Workspace) -> list[Chased]:
    """Return each return that a cycle waits for, with the rung that it stands on."""
    template = template_of(cycle.template)
    allowed = allowances(cycle.ref, view)
    waiting = []
    for pack in return_status(cycle.ref, view).silent:
        since = [row.decided_at for row in allowed.get(pack.unit, [])[-1:]]
        rung = due_rung(
            pack.due_at,
            workspace.clock(),
            remind=template.timeline.remind,
            escalate=template.timeline.escalate,
            calendar=workspace.calendar,
            since=max(each for each in (cycle.issued_at, pack.made_at, *since) if each),
        )
        due = workspace.calendar.local_date(pack.due_at)
        waiting.append(Chased(pack, cycle, template, due, rung))
    return waiting


def _stands_higher(each: Chased, view: View) -> bool:
    """Tell whether a return stands on a rung that it was not told of on yet."""
    if each.rung is None:
        return False
    key = (each.cycle.ref, each.pack.unit, each.due, each.rung.step)
    return view.find(ReturnRung, key) is None


def _is_new(each: Chased, uow: UnitOfWork, workspace: Workspace) -> bool:
    """Write down the rung that a return stands on, and tell whether that was new."""
    assert each.rung is not None  # noqa: S101 -- of those that stand on one
    row = ReturnRung(
        cycle=each.cycle.ref,
        unit=each.pack.unit,
        due=each.due,
        step=each.rung.step,
        reached_on=workspace.today(),
    )
    return uow.add_once(row)
