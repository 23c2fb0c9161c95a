"""Count who the children of an audit were, as its template asks; nothing else of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from audits.domain.errors import NotFoundError
from audits.queries.current_rows import current_cases
from audits.register import NOT_RECORDED, NOT_UNDERSTOOD, Column, counts_in
from audits.reporting import suppress_recorded
from audits.sampling import read_frame
from audits.storage import Breakdown, BreakdownPart, Cycle, Register, UnitOfWork
from audits.templates import template_of
from audits.workspace import Workspace


Counts = Mapping[str, int] | None  # None: the register says it of nobody


def keep_breakdowns(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Count the children of a cycle by what its template asks, in this transaction.

    Small counts are withheld before anything is kept, so that no table, paper or export has them.
    The children of the cases are counted apart from those of the others who could have been drawn,
    for the difference of two counts of which one holds the other would be a count, too.
    A register that is no longer kept is counted no more.
    """
    template = template_of(cycle.template)
    if not template.breakdowns:
        return
    register = uow.first(
        Register, Register.name == template.population.name,
        Register.sha256 == str(cycle.register_sha256),
    )  # fmt: skip
    if register is None:
        return
    counted = workspace.shape(register.shape).counted
    with suppress(NotFoundError):
        count = _Counter(cycle, register, uow, workspace)
        rows = []
        for name in template.breakdowns:
            rows += _rows(cycle.ref, counted[name], *count.both(name))
        uow.remove_all(Breakdown, Breakdown.cycle == cycle.ref)
        uow.add_all(rows)


class _Counter:
    """Counts the children of one cycle's register, those of its cases and the others."""

    def __init__(
        self, cycle: Cycle, register: Register, uow: UnitOfWork, workspace: Workspace
    ) -> None:
        kept, read = register.report["kept_as"], workspace.stores.registers.read
        self._units, self._rows = read(kept["units"]), read(kept["rows"])
        frame = read_frame(workspace.stores.frames.read(str(cycle.frame_sha256)).decode())
        self._audited = {case.unit_hash for case in current_cases(cycle.ref, uow)}
        eligible = {unit for unit, why in zip(frame.units, frame.reasons, strict=True) if not why}
        self._others = eligible - self._audited

    def both(self, column: str) -> tuple[Counts, Counts]:
        """Return how many children of the cases, and of the others, are of each word."""
        audited = counts_in(self._units, self._rows, column, self._audited)
        return audited, counts_in(self._units, self._rows, column, self._others)


def _rows(cycle: str, column: Column, audited: Counts, others: Counts) -> list[Breakdown]:
    """Return the lines of one column: how well it was recorded, and then each group."""
    if audited is None or others is None:
        lines: list[tuple[BreakdownPart, str, int | None, int | None]] = [
            (BreakdownPart.NOTHING_SAID, "", None, None)
        ]
    else:
        groups = [value for value in column.values if value != NOT_RECORDED]
        lines = list(_lines(groups, audited, others))
    title = column.title or column.means.capitalize()
    return [
        Breakdown(
            cycle=cycle, name=column.name, place=place, title=title, part=part, value=value,
            audited=one, others=other,
        )
        for place, (part, value, one, other) in enumerate(lines)
    ]  # fmt: skip


def _lines(
    groups: Sequence[str], audited: Mapping[str, int], others: Mapping[str, int]
) -> Iterator[tuple[BreakdownPart, str, int | None, int | None]]:
    yield BreakdownPart.ALL, "", sum(audited.values()), sum(others.values())
    yield BreakdownPart.NOT_RECORDED, "", _blank(audited), _blank(others)
    unknown = audited.get(NOT_UNDERSTOOD, 0), others.get(NOT_UNDERSTOOD, 0)
    yield BreakdownPart.IN_OTHER_WORDS, "", *unknown
    shown = suppress_recorded([audited.get(group, 0) for group in groups])
    beside = suppress_recorded([others.get(group, 0) for group in groups])
    for group, one, other in zip(groups, shown, beside, strict=True):
        yield BreakdownPart.GROUP, group, one, other


def _blank(counts: Mapping[str, int]) -> int:
    return counts.get("", 0) + counts.get(NOT_RECORDED, 0)
