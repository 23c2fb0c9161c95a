"""From a register to a frame: what is in the window, in scope, and eligible."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from audits.domain.candidate import Candidate
from audits.domain.plan import SamplePlan

from .frame import Frame, FrameUnit


AUDITED_RECENTLY = "audited_recently"
RESTRICTED = "restricted"
NO_STRATA = "all"
NOT_RECORDED = "not recorded"


def freeze_frame(
    candidates: Iterable[Candidate],
    plan: SamplePlan,
    *,
    where: Mapping[str, Collection[str]],
    since: date | None,
    until: date,
    hash_id: Callable[[str], str],
    audited: Collection[str] = (),
) -> Frame:
    """Return the frame of a cycle: who could be drawn, who may not and why.

    ``since`` and ``until`` are the first and the last day of the window, both inside it. ``where``
    names the values an attribute must have, in any case. ``audited`` holds the hashes of the
    children audited too recently. Only what is in the window and scope enters the frame; the rest
    is counted in ``out_of_scope``.
    """
    wanted = {name: frozenset(map(_folded, values)) for name, values in where.items()}
    recently = frozenset(audited) if plan.audited_within_months else frozenset()
    units: list[FrameUnit] = []
    out: Counter[str] = Counter()
    for candidate in candidates:
        outside = _out_of_scope(candidate, wanted, (since, until))
        if outside:
            out[outside] += 1
        else:
            units.append(_frame_unit(candidate, plan, hash_id=hash_id, audited=recently))
    return Frame(tuple(units), dict(sorted(out.items())))


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()


def _out_of_scope(
    candidate: Candidate, where: Mapping[str, frozenset[str]], window: tuple[date | None, date]
) -> str:
    """Return why a candidate is no part of the population; the window is asked first."""
    since, until = window
    if since is not None and candidate.occurred_on < since:
        return "before the window"
    if candidate.occurred_on > until:
        return "after the window"
    values = candidate.attributes
    return next(
        (f"other {n}" for n, wanted in where.items() if _folded(values.get(n, "")) not in wanted),
        "",
    )


def _frame_unit(
    candidate: Candidate,
    plan: SamplePlan,
    *,
    hash_id: Callable[[str], str],
    audited: frozenset[str],
) -> FrameUnit:
    children = tuple(sorted({hash_id(child) for child in candidate.children}))
    return FrameUnit(
        unit=hash_id(candidate.id),
        stratum=_stratum(candidate, plan),
        family=hash_id(candidate.family) if candidate.family else "",
        children=children,
        excluded=_exclusion(candidate, plan, was_audited=not audited.isdisjoint(children)),
    )


def _stratum(candidate: Candidate, plan: SamplePlan) -> str:
    if plan.strata is None:
        return NO_STRATA
    return " ".join(candidate.attributes.get(plan.strata.by, "").split()) or NOT_RECORDED


def _exclusion(candidate: Candidate, plan: SamplePlan, *, was_audited: bool) -> str:
    """Return the first reason in a fixed order, so that each unit is counted under one."""
    if was_audited:
        return AUDITED_RECENTLY
    if plan.leave_out_restricted and candidate.attributes.get("restricted") == "yes":
        return RESTRICTED
    return ""
