"""Reserves in use: the next one takes a lost case's place, or a sample is made larger by several.

What is used stands in the certificate in the order of its use: ``reserves_used`` says whose place
each took (``case``, or nothing where the sample was extended) and under which reference (``by``).
Nobody chooses: it is always the next in rank of its stratum, brothers and sisters of those drawn
or used gone by. The certificate lists the first reserves; here they are found in the frame, so
that none is ever out of reach.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from .allocation import allocate_more, less
from .certified import Facts, chosen_by_name, counts_of, extensions_of, reserves_used
from .drawing import Reserve, reserve_at
from .ranking import Ranking
from .statement import plan_from_json


@dataclass(frozen=True)
class Extension:
    """What a larger sample takes: how many more of each stratum, who, and what is then likely."""

    shares: Mapping[str, int]
    reserves: tuple[Reserve, ...]
    probabilities: Mapping[str, float]


def next_reserve(certificate: Facts, ranking: Ranking, stratum: str) -> Reserve | None:
    """Return the next reserve of a stratum, None if there is none."""
    reserves = _next(certificate, ranking, {stratum: 1})
    if not reserves:
        return None
    return reserves[0]


def extension(certificate: Facts, ranking: Ranking, more: int) -> Extension:
    """Return what a sample of so many more takes, the first part of it kept as it is.

    Shared out by the plan's own rule, see ``allocate_more``; fewer where there are no more. Of
    each stratum the first ranks are then in the sample, as if so many had been asked for at once,
    so each case's probability is its stratum's larger n/N.
    """
    plan = plan_from_json(certificate["plan"])
    drawn, pool = drawn_of(certificate), pool_of(certificate)
    used = Counter(map(itemgetter("stratum"), reserves_used(certificate)))
    left = less(certificate["reserves_in_all"], used)
    available = {name: drawn[name] + number for name, number in left.items()}
    while True:
        shares = allocate_more(plan, more, eligible=pool, drawn=drawn, available=available)
        reserves = _next(certificate, ranking, shares)
        got = Counter(reserve.stratum for reserve in reserves)
        short = {name: drawn[name] + got[name] for name in shares if got[name] < shares[name]}
        if not short:
            break
        available |= short
    given = {name: share for name, share in shares.items() if share}
    probabilities = {}
    for name, size in pool.items():
        sampled = drawn[name] + given.get(name, 0)
        if sampled and size:
            probabilities[name] = sampled / size
    return Extension(given, tuple(reserves), probabilities)


def drawn_of(certificate: Facts) -> Counter[str]:
    """Return how many each stratum has given at random, extensions counted, places only once."""
    drawn = Counter(counts_of(certificate, "drawn"))
    for extension in extensions_of(certificate):
        drawn.update(extension["shares"])
    return drawn


def pool_of(certificate: Facts) -> dict[str, int]:
    """Return how many of each stratum could be drawn at random."""
    by_name = Counter(map(itemgetter("stratum"), chosen_by_name(certificate)))
    return less(counts_of(certificate, "eligible"), by_name)


def faults_in_use(certificate: Facts, ranking: Ranking) -> Iterator[str]:
    """Yield a sentence for each reserve that was not the next one, and each wrong extension."""
    used, extensions = reserves_used(certificate), extensions_of(certificate)
    strata = dict(map(itemgetter("case", "stratum"), certificate["cases"]))
    at = done = 0
    while at < len(used) or done < len(extensions):
        so_far = {**certificate, "reserves_used": used[:at], "extensions": extensions[:done]}
        if done < len(extensions) and (extensions[done]["after"] <= at or at == len(used)):
            right = extension(so_far, ranking, extensions[done]["more"])
            after, done = at + len(right.reserves), done + 1
            yield from _extension_faults(extensions[done - 1], right, used[at:after])
        else:
            after = at + 1
            yield from _replacement_faults(so_far, ranking, used[at], strata)
        strata.update(map(itemgetter("by", "stratum"), used[at:after]))
        at = min(after, len(used))


def _replacement_faults(
    so_far: Facts, ranking: Ranking, row: Facts, strata: Mapping[str, str]
) -> Iterator[str]:
    right = next_reserve(so_far, ranking, strata.get(row["case"], ""))
    if right is None or not _is(row, right):
        yield f"Case {row['case']} was not replaced by the next reserve of its stratum."


def _extension_faults(stated: Facts, right: Extension, used: Sequence[Facts]) -> Iterator[str]:
    took_no_place = not any(map(itemgetter("case"), used))
    is_same = len(used) == len(right.reserves) and all(map(_is, used, right.reserves))
    if not (is_same and took_no_place):
        yield f"The extension by {stated['more']} did not take the next reserves."
    if (stated["shares"], stated["probabilities"]) != (right.shares, right.probabilities):
        yield f"The numbers of the extension by {stated['more']} are not what the rule gives."


def _is(row: Facts, reserve: Reserve) -> bool:
    return reserve._asdict().items() <= row.items()


def _next(certificate: Facts, ranking: Ranking, quota: Mapping[str, int]) -> list[Reserve]:
    """Return the next reserves that fill a quota, in the order of their ranks."""
    plan = plan_from_json(certificate["plan"])
    gone = [*certificate["cases"], *reserves_used(certificate)]
    places = ranking.places(list(map(itemgetter("unit_hash"), gone)))
    families = ranking.families(places) if plan.one_child_a_family else None
    picked = ranking.pick(quota, but=places, families=families)
    return list(map(partial(reserve_at, ranking.frame), picked))
