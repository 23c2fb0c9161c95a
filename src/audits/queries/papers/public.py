"""A paper as its readers will meet it, of a cycle or of a year, before it is any file."""

from audits.domain.errors import UserError
from audits.domain.programme import YEAR
from audits.queries.analysed import check_is_analysed
from audits.reporting import Paper, PeriodFacts, view_paper
from audits.storage import Cycle
from audits.workspace import Workspace

from .board import board_facts
from .cycle import cycle_facts
from .period import period_facts
from .period_weeks import MONTH, QUARTER, period_of


def public_view(about: str, paper: str, *, workspace: Workspace) -> Paper:
    """Return the public version of a paper on a cycle, a year (2016/17) or a quarter (2017-Q1).

    Raises:
        NotFoundError: if there is no such cycle or paper.
        StatusError: if the cycle is not analysed.
        UserError: if the paper has no public version.
    """
    if YEAR.match(about):
        return view_paper(paper, board_facts(about, workspace=workspace), "public")
    if MONTH.match(about) or QUARTER.match(about):
        return view_paper(paper, _of_period(about, paper, workspace), "public")
    with workspace.open_view() as view:
        cycle = view.get(Cycle, about)
        check_is_analysed(cycle)
        facts = cycle_facts(cycle, view=view, workspace=workspace)
    return view_paper(paper, facts, "public")


def _of_period(period: str, paper: str, workspace: Workspace) -> PeriodFacts:
    with workspace.open_view() as view:
        by_kind = period_facts(paper, period_of(period), view=view, workspace=workspace)
    if len(by_kind) > 1:
        raise UserError(
            f"{len(by_kind)} kinds of audit name '{paper}', and one public paper is about one. "
            "Take it out of the others' templates."
        )
    return next(iter(by_kind.values()))
