"""How the moderation of a cycle stands, in numbers: what waits, and what may be done about it."""

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from audits.domain.status import CycleStatus
from audits.findings import WaitsFor, waiting
from audits.storage import Cycle, ModerationRow
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .grades import graded_answers
from .moderation_plan import plan_of


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """How many grades there are, how many wait for what, and whether somebody rates some blind."""

    cycle: CycleTitle
    grades: int
    waits: tuple[tuple[WaitsFor, int], ...]
    holds_up: int
    has_second: bool

    @property
    def goes_on(self) -> bool:
        """Tell whether grades are taken now."""
        return self.cycle.status is CycleStatus.MODERATING


def moderation_page(ref: str, *, workspace: Workspace) -> ModerationPage:
    """Return how a cycle's moderation stands.

    Raises:
        NotFoundError: if there is no such cycle.
        ModerationError: if its template asks for no moderation.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan = plan_of(cycle)
        graded = graded_answers(cycle, view)
        row = view.find(ModerationRow, ref)
    open_points = waiting(graded, plan)
    counts = Counter(map(attrgetter("waits_for"), open_points))
    return ModerationPage(
        cycle=title_of(cycle),
        grades=len(graded),
        waits=tuple(sorted(counts.items())),
        holds_up=sum(map(attrgetter("holds_up"), open_points)),
        has_second=bool(row and row.second_cases),
    )
