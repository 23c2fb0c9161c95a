"""The rules of a draw, and what it could not give, as sentences for a certificate."""

from collections import Counter
from collections.abc import Iterator, Mapping

from audits.domain.amounts import are, many, were
from audits.domain.plan import Allocation, SamplePlan, Strata

from .certified import StratumCounts
from .drawing import Draw


SHARES: Mapping[Allocation, str] = {
    Allocation.PROPORTIONAL: "in proportion to how many are eligible",
    Allocation.EQUAL: "in equal parts",
    Allocation.FIXED: "in fixed numbers",
}


def rules_of(plan: SamplePlan) -> list[str]:
    """Return the rules of a plan, each as a sentence."""
    return list(_rules(plan))


def shortfall(drawn: Draw, plan: SamplePlan, strata: Mapping[str, StratumCounts]) -> str:
    """Say in sentences that fewer were drawn than asked for, or nothing.

    A number asked of one stratum is named with what the stratum holds, and is taken from no other;
    ``strata`` holds how many of each are eligible.
    """
    if plan.strata is not None and plan.strata.allocate is Allocation.FIXED:
        return " ".join(_short_strata(drawn, plan.strata, strata))
    if plan.size is None or len(drawn.cases) >= plan.size:
        return ""
    why = "too few were eligible"
    if drawn.passed_over:
        why += f" ({len(drawn.passed_over)} passed over as siblings of drawn cases)"
    got = len(drawn.cases)
    return f"The plan asks for {many(plan.size, 'case')}; {got} {were(got)} drawn, because {why}."


def numbers_in_words(numbers: Mapping[str, int]) -> list[str]:
    """Return each number as ``3 of 'early help'``, by the alphabet.

    A database may keep them in another order.
    """
    return [f"{number} of '{name}'" for name, number in sorted(numbers.items())]


def _short_strata(drawn: Draw, plan: Strata, strata: Mapping[str, StratumCounts]) -> Iterator[str]:
    got = Counter(case.stratum for case in drawn.cases)
    for name, asked in sorted(plan.fixed.items()):
        if got[name] >= asked:
            continue
        eligible = strata[name]["eligible"] if name in strata else 0
        holds = f"{eligible} {are(eligible)} eligible"
        siblings = eligible - got[name]
        if siblings:
            holds += f", {siblings} of them siblings of drawn cases"
        yield (
            f"The plan asks for {asked} from '{name}' but {holds}. "
            f"{got[name]} {were(got[name])} drawn, and the others are made up from no other "
            "stratum."
        )


def _rules(plan: SamplePlan) -> Iterator[str]:
    size = "every eligible case"
    if plan.size is not None:
        size = many(plan.size, "case")
    yield f"The plan asks for {size}, at most {plan.targeted.at_most} of them chosen by name."
    if plan.strata is not None:
        yield from _strata(plan.strata)
    for name, quota in sorted(plan.quotas.items()):
        yield f"By '{name}': {', '.join(numbers_in_words(quota))}."
    if plan.quotas:
        yield (
            "Both are met exactly, each combination of two values with a whole number near its "
            "share of the frame; within a combination the draw is a simple random one."
        )
    yield from _left_out(plan)
    yield from _looked_at(plan)


def _strata(strata: Strata) -> Iterator[str]:
    yield f"They are shared out by '{strata.by}' {SHARES[strata.allocate]}."
    if strata.allocate is Allocation.FIXED:
        numbers = ", ".join(f"{n} of {name!r}" for name, n in sorted(strata.fixed.items()))
        yield f"{numbers}."
    if strata.at_least:
        yield f"Each stratum gives at least {strata.at_least}, if it has them."


def _left_out(plan: SamplePlan) -> Iterator[str]:
    if plan.audited_within_months:
        months = many(plan.audited_within_months, "month")
        yield f"A child audited in the last {months} is left out."
    if plan.leave_out_restricted:
        yield "A restricted record is left out."
    if plan.open_at_least_months:
        yield f"A case open for less than {many(plan.open_at_least_months, 'month')} is left out."
    if plan.one_child_a_family:
        yield "One child a family is drawn; brothers and sisters are passed over."


def _looked_at(plan: SamplePlan) -> Iterator[str]:
    if plan.flag_live_proceedings:
        yield "A case with live proceedings is left in, and a person decides before it goes out."
    if plan.independent_of:
        whose = " or ".join(plan.independent_of)
        yield f"A case whose {whose} would audit it is left in, and a person decides likewise."
