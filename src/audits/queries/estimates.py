"""How a cycle's counts are weighed: by what its draw took from each stratum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from audits.domain.finding import Estimate, Interval, JudgedCase, Method, Part
from audits.findings import EstimateOf, Tally
from audits.statistics import census_in_words, estimate_in_words, estimate_of, method_of, share_ends
from audits.storage import Case, Cycle, Draw, FindingRow, View, is_empty
from audits.templates import AuditTemplate, template_of


WHOLE = "all"


def estimator(cycle: Cycle, view: View) -> EstimateOf:
    """Return what turns judged cases of this cycle into an estimate of its frame."""
    cases = view.all(Case, Case.cycle == cycle.ref, is_empty(Case.replaced_by))
    frames = strata_of(cycle, view)
    stratum = stratum_of_each(cases, frames)
    drawn = Counter(stratum[case.ref] for case in cases if not case.targeted)
    method = _method(template_of(cycle.template), frames, drawn)

    def estimate(found: Sequence[JudgedCase], counts: Tally) -> Estimate:
        return estimate_of(parts_of(found, counts, frames, stratum), method=method)

    return estimate


def parts_of(
    found: Sequence[JudgedCase],
    counts: Tally,
    frames: Mapping[str, int],
    stratum: Mapping[str, str],
) -> list[Part]:
    """Return what each stratum holds: the cases found, those judged, and those that were not."""
    unknown = (*counts.cannot_tell, *counts.unanswered)
    x, n = _by_stratum(found, stratum), _by_stratum(counts.judged, stratum)
    not_applicable = _by_stratum(counts.not_applicable, stratum)
    gaps = _by_stratum(unknown, stratum)
    return [
        Part(name, x[name], n[name], frame, not_applicable[name], gaps[name])
        for name, frame in frames.items()
    ]


def _by_stratum(cases: Iterable[JudgedCase], stratum: Mapping[str, str]) -> Counter[str]:
    return Counter(stratum[case.case] for case in cases)


def strata_of(cycle: Cycle, view: View) -> Mapping[str, int]:
    """Return how many could be drawn from each stratum, as the draw's certificate says."""
    draw = view.find(Draw, cycle.ref)
    strata = draw.certificate.get("strata", {}) if draw else {}
    return {name: each["eligible"] for name, each in strata.items()} or {WHOLE: cycle.eligible or 0}


def stratum_of_each(cases: Sequence[Case], frames: Mapping[str, int]) -> dict[str, str]:
    """Return the stratum of each case; of a draw without strata it is the whole frame."""
    return {case.ref: case.stratum if case.stratum in frames else WHOLE for case in cases}


def _method(template: AuditTemplate, frames: Mapping[str, int], drawn: Counter[str]) -> Method:
    """Tell which method fits what was drawn."""
    if template.sample.is_census:
        return Method.COUNTED
    return method_of(rates_of(frames, drawn))


def rates_of(frames: Mapping[str, int], drawn: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return how many were drawn from each stratum, and how many could be."""
    return [(drawn.get(name, 0), frame) for name, frame in frames.items()]


def estimate_kept(row: FindingRow) -> Estimate:
    """Return the estimate that stands in a finding's row."""
    interval = Interval(row.x, row.n, row.frame, low=row.low, high=row.high)
    parts = tuple(Part(**part) for part in row.parts)
    method = Method(row.method)
    if method is Method.COUNTED:
        return estimate_of(parts, method=method)
    return Estimate(interval, row.share, method, parts, share_ends(parts, interval))


def in_numbers(row: FindingRow, template: AuditTemplate) -> str:
    """Say what a finding counted, of how many, how sure that is, and how it was weighed."""
    if not row.frame:
        return "No number was reported"
    estimate = estimate_kept(row)
    if estimate.method is Method.COUNTED:
        of = f"{template.sampling_unit.in_words}s" if template.sampling_unit.is_own else "cases"
        return census_in_words(estimate.interval, of=of)
    return estimate_in_words(estimate) + _silent(estimate.silent)


def _silent(parts: Sequence[Part]) -> str:
    if not parts:
        return ""
    named = ", ".join(f"{part.name} ({part.frame:,})" for part in parts)
    return f"; nothing is known of {named}: no case of it was judged"
