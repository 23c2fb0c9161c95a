"""How far a piece of long work is, counted in the rows that it writes."""

from dataclasses import dataclass

from audits.domain.background_task import BackgroundTask, BackgroundTaskKind
from audits.storage import IssuedPack, Paper, ReturnFile, View
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of how many are done; both 0 where nothing is written until the end."""

    done: int = 0
    of: int = 0


def progress_of(task: BackgroundTask, *, workspace: Workspace) -> Progress:
    """Return how far a background task is."""
    with workspace.open_view() as view:
        if task.kind is BackgroundTaskKind.ISSUE_PACKS:
            return _packs(task, view)
        if task.kind is BackgroundTaskKind.COLLECT_FILES:
            taken = view.count(ReturnFile, ReturnFile.received_at >= task.asked_at)
            return Progress(taken, max(taken, len(task.asked["held"])))
        if task.kind is BackgroundTaskKind.MAKE_PAPER:
            made = view.count(
                Paper,
                Paper.cycle == task.about,
                Paper.made_at >= task.asked_at,
            )
            return Progress(made, max(made, 1))
    return Progress()


def _packs(task: BackgroundTask, view: View) -> Progress:
    of_cycle = (IssuedPack.cycle == task.about, IssuedPack.edition == 1)
    planned = view.count(IssuedPack, *of_cycle)
    return Progress(view.count(IssuedPack, *of_cycle, IssuedPack.sha256 != ""), planned)
