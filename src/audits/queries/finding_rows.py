"""A finding as the row that is kept of it."""

from dataclasses import asdict

from audits.domain.finding import Finding
from audits.storage import FindingRow


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
        parts=[asdict(part) for part in finding.parts],
        answers=[asdict(answer) for answer in finding.answers],
    )
