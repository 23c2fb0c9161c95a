"""A paper as its readers will meet it, of a cycle or of a year, before it is any file."""

from audits.domain.programme import YEAR
from audits.reporting import Paper, view_paper
from audits.storage import Cycle

from .board_facts import board_facts
from .cycle_facts import cycle_facts
from .gates import check_is_analysed
from .parts import Parts


def public_view(about: str, paper: str, *, parts: Parts) -> Paper:
    """Return the public version of a cycle's paper, or of a year's such as 2016/17.

    Raises:
        NotFoundError: if there is no such cycle or paper.
        StatusError: if the cycle is not analysed.
        UserError: if the paper has no public version.
    """
    if YEAR.match(about):
        return view_paper(paper, board_facts(about, parts=parts), "public")
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, about)
        check_is_analysed(cycle)
        facts = cycle_facts(cycle, uow=uow, parts=parts)
    return view_paper(paper, facts, "public")
