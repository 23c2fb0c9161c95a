"""A cycle as a list of tasks: what is done, what is next, and for whom it waits."""

from dataclasses import dataclass
from enum import StrEnum

from audits.domain.amounts import many
from audits.domain.status import CycleStatus
from audits.queries.cycles import CycleDetail, WentOn


class TaskState(StrEnum):
    """How a task stands."""

    DONE = "Done"
    NEXT = "Next"
    WAITS = "Waiting"
    NOT_YET = "Not yet"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a cycle; ``address`` is "" where there is nothing to see yet."""

    title: str
    says: str
    state: TaskState
    address: str = ""


ORDER = (
    CycleStatus.PLANNED, CycleStatus.FRAMED, CycleStatus.DRAWN, CycleStatus.APPROVED,
    CycleStatus.ISSUED, CycleStatus.MODERATING, CycleStatus.ANALYSED, CycleStatus.AGREED,
    CycleStatus.PUBLISHED, CycleStatus.CLOSED,
)  # fmt: skip


def tasks_of(cycle: CycleDetail) -> tuple[Task, ...]:
    """Return a cycle's tasks in order; of a cancelled one none."""
    if cycle.status is CycleStatus.CANCELLED:
        return ()
    at, counts = f"/audits/{cycle.ref}", cycle.counts
    drawn = f"{many(counts.drawn, 'case')} drawn from {cycle.frame.eligible or 0:,} eligible."
    issued = f"{many(counts.issued, 'unit')} asked."
    findings = "Each finding opens to the answers behind it."
    return (
        _task(cycle, CycleStatus.FRAMED, "Draw the cases", _draw_words(cycle, drawn), f"{at}/draw"),
        _task(cycle, CycleStatus.DRAWN, "Approve the draw", drawn, f"{at}/draw"),
        _task(cycle, CycleStatus.APPROVED, "Send the packs", issued, f"{at}#packs"),
        _task(cycle, CycleStatus.ISSUED, "Collect the returns", _returns(cycle), f"{at}#units"),
        _task(cycle, CycleStatus.ANALYSED, "Agree the findings", findings, f"{at}/findings"),
        _task(cycle, CycleStatus.AGREED, "Release the papers", "", f"{at}/papers"),
    )


def _task(cycle: CycleDetail, at: CycleStatus, title: str, says: str, address: str) -> Task:
    """Return a task that is done once a cycle is past a status."""
    stands, needed = _place(cycle.status), ORDER.index(at)
    if stands > needed:
        return Task(title, says, TaskState.DONE, address)
    if stands < needed:
        return Task(title, "", TaskState.NOT_YET)
    state = TaskState.WAITS if at is CycleStatus.ISSUED else TaskState.NEXT
    return Task(title, says, state, address)


def _place(status: CycleStatus) -> int:
    """Return how far a cycle is; before its frame is frozen it is to be drawn as well."""
    if status is CycleStatus.PLANNED:
        return ORDER.index(CycleStatus.FRAMED)
    if status is CycleStatus.MODERATING:
        return ORDER.index(CycleStatus.ISSUED)
    return ORDER.index(status)


def _draw_words(cycle: CycleDetail, drawn: str) -> str:
    if cycle.frame.eligible is None:
        return f"Waits for the register {cycle.frame.register.replace('_', ' ')}."
    return drawn if cycle.counts.drawn else ""


def _returns(cycle: CycleDetail) -> str:
    counts = cycle.counts
    words = f"{counts.returned} of {counts.issued} are back"
    if counts.waived:
        words += f", {counts.waived} waived"
    if isinstance(cycle.went_on, WentOn):
        words += f". Went on without the rest: {cycle.went_on.why}"
    return f"{words.rstrip('.')}."
