"""The certificate of a draw: enough for anyone to re-perform it, with or without this product."""

from collections.abc import Callable
from typing import Any, TypedDict

from audits.domain.plan import SamplePlan

from .by_hand import by_hand
from .drawing import Draw
from .frame import Frame
from .ranking import Ranking
from .statement import state_draw
from .verification import differences


class CertifiedCase(TypedDict):
    """One drawn case as a certificate states it."""

    case: str
    unit_hash: str
    stratum: str
    rank: str
    probability: float
    targeted: bool
    why: str


class Certificate(TypedDict, total=False):
    """A published certificate, under the keys that the product promises.

    ``key`` is None until the draw is approved.
    """

    ref: str
    commitment: str
    key: str | None
    frame_sha256: str
    population: int
    eligible: int
    excluded: dict[str, int]
    plan: dict[str, Any]
    rules: list[str]
    strata: dict[str, dict[str, int]]
    cases: list[CertifiedCase]
    reserves: list[dict[str, Any]]
    reserves_in_all: dict[str, int]
    passed_over: dict[str, int]
    shortfall: str
    by_hand: list[str]
    verified: bool
    out_of_scope: dict[str, int]
    rulings: list[dict[str, str]]
    flags: dict[str, Any]
    reserves_used: list[dict[str, Any]]
    extensions: list[dict[str, Any]]


def certificate(
    ref: str,
    frame: Frame,
    plan: SamplePlan,
    *,
    key: str,
    drawn: Draw,
    case_ref: Callable[[int], str] | None = None,
    ranking: Ranking | None = None,
) -> dict[str, Any]:
    """Return the certificate of a draw, re-performed once before it is handed out.

    ``case_ref`` turns a case's number into its reference (``REF-03`` when not given). It reveals
    the key, so it is published only after the draw; ``verified`` says the draw came out the same.
    ``ranking`` spares ranking the frame again where it is at hand.
    """
    facts = state_draw(
        ref,
        frame,
        plan,
        key=key,
        drawn=drawn,
        case_ref=case_ref or (lambda number: f"{ref}-{number:02}"),
    )
    facts["by_hand"] = by_hand(facts)
    faults = differences(facts, ranking or Ranking(frame, key))
    return {**facts, "verified": not faults}
