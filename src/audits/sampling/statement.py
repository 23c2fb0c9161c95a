"""A draw and its plan as plain JSON values, and the plan read back from them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from audits.domain.errors import SampleError
from audits.domain.plan import Allocation, SamplePlan, Strata, Targeted

from .drawing import Draw, DrawnCase
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
) -> dict[str, Any]:
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
        "reserves": [reserve._asdict() for reserve in drawn.reserves],
        "reserves_in_all": dict(drawn.reserves_in_all),
        "passed_over": dict(drawn.passed_over),
        "shortfall": shortfall(drawn, plan, strata),
    }


def plan_as_json(plan: SamplePlan) -> dict[str, Any]:
    """Return a plan as plain values."""
    values = asdict(plan)
    values["quotas"] = {name: dict(quota) for name, quota in plan.quotas.items()}
    values["independent_of"] = list(plan.independent_of)
    if plan.strata is not None:
        values["strata"] |= {
            "allocate": str(plan.strata.allocate),
            "fixed": dict(plan.strata.fixed),
        }
    return values


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
    numbers: list[object] = [
        plan.targeted.at_most,
        *(n for q in plan.quotas.values() for n in q.values()),
    ]
    numbers += [each for each in (plan.size, plan.audited_within_months) if each is not None]
    if plan.strata is not None:
        numbers += [plan.strata.at_least, *plan.strata.fixed.values()]
        if not isinstance(plan.strata.by, str):
            raise TypeError("the attribute of the strata is no text")
    if any(type(number) is not int or number < 0 for number in numbers):
        raise TypeError("a number of the plan is none")


def _strata(frame: Frame, drawn: Draw) -> dict[str, dict[str, int]]:
    pairs = zip(frame.strata, frame.reasons, strict=True)
    eligible = Counter(stratum for stratum, reason in pairs if not reason)
    random = Counter(case.stratum for case in drawn.cases if not case.targeted)
    return {
        name: {"eligible": count, "drawn": random[name]} for name, count in sorted(eligible.items())
    }


def _case(case: DrawnCase, ref: str) -> dict[str, Any]:
    return {
        "case": ref,
        "unit_hash": case.unit_hash,
        "stratum": case.stratum,
        "rank": case.rank,
        "probability": case.probability,
        "targeted": case.targeted,
        "why": case.why,
    }
