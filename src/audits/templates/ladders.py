"""How a template writes who is told of a late return, and how that is kept."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from audits.domain.ladder import Addressee, Escalation, check_climbs


def _climbing(ladder: tuple[Escalation, ...]) -> tuple[Escalation, ...]:
    check_climbs(ladder)
    return ladder


def _long_or_short(written: object) -> str:
    """Tell which way a ladder is written, so that a slip in it is named once and not both ways."""
    if isinstance(written, list | tuple):
        return "ladder"
    return "days"


def _in_full(written: object) -> object:
    """Return a ladder; a number alone is the partnership's named person, so many days on."""
    if isinstance(written, int):
        return [{"after": written, "to": Addressee.NAMED_PERSON}]
    return written


Climbing = Annotated[tuple[Escalation, ...], AfterValidator(_climbing)]
WrittenLadder = Annotated[
    Annotated[int, Field(ge=0), Tag("days")] | Annotated[Climbing, Tag("ladder")],
    Discriminator(_long_or_short),
]
Ladder = Annotated[Climbing, BeforeValidator(_in_full)]
