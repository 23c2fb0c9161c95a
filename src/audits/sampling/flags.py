"""What a person must look at before a drawn case goes out; it changes nobody's chance."""

from collections.abc import Collection, Iterator, Mapping

from audits.domain.plan import SamplePlan
from audits.domain.spelling import folded


LIVE_PROCEEDINGS = "live_proceedings"


def flags_of(
    attributes: Mapping[str, str], plan: SamplePlan, *, auditors: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Return a drawn case's flags: ``live_proceedings``, ``worker``, ``team``.

    ``auditors`` holds those who would audit it: for ``worker`` the keyed hashes of their names,
    compared with the register's ``worker_hash``; for ``team`` the folded names of their units,
    compared with its ``team``. No worker's name is needed here.
    """
    return tuple(_flags(attributes, plan, auditors))


def _flags(
    attributes: Mapping[str, str], plan: SamplePlan, auditors: Mapping[str, Collection[str]]
) -> Iterator[str]:
    if plan.flag_live_proceedings and attributes.get(LIVE_PROCEEDINGS) == "yes":
        yield LIVE_PROCEEDINGS
    allocated = {
        "worker": attributes.get("worker_hash", ""),
        "team": folded(attributes.get("team", "")),
    }
    for who in plan.independent_of:
        if allocated[who] and allocated[who] in auditors.get(who, ()):
            yield who
