"""What a person must look at before a drawn case goes out; it changes nobody's chance."""

from collections.abc import Collection, Iterator, Mapping

from audits.domain.plan import SamplePlan


LIVE_PROCEEDINGS = "live_proceedings"


def flags_of(
    attributes: Mapping[str, str], plan: SamplePlan, *, auditors: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Return a drawn case's flags: ``live_proceedings``, ``worker``, ``team``.

    ``auditors`` holds, for each of ``worker`` and ``team``, the keyed hashes of those who would
    audit it; the register's attributes ``worker_hash`` and ``team_hash`` are compared with them.
    """
    return tuple(_flags(attributes, plan, auditors))


def _flags(
    attributes: Mapping[str, str], plan: SamplePlan, auditors: Mapping[str, Collection[str]]
) -> Iterator[str]:
    if plan.flag_live_proceedings and attributes.get(LIVE_PROCEEDINGS) == "yes":
        yield LIVE_PROCEEDINGS
    for who in plan.independent_of:
        theirs = attributes.get(f"{who}_hash", "")
        if theirs and theirs in auditors.get(who, ()):
            yield who
