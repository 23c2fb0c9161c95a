"""Claims that were drawn to be looked at, and how many of them held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.statistics import hypergeometric_interval, in_words
from audits.storage import Case, SpotCheckRow, View


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim that was drawn; ``held`` is None until somebody has looked at it.

    ``details`` are those of its case that its template shows.
    """

    case: str
    unit: str | None
    rank: str
    claims: int  # among which it was drawn
    frame_sha256: str
    key: str
    held: bool | None
    note: str
    details: Mapping[str, str]


def claims_drawn(ref: str, view: View) -> list[ClaimLine]:
    """Return the claims of a cycle that were drawn, in the order of the draw."""
    cases = view.rows_by(Case, Case.ref, Case.cycle == ref)
    rows = view.all(SpotCheckRow, SpotCheckRow.cycle == ref, order_by=SpotCheckRow.number)
    return [_claim(row, cases[row.case_ref]) for row in rows]


def _claim(row: SpotCheckRow, case: Case) -> ClaimLine:
    return ClaimLine(
        case=row.case_ref,
        unit=case.unit,
        rank=row.rank,
        claims=row.claims,
        frame_sha256=row.frame_sha256,
        key=row.key,
        held=row.held,
        note=row.note,
        details=case.details,
    )


def spot_check_in_words(ref: str, view: View) -> str:
    """Say how many of the claims looked at held, and of how many claims; "" if none was drawn."""
    return words_for_checks(view.all(SpotCheckRow, SpotCheckRow.cycle == ref))


def words_for_checks(rows: Sequence[SpotCheckRow]) -> str:
    """Say the same of the claims that were drawn in one cycle."""
    if not rows:
        return ""
    counts = Counter(row.held for row in rows)
    checked, claims = len(rows) - counts[None], rows[0].claims
    left = ""
    if checked < len(rows):
        left = f"; {len(rows) - checked} still to be looked at"
    if not checked:
        return f"{len(rows)} of {claims} claims drawn{left}"
    interval = hypergeometric_interval(counts[True], checked, claims)
    return f"Claims that held: {in_words(interval, of='claims')}{left}"
