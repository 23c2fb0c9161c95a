"""What a person sees of the programme: a line that moves, and a summary at the end."""

from collections.abc import Iterator
from datetime import date
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.storage import ActionRow, Concern, FindingRow, ReturnFile, ReturnProblem, View
from audits.workspace import Workspace

from .agenda import FIRST, WEEKLY
from .compare import packs_in
from .comparing import Comparison
from .simulate import Play


DAYS_IN_ALL = 770
SHOWN = 200  # differences that are printed


class Screen:
    """Shows the day that is played; leaves a line for each audit that opens beside the weekly."""

    def __init__(self, console: Console) -> None:
        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        )  # fmt: skip
        self._progress = Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task("Make up a partnership", total=DAYS_IN_ALL)
        self._shown: set[str] = set()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, day: date, play: Play) -> None:
        """Show how far the programme has come."""
        says = f"{day_in_words(day)}: {many(len(play.told), 'audit')} opened"
        self._progress.update(self._task, description=says, completed=(day - FIRST).days)
        for ref, told in play.told.items():
            if ref not in self._shown and told.kind != WEEKLY:
                out = many(len(told.asked_of), "workbook")
                line = f"  \u2713 {day_in_words(told.opened)}: {ref}, {out} out"
                self._progress.console.print(line, markup=False)
            self._shown.add(ref)


def summary(
    play: Play, workspace: Workspace, comparison: Comparison, *, seconds: float, peak: int
) -> str:
    """Return the closing summary: what was run, what was compared, and all that differs."""
    with workspace.open_view() as view:
        counts = list(_counts(play, view))
    lines = ["", *counts]
    lines.insert(2, f"Workbooks  {packs_in(play.told, workspace):,} issued, all editions")
    lines += ["", f"{'compared with the truth':<24}{'compared':>10}{'agree':>10}{'differ':>10}"]
    for sort, compared, wrong in comparison.counted():
        lines.append(f"{sort:<24}{compared:>10,}{compared - wrong:>10,}{wrong:>10,}")
    total, wrong = sum(comparison.compared.values()), len(comparison.differences)
    lines.append(f"{'in all':<24}{total:>10,}{total - wrong:>10,}{wrong:>10,}")
    lines += list(_differences(comparison))
    lines.append(f"\nAll of it took {many(round(seconds), 'second')} and at most {peak} MB.")
    return "\n".join(lines)


def _counts(play: Play, view: View) -> Iterator[str]:
    kinds = [told.kind for told in play.told.values()]
    weekly = kinds.count(WEEKLY)
    yield f"Cycles     {len(kinds)}: {weekly} weekly and {many(len(kinds) - weekly, 'other')}"
    files = view.all(ReturnFile)
    late = sum(row.late for row in files)
    aside = sum(row.outcome == "quarantined" for row in files)
    yield f"Returns    {len(files):,}, of them {late} late and {aside} set aside"
    queries = view.count(ReturnProblem, ReturnProblem.is_query)
    yield f"Queries    {many(queries, 'answer')} asked for again"
    yield f"Concerns   {view.count(Concern)} passed on"
    yield f"Findings   {view.count(FindingRow):,}"
    yield f"Actions    {view.count(ActionRow):,}"


def _differences(comparison: Comparison) -> Iterator[str]:
    if not comparison.differences:
        yield "\nNothing differs."
        return
    yield "\nWhat differs:"
    for each in comparison.differences[:SHOWN]:
        where = f"{each.sort}, {each.cycle}, {each.about}"
        yield f"  {where}: expected {each.expected}, found {each.found}"
    left = len(comparison.differences) - SHOWN
    if left > 0:
        yield f"  and {left} more"
