"""The certificate of a draw: enough for anyone to re-perform it, with or without this product."""

from collections.abc import Callable

from audits.domain.plan import SamplePlan

from .by_hand import by_hand
from .certified import Certificate
from .drawing import Draw
from .frame import Frame
from .ranking import Ranking
from .statement import state_draw
from .verification import differences


def certificate(
    ref: str,
    frame: Frame,
    plan: SamplePlan,
    *,
    key: str,
    drawn: Draw,
    case_ref: Callable[[int], str] | None = None,
    ranking: Ranking | None = None,
) -> Certificate:
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
    facts["verified"] = not faults
    return facts
