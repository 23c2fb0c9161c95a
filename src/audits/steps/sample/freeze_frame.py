"""Freeze the frame: who could be drawn, committed to before anyone knows who is."""

from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta

from audits.domain.candidate import Candidates
from audits.domain.errors import SampleError
from audits.domain.gates import APPROVE_DRAW
from audits.domain.status import CycleStatus
from audits.queries.counted_columns import faults_of_counting
from audits.sampling import (
    Frame,
    Rulings,
    attributes_asked,
    commitment,
    freeze_frame as freeze_candidates,
)
from audits.storage import AuditedChild, Cycle, Register, UnitOfWork, View, is_empty
from audits.storage.secrets import cycle_key
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .keep_waits import keep_waits
from .load_register import candidates_of, cases_of, days_of
from .owning_units import OwningUnits
from .populations import register_of
from .rule_on_unit import EXCLUDE, INCLUDE
from .tell_commitment import tell_whoever_approves


def freeze_frame(ref: str, *, workspace: Workspace) -> None:
    """Freeze the frame of a planned cycle from its latest register and publish the commitment.

    A cycle that is already framed is left as it is.

    Raises:
        NotFoundError: if there is no such cycle, or its register has not been loaded.
        SampleError: if nothing in the register is in the cycle's window, or something in it is to
            be asked about itself and is no unit.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is not CycleStatus.PLANNED:
            return
        template = template_of(cycle.template)
        register = register_of(cycle, template, uow=uow, workspace=workspace)
        _check_counted(template, workspace)
        cycle.since = template.window_from(cycle.opened_on, _last_until(uow, cycle))
        frame = _frame(cycle, register, view=uow, workspace=workspace)
        if template.sampling_unit.is_own:
            OwningUnits(template, uow).check(cases_of(register, frame.units, workspace).values())
        _publish(cycle, frame, register=register, uow=uow, workspace=workspace)
        keep_waits(cycle, register, uow=uow, workspace=workspace)
        uow.commit()


def _check_counted(template: AuditTemplate, workspace: Workspace) -> None:
    """Refuse a template that counts what its register cannot say, or says of one child what is not.

    Raises:
        SampleError: naming each column, and what to do.
    """
    faults = [says for _, says in faults_of_counting(template, workspace.shapes)]
    if faults:
        raise SampleError("\n".join(faults))


def _last_until(view: View, cycle: Cycle) -> date | None:
    """Return the day until which the draw before this cycle's own day went, also if opened late."""
    is_kin, counts = Cycle.kind == cycle.kind, Cycle.status != CycleStatus.CANCELLED
    ends = view.values(Cycle.until, is_kin, counts)
    return max((end for end in ends if end and end < cycle.opened_on), default=None)


def _frame(cycle: Cycle, register: Register, *, view: View, workspace: Workspace) -> Frame:
    template = template_of(cycle.template)
    asked = attributes_asked(template.sample, template.population.where)
    candidates = candidates_of(register, asked, workspace)
    # What is a unit's own has no day on which it happened; it stands when it is asked about.
    until = date.max if template.sampling_unit.is_own else cycle.opened_on
    return freeze_candidates(
        candidates,
        template.sample,
        where=template.population.where,
        since=cycle.since,
        until=until,
        audited=_audited_lately(view, cycle, template),
        rulings=_rulings(cycle, template),
        days=_window_days(candidates, register, template, workspace),
    )


def _window_days(
    candidates: Candidates, register: Register, template: AuditTemplate, workspace: Workspace
) -> list[date | None] | None:
    """Return the day of each candidate that the template's window is by; None: its own."""
    day = template.population.dated_by
    if day is None:
        return None
    known = days_of(register, [day], workspace)[day]
    if not known:
        there = ", ".join(workspace.shape(register.shape).days)
        raise SampleError(
            f"No row of the register {register.name} has a day '{day}', which the window of "
            f"{template.kind} is by. Its days are: {there}."
        )
    return [known.get(unit) for unit in candidates.units]


def _rulings(cycle: Cycle, template: AuditTemplate) -> Rulings:
    """Return what a person decided about single units, and since when a case must be open."""
    opened_by = None
    if template.sample.open_at_least_months:
        months = relativedelta(months=template.sample.open_at_least_months)
        opened_by = cycle.opened_on - months
    units: dict[str, set[str]] = defaultdict(set)
    for unit, ruling in cycle.rulings.items():
        units[ruling["ruling"]].add(unit)
    return Rulings(included=units[INCLUDE], excluded=units[EXCLUDE], opened_by=opened_by)


def _audited_lately(view: View, cycle: Cycle, template: AuditTemplate) -> set[str]:
    months = template.sample.audited_within_months
    if months is None:
        return set()
    earliest = cycle.opened_on - relativedelta(months=months)
    # Of a cycle that was cancelled before its packs went out nobody was audited.
    is_cancelled = Cycle.status == CycleStatus.CANCELLED
    unaudited = {*view.values(Cycle.ref, is_cancelled, is_empty(Cycle.issued_at)), cycle.ref}
    lately = view.all(AuditedChild, AuditedChild.drawn_on >= earliest)
    return {row.child_hash for row in lately if row.cycle not in unaudited}


def _publish(
    cycle: Cycle, frame: Frame, *, register: Register, uow: UnitOfWork, workspace: Workspace
) -> None:
    cycle.register_sha256 = register.sha256
    cycle.until = cycle.opened_on
    cycle.frame_sha256 = workspace.stores.frames.keep(frame.text.encode(), suffix=".csv")
    cycle.population, cycle.eligible = frame.population, frame.eligible
    cycle.excluded, cycle.out_of_scope = dict(frame.excluded), dict(frame.out_of_scope)
    cycle.commitment = commitment(cycle_key(workspace.vault, cycle.ref), frame.sha256)
    uow.move_cycle(cycle, CycleStatus.FRAMED)
    uow.note("frame frozen", cycle.ref, frame=frame.sha256, commitment=cycle.commitment)
    if not template_of(cycle.template).is_automatic(APPROVE_DRAW):
        tell_whoever_approves(cycle, uow=uow, workspace=workspace)
