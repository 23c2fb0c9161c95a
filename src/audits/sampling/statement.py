"""A draw and its plan as plain JSON values, and the plan read back from them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import compress, filterfalse
from operator import attrgetter, not_
from typing import Any

from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan, Strata, Targeted

from .certified import (
    Certificate,
    CertifiedCase,
    CertifiedPlan,
    CertifiedReserve,
    CertifiedStrata,
    StratumCounts,
)
from .drawing import Draw, DrawnCase, Reserve
from .frame import Frame
from .in_words import rules_of, shortfall
from .rank import commitment


def state_draw(
    ref: str,
    frame: Frame,
    plan: SamplePlan,
    *,
    key: str,
    drawn: Draw,
    case_ref: Callable[[int], str],
) -> Certificate:
    """Return everything a draw rests on and gave, under the keys the product promises."""
    strata = _strata(frame, drawn)
    return {
        "ref": ref,
        "commitment": commitment(key, frame.sha256),
        "key": key,
        "frame_sha256": frame.sha256,
        "population": frame.population,
        "eligible": frame.eligible,
        "excluded": dict(frame.excluded),
        "plan": plan_as_json(plan),
        "rules": rules_of(plan),
        "strata": strata,
        "cases": [_case(case, case_ref(case.number)) for case in drawn.cases],
        "reserves": list(map(_reserve, drawn.reserves)),
        "reserves_in_all": dict(drawn.reserves_in_all),
        "passed_over": dict(drawn.passed_over),
        "shortfall": shortfall(drawn, plan, strata),
    }


def plan_as_json(plan: SamplePlan) -> CertifiedPlan:
    """Return a plan as plain values, under the names of its fields and in their order."""
    return {
        "size": plan.size,
        "strata": _strata_of(plan),
        "targeted": {"at_most": plan.targeted.at_most},
        "audited_within_months": plan.audited_within_months,
        "one_child_a_family": plan.one_child_a_family,
        "leave_out_restricted": plan.leave_out_restricted,
        "quotas": {name: dict(quota) for name, quota in plan.quotas.items()},
        "open_at_least_months": plan.open_at_least_months,
        "flag_live_proceedings": plan.flag_live_proceedings,
        "independent_of": list(plan.independent_of),
        "by_name": plan.by_name,
    }


def _strata_of(plan: SamplePlan) -> CertifiedStrata | None:
    if plan.strata is None:
        return None
    return {
        "by": plan.strata.by,
        "allocate": str(plan.strata.allocate),
        "at_least": plan.strata.at_least,
        "fixed": dict(plan.strata.fixed),
    }


def plan_from_json(values: Mapping[str, Any]) -> SamplePlan:
    """Return the plan that ``plan_as_json`` wrote.

    Raises:
        SampleError: if it is not one.
    """
    try:
        strata = values["strata"]
        if strata is not None:
            strata = Strata(**{**strata, "allocate": Allocation(strata["allocate"])})
        targeted = Targeted(**values["targeted"])
        whose = tuple(values.get("independent_of", ()))
        plan = SamplePlan(
            **{**values, "strata": strata, "targeted": targeted, "independent_of": whose}
        )
        _check_numbers(plan)
        rules_of(plan)  # other nonsense in it is found out here
        return plan
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SampleError(
            "The certificate's plan cannot be read; it may have been edited."
        ) from error


def _check_numbers(plan: SamplePlan) -> None:
    """Refuse a plan whose numbers are none.

    Raises:
        TypeError: as a plan's other nonsense does.
    """
    if plan.strata is not None and not isinstance(plan.strata.by, str):
        raise TypeError("the attribute of the strata is no text")
    for number in _numbers(plan):
        if type(number) is not int or number < 0:
            raise TypeError("a number of the plan is none")


def _numbers(plan: SamplePlan) -> Iterator[object]:
    """Yield what a plan gives for numbers, which may be anything where it was edited."""
    yield plan.targeted.at_most
    for quota in plan.quotas.values():
        yield from quota.values()
    for number in (plan.size, plan.audited_within_months):
        if number is not None:
            yield number
    if plan.strata is not None:
        yield plan.strata.at_least
        yield from plan.strata.fixed.values()


def _strata(frame: Frame, drawn: Draw) -> dict[str, StratumCounts]:
    is_eligible = map(not_, frame.reasons)
    eligible = Counter(compress(frame.strata, is_eligible))
    at_random = filterfalse(attrgetter("targeted"), drawn.cases)
    counts = Counter(map(attrgetter("stratum"), at_random))
    return {name: {"eligible": eligible[name], "drawn": counts[name]} for name in sorted(eligible)}


def _reserve(reserve: Reserve) -> CertifiedReserve:
    return {
        "unit_hash": reserve.unit_hash,
        "stratum": reserve.stratum,
        "rank": reserve.rank,
    }


def _case(case: DrawnCase, ref: str) -> CertifiedCase:
    return {
        "case": ref,
        "unit_hash": case.unit_hash,
        "stratum": case.stratum,
        "rank": case.rank,
        "probability": case.probability,
        "targeted": case.targeted,
        "why": case.why,
    }
