"""A finding as the row that is kept of it, and the numbers that stand in that row."""

from dataclasses import asdict, dataclass

from audits.domain.finding import CaseAnswer, Finding, Part
from audits.domain.grade import Layer
from audits.storage import FindingRow


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a finding counted, named as in `audits.domain.finding.Interval`; None if nobody did."""

    x: int | None = None
    n: int | None = None
    frame: int | None = None
    low: int | None = None
    high: int | None = None


def numbers_of(row: FindingRow) -> Numbers:
    """Return the numbers of a finding; none of one from a report that gives none."""
    if not row.frame:
        return Numbers()
    return Numbers(row.x, row.n, row.frame, row.low, row.high)


def answers_of(row: FindingRow) -> tuple[CaseAnswer, ...]:
    """Return the answers behind a finding, as it cites them."""
    return tuple(CaseAnswer(**{**kept, "layer": Layer(kept["layer"])}) for kept in row.answers)


def parts_kept(row: FindingRow) -> tuple[Part, ...]:
    """Return the strata that a finding was weighed by, with what was counted in each."""
    return tuple(Part(**part) for part in row.parts)


def finding_row(finding: Finding, ref: str, number: int) -> FindingRow:
    """Return the row of one of a cycle's findings."""
    interval = finding.interval
    return FindingRow(
        id=finding.id,
        cycle=ref,
        number=number,
        theme=finding.theme,
        question=finding.question,
        kind=finding.kind,
        text=finding.text,
        x=interval.x,
        n=interval.n,
        frame=interval.frame,
        low=interval.low,
        high=interval.high,
        left_out=finding.left_out,
        cannot_tell=finding.cannot_tell,
        unanswered=finding.unanswered,
        method=finding.method,
        share=finding.share,
        parts=list(map(asdict, finding.parts)),
        answers=list(map(asdict, finding.answers)),
    )
