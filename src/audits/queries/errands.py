"""How far a piece of long work is, counted in the rows that it writes."""

from dataclasses import dataclass

from audits.domain.errand import Errand, ErrandKind
from audits.storage import IssuedPack, Paper, ReturnFile, View
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of how many are done; both 0 where nothing is written until the end."""

    done: int = 0
    of: int = 0


def progress_of(errand: Errand, *, workspace: Workspace) -> Progress:
    """Return how far an errand is."""
    with workspace.open_view() as view:
        if errand.kind is ErrandKind.ISSUE_PACKS:
            return _packs(errand, view)
        if errand.kind is ErrandKind.COLLECT_FILES:
            taken = view.count(ReturnFile, ReturnFile.received_at >= errand.asked_at)
            return Progress(taken, max(taken, len(errand.asked["held"])))
        if errand.kind is ErrandKind.MAKE_PAPER:
            made = view.count(Paper, Paper.cycle == errand.about, Paper.made_at >= errand.asked_at)
            return Progress(made, max(made, 1))
    return Progress()


def _packs(errand: Errand, view: View) -> Progress:
    of_cycle = (IssuedPack.cycle == errand.about, IssuedPack.edition == 1)
    planned = view.count(IssuedPack, *of_cycle)
    return Progress(view.count(IssuedPack, *of_cycle, IssuedPack.sha256 != ""), planned)
