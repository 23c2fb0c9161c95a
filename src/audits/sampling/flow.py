"""The flow of counts from the register to the cases that are audited; it always adds up."""

from collections.abc import Iterator
from operator import itemgetter

from .certified import Facts, chosen_by_name, reserves_used


def flow(facts: Facts) -> list[tuple[str, int]]:
    """Return each step of a draw in words with its count, in order.

    ``facts`` is a certificate, or as much of one as there is before the draw: ``out_of_scope``,
    ``population``, ``excluded`` and ``eligible``. The register is its first line, less each "out
    of scope" the population, less each "left out" the eligible; these are the drawn, those chosen
    by name, the siblings passed over and the reserves.
    """
    return list(_flow(facts))


def _flow(facts: Facts) -> Iterator[tuple[str, int]]:
    outside = facts.get("out_of_scope") or {}
    yield "in the register", facts["population"] + sum(outside.values())
    for why, number in sorted(outside.items()):
        yield f"out of scope: {why}", number
    yield "in the window and scope", facts["population"]
    for why, number in sorted(facts["excluded"].items()):
        yield f"left out: {why.replace('_', ' ')}", number
    yield "eligible", facts["eligible"]
    if "cases" in facts:
        yield from _drawn(facts)


def _drawn(facts: Facts) -> Iterator[tuple[str, int]]:
    by_name = len(chosen_by_name(facts))
    used = reserves_used(facts)
    replacing = len(list(filter(itemgetter("case"), used)))
    yield "drawn at random", len(facts["cases"]) - by_name
    yield "chosen by name", by_name
    yield "passed over as siblings", len(facts["passed_over"])
    yield "reserves", _reserves(facts)
    yield "added from the reserves", len(used) - replacing
    yield "replaced from the reserves", replacing


def _reserves(facts: Facts) -> int:
    """Count the reserves; a certificate of before did not, but named every one."""
    if "reserves_in_all" in facts:
        return sum(facts["reserves_in_all"].values())
    return len(facts["reserves"])
