"""A certificate's keys, what stands under each, and what is looked up in it in many places."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NotRequired, TypeAlias, TypedDict


Facts: TypeAlias = Mapping[str, Any]  # a certificate, or a row of it, as it was kept


class CertifiedStrata(TypedDict):
    """How a frame was divided, as a certificate states it: the fields of ``Strata``."""

    by: str
    allocate: str
    at_least: int
    fixed: dict[str, int]


class CertifiedTargeted(TypedDict):
    """How many cases a person might choose, as a certificate states it."""

    at_most: int


class CertifiedPlan(TypedDict):
    """The plan of a draw as a certificate states it: the fields of ``SamplePlan``."""

    size: int | None
    strata: CertifiedStrata | None
    targeted: CertifiedTargeted
    audited_within_months: int | None
    one_child_a_family: bool
    leave_out_restricted: bool
    quotas: dict[str, dict[str, int]]
    open_at_least_months: int | None
    flag_live_proceedings: bool
    independent_of: list[str]
    by_name: bool


class CertifiedReserve(TypedDict):
    """One reserve as a certificate states it."""

    unit_hash: str
    stratum: str
    rank: str


class CertifiedCase(CertifiedReserve):
    """One drawn case as a certificate states it."""

    case: str
    probability: float
    targeted: bool
    why: str


class UsedReserve(CertifiedReserve):
    """A reserve in use: whose place it took (``case``, "" if nobody's), and its reference."""

    case: str
    by: str
    why: str


class CertifiedExtension(TypedDict):
    """A sample made larger ``after`` so many reserves were in use."""

    more: int
    after: int
    why: str
    shares: dict[str, int]
    probabilities: dict[str, float]


class StratumCounts(TypedDict):
    """How many of a stratum may be drawn, and how many were at random."""

    eligible: int
    drawn: int


class Certificate(TypedDict):
    """Everything a draw rests on and gave, under the keys that the product promises.

    ``key`` is None until the draw is approved; what is not required comes after the draw.
    """

    ref: str
    commitment: str
    key: str | None
    frame_sha256: str
    population: int
    eligible: int
    excluded: dict[str, int]
    plan: CertifiedPlan
    rules: list[str]
    strata: dict[str, StratumCounts]
    cases: list[CertifiedCase]
    reserves: list[CertifiedReserve]
    reserves_in_all: dict[str, int]
    passed_over: dict[str, str]
    shortfall: str
    by_hand: NotRequired[list[str]]
    verified: NotRequired[bool]
    out_of_scope: NotRequired[dict[str, int]]
    rulings: NotRequired[list[dict[str, str]]]
    flags: NotRequired[dict[str, Any]]
    reserves_used: NotRequired[list[UsedReserve]]
    extensions: NotRequired[list[CertifiedExtension]]


def chosen_by_name(certificate: Facts) -> list[Facts]:
    """Return the cases that a person chose."""
    return list(filter(itemgetter("targeted"), certificate["cases"]))


def counts_of(certificate: Facts, what: str) -> dict[str, int]:
    """Return how many of each stratum are ``eligible``, or were ``drawn`` at random."""
    return {name: counts[what] for name, counts in certificate["strata"].items()}


def reserves_used(certificate: Facts) -> Sequence[Facts]:
    """Return the reserves in use, in the order of their use."""
    used: Sequence[Facts] = certificate.get("reserves_used", ())
    return used


def extensions_of(certificate: Facts) -> Sequence[Facts]:
    """Return by what the sample was made larger, in order."""
    extensions: Sequence[Facts] = certificate.get("extensions", ())
    return extensions
