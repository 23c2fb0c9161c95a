"""Who hears of a return that stays out, and how long after its deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from audits.domain.amounts import many

from .from_file import FromFile


class Addressee(StrEnum):
    """Who of a unit, or above it, a letter is for."""

    UNIT = "unit"
    DEPUTY = "deputy"
    QEG_MEMBER = "qeg_member"
    CHAIR = "chair"
    NAMED_PERSON = "named_person"
    LEAD_PARTNER = "lead_partner"
    DELEGATED_PARTNER = "delegated_partner"
    SCRUTINEER = "scrutineer"
    DESIGNATED_PROFESSIONAL = "designated_professional"
    EDUCATION_LEAD = "education_lead"


# The offices of the partnership itself, which one person holds for all agencies.
OF_THE_PARTNERSHIP = (
    Addressee.CHAIR,
    Addressee.LEAD_PARTNER,
    Addressee.DELEGATED_PARTNER,
    Addressee.SCRUTINEER,
    Addressee.DESIGNATED_PROFESSIONAL,
    Addressee.EDUCATION_LEAD,
)


@dataclass(frozen=True, slots=True)
class Escalation(FromFile):
    """Who is told ``after`` so many working days past the deadline.

    Raises:
        ValueError: if it is before the deadline, or only the unit again.
    """

    after: int
    to: Addressee

    def __post_init__(self) -> None:
        if self.after < 0:
            raise ValueError("an escalation comes after the deadline, so 'after' is 0 or more")
        if self.to is Addressee.UNIT:
            raise ValueError("the unit itself is reminded; write to someone else, as: to: deputy")


def check_climbs(ladder: Iterable[Escalation]) -> None:
    """Refuse a ladder whose next rung is not later, or goes to somebody who was told before.

    Raises:
        ValueError: naming the two rungs, or because there is none.
    """
    rungs = list(ladder)
    if not rungs:
        raise ValueError("nobody is told; name at least one, as: {after: 10, to: qeg_member}")
    for lower, higher in pairwise(rungs):
        if higher.after <= lower.after:
            raise ValueError(
                f"'{higher.to}' after {many(higher.after, 'day')} comes no later than "
                f"'{lower.to}' after "
                f"{lower.after}: put them in order"
            )
    offices = [rung.to for rung in rungs]
    for to in (to for to in offices if offices.count(to) > 1):
        raise ValueError(f"'{to}' is on the ladder twice; once is enough")
