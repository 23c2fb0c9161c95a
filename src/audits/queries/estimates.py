"""How a cycle's counts are weighed: by what its draw took from each stratum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audits.domain.finding import Estimate, Interval, JudgedCase, Method, Part
from audits.findings import EstimateOf, Tally
from audits.statistics import census_in_words, estimate_in_words, estimate_of, method_of, share_ends
from audits.storage import Cycle, Draw, FindingRow, View
from audits.templates import AuditTemplate, template_of

from .current_rows import current_cases
from .finding_rows import parts_kept


WHOLE = "all"


@dataclass(frozen=True, slots=True)
class DrawnStrata:
    """What a draw took from: how many could be drawn from each stratum, how many were.

    ``of_case`` says which stratum each case is from.
    """

    frames: Mapping[str, int]
    drawn: Mapping[str, int]
    of_case: Mapping[str, str]

    @property
    def rates(self) -> list[tuple[int, int]]:
        """Return how many were drawn from each stratum, and how many could be."""
        return [(self.drawn.get(name, 0), frame) for name, frame in self.frames.items()]


def estimator(cycle: Cycle, view: View) -> EstimateOf:
    """Return what turns judged cases of this cycle into an estimate of its frame."""
    strata = drawn_strata(cycle, view)
    method = _method(template_of(cycle.template), strata)

    def estimate(cases: Sequence[JudgedCase], counts: Tally) -> Estimate:
        return estimate_of(parts_of(cases, counts, strata.frames, strata.of_case), method=method)

    return estimate


def drawn_strata(cycle: Cycle, view: View) -> DrawnStrata:
    """Return what a cycle's draw took from; of a draw without strata it is the whole frame."""
    frames = eligible_by_stratum(cycle, view) or {WHOLE: cycle.eligible or 0}
    of_case = {}
    drawn: Counter[str] = Counter()
    for case in current_cases(cycle.ref, view):
        stratum = case.stratum if case.stratum in frames else WHOLE
        of_case[case.ref] = stratum
        if not case.targeted:
            drawn[stratum] += 1
    return DrawnStrata(frames, drawn, of_case)


def eligible_by_stratum(cycle: Cycle, view: View) -> dict[str, int]:
    """Return how many could be drawn from each stratum, as the draw's certificate says.

    Empty before the draw, and of a draw without strata.
    """
    draw = view.find(Draw, cycle.ref)
    if draw is None:
        return {}
    strata = draw.certificate.get("strata", {})
    return {name: counts["eligible"] for name, counts in strata.items()}


def parts_of(
    cases: Sequence[JudgedCase],
    counts: Tally,
    frames: Mapping[str, int],
    stratum: Mapping[str, str],
) -> list[Part]:
    """Return what each stratum holds: the cases counted, those judged, and those that were not."""
    unknown = (*counts.cannot_tell, *counts.unanswered)
    x, n = _by_stratum(cases, stratum), _by_stratum(counts.judged, stratum)
    not_applicable = _by_stratum(counts.not_applicable, stratum)
    gaps = _by_stratum(unknown, stratum)
    parts = []
    for name, frame in frames.items():
        parts.append(Part(name, x[name], n[name], frame, not_applicable[name], gaps[name]))
    return parts


def _by_stratum(cases: Iterable[JudgedCase], stratum: Mapping[str, str]) -> Counter[str]:
    return Counter(stratum[case.case] for case in cases)


def _method(template: AuditTemplate, strata: DrawnStrata) -> Method:
    """Tell which method fits what was drawn."""
    if template.sample.is_census:
        return Method.COUNTED
    return method_of(strata.rates)


def estimate_kept(row: FindingRow) -> Estimate:
    """Return the estimate that stands in a finding's row."""
    interval = Interval(row.x, row.n, row.frame, low=row.low, high=row.high)
    parts = parts_kept(row)
    method = Method(row.method)
    if method is Method.COUNTED:
        return estimate_of(parts, method=method)
    return Estimate(interval, row.share, method, parts, share_ends(parts, interval))


def in_numbers(row: FindingRow, template: AuditTemplate) -> str:
    """Say what a finding counted, of how many, how sure that is, and how it was weighed."""
    if not row.frame:
        return "No number was reported"
    return numbers_of_estimate(estimate_kept(row), template)


def numbers_of_estimate(estimate: Estimate, template: AuditTemplate) -> str:
    """Say what an estimate counted, of how many, and what that says of all."""
    if estimate.method is Method.COUNTED:
        of = f"{template.sampling_unit.in_words}s" if template.sampling_unit.is_own else "cases"
        return census_in_words(estimate.interval, of=of)
    return estimate_in_words(estimate) + silent_in_words(estimate.silent)


def silent_in_words(parts: Sequence[Part]) -> str:
    """Say of which strata nothing is known; empty if of none."""
    if not parts:
        return ""
    named = ", ".join(f"{part.name} ({part.frame:,})" for part in parts)
    return f"; nothing is known of {named}: no case of it was judged"
