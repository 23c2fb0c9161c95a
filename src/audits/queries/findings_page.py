"""A cycle's findings as they are agreed: each with its range, and what is still open before."""

from dataclasses import dataclass

from audits.domain.finding import Method
from audits.domain.remedies import Outstanding
from audits.domain.status import CycleStatus
from audits.statistics import in_every_100
from audits.storage import Cycle, FindingRow, SignOff
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .estimates import estimate_kept
from .extended import extended
from .findings import FindingFacts, finding_facts
from .left_open import left_open


IN_EVERY = 100  # of a share that is one of no number that anybody knows


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of a finding on a scale from nought to ``of``.

    ``of`` is how many cases there are, or 100 where the finding is a share of those to which its
    question applies, ``is_share``. ``seen`` is what the cases looked at showed, weighed by group
    where ``is_weighted``; it need not lie in the range.
    """

    low: int
    high: int
    of: int
    seen: float
    is_share: bool
    is_weighted: bool

    @property
    def is_outside(self) -> bool:
        """Tell whether what was seen lies outside the range."""
        return not self.low <= self.seen <= self.high


@dataclass(frozen=True, slots=True)
class ScaledFinding(FindingFacts):
    """A finding with its range on a scale; None where there is none."""

    scale: Scale | None


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """A cycle's findings, what is open before they are agreed, and where the agreement is written.

    ``open`` is empty once they are agreed.
    """

    cycle: CycleTitle
    findings: tuple[ScaledFinding, ...]
    open: tuple[Outstanding, ...]
    agreed: SignOff | None


def findings_page(ref: str, *, workspace: Workspace) -> FindingsPage:
    """Return a cycle's findings without the answers behind them, in nine statements at most.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    outstanding: list[Outstanding] = []
    agreed = None
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        rows = view.findings_without_answers(ref)
        if cycle.status is CycleStatus.ANALYSED:
            outstanding = left_open(cycle, view=view, workspace=workspace)
        else:
            agreed = view.find(SignOff, ref)
    template = template_of(cycle.template)
    return FindingsPage(
        cycle=title_of(cycle),
        findings=tuple(scaled_finding(row, template) for row in rows),
        open=tuple(outstanding),
        agreed=agreed,
    )


def scale_of(row: FindingRow) -> Scale | None:
    """Return a finding's range on a scale; None of one without numbers."""
    if not row.frame or not row.n:
        return None
    estimate = estimate_kept(row)
    share = row.x / row.n if estimate.share is None else estimate.share
    is_weighted = estimate.method is Method.WEIGHTED
    if estimate.method is Method.COUNTED:
        return Scale(row.x, row.x, row.n, row.x, is_share=False, is_weighted=False)
    if estimate.is_of_all:
        interval = estimate.interval
        seen = share * interval.frame
        return Scale(
            interval.low, interval.high, interval.frame, seen, is_share=False,
            is_weighted=is_weighted,
        )  # fmt: skip
    low, high = in_every_100(estimate)
    return Scale(low, high, IN_EVERY, share * IN_EVERY, is_share=True, is_weighted=is_weighted)


def scaled_finding(row: FindingRow, template: AuditTemplate) -> ScaledFinding:
    """Return a finding with its range on a scale."""
    return extended(ScaledFinding, finding_facts(row, template), scale=scale_of(row))
