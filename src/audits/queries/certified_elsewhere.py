"""Which returns were certified at another partnership, and what of them still stands here."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.storage import AnswerRow, CertifiedElsewhere, View, one_of


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a return was certified, in which office and on which day.

    ``stands`` of the ``answers`` that came with it are still what was answered there.
    """

    partnership: str
    from_cycle: str
    office: str
    certified_on: date
    answers: int
    stands: int

    def __str__(self) -> str:
        """Return it in words, as ``Certified at X on 9 March 2017, 18 answers``."""
        says = f"Certified at {self.partnership} on {day_in_words(self.certified_on)}, "
        says += many(self.answers, "answer")
        if self.stands < self.answers:
            says += f" ({self.answers - self.stands} changed since)"
        return says


def certified_elsewhere(ref: str, view: View) -> Mapping[str, tuple[Elsewhere, ...]]:
    """Return what was certified at other partnerships, by a cycle's packs; the oldest first."""
    kept = view.all(
        CertifiedElsewhere, CertifiedElsewhere.cycle == ref, order_by=CertifiedElsewhere.id
    )
    if not kept:
        return {}
    packs = sorted({row.pack for row in kept})
    now = view.all(AnswerRow, AnswerRow.current, one_of(AnswerRow.pack, packs))
    values = {(row.pack, row.question): row.value for row in now}
    by_pack = defaultdict(list)
    for row in kept:
        stands = 0
        for question, value in row.carried.items():
            stands += values.get((row.pack, question)) == value
        by_pack[row.pack].append(
            Elsewhere(
                row.partnership, row.from_cycle, row.office, row.certified_on,
                answers=len(row.carried), stands=stands,
            )
        )  # fmt: skip
    return {pack: tuple(lines) for pack, lines in by_pack.items()}
