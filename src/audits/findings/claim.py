"""A finding before it has its number."""

from dataclasses import dataclass

from audits.domain.finding import Estimate, Finding, FindingKind, JudgedCase

from .judge import all_answers
from .tally import Tally


@dataclass(frozen=True, slots=True)
class Claim:
    """What was found, in how many of the cases counted, and what that allows to be said."""

    theme: str
    question: str  # empty where several questions are behind it
    kind: FindingKind
    text: str
    counted: tuple[JudgedCase, ...]
    tally: Tally
    estimate: Estimate

    def as_finding(self, ref: str) -> Finding:
        """Return the finding under its number."""
        return Finding(
            id=ref,
            theme=self.theme,
            question=self.question,
            kind=self.kind,
            text=self.text,
            interval=self.estimate.interval,
            left_out=self.tally.left_out,
            cannot_tell=len(self.tally.cannot_tell),
            answers=all_answers(self.counted),
            unanswered=len(self.tally.unanswered),
            method=self.estimate.method,
            share=self.estimate.share,
            parts=self.estimate.parts,
        )
