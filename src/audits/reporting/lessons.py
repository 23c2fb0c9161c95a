"""Lessons from practice: one page for the wall, public by design."""

from collections.abc import Iterator
from itertools import chain
from math import ceil

from audits.domain.errors import UserError

from .facts import CycleFacts
from .identifying import identifying
from .paper import Block, Heading, Items, Paper, Text


LINES, LETTERS = 22, 64  # on one page that can be read at arm's length
WHAT_THIS_IS = (
    "The {partnership} looked closely at one family's story with those who had worked with them. "
    "Nothing here "
    "says which family it was; it could have been many. These are the lessons for all of us."
)
DRAFT = "DRAFT, to be read before somebody signs it off. Not for publication."
NONE_YET = "No lesson has been written down yet."
NEXT = "Talk about one of these in your next team meeting: where would it have made a difference?"


def lessons(facts: CycleFacts, version: str) -> Paper:
    """Return the leaflet: what was learned and what to try, and nothing that identifies anyone.

    Raises:
        UserError: if a lesson holds what could tell whom it is about, or all do not fit on a page.
    """
    _check(facts)
    marking = DRAFT
    if version == "public":
        marking = "For everyone who works with children."
    return Paper(
        title="Lessons from practice",
        subtitle="What a review of our work with one family taught us",
        marking=marking,
        footer=f"{facts.partnership.name}.",
        blocks=tuple(_blocks(facts)),
        is_poster=True,
    )


def _blocks(facts: CycleFacts) -> Iterator[Block]:
    yield Text(WHAT_THIS_IS.format(partnership=facts.partnership.noun))
    answered = [lesson for lesson in facts.report.lessons if lesson.answers]
    heading = "What we learned"  # over the first, whatever its question
    for place, lesson in enumerate(answered):
        if place:
            heading = lesson.asks
        yield Heading(heading)
        yield Items("", lesson.answers)
    if not answered:
        yield Text(NONE_YET)
        return
    yield Heading("What you can do")
    yield Text(NEXT)


def _check(facts: CycleFacts) -> None:
    texts = list(chain.from_iterable(lesson.answers for lesson in facts.report.lessons))
    signs = dict.fromkeys(chain.from_iterable(map(identifying, texts)))
    if signs:
        raise UserError(
            f"A lesson of {facts.ref} holds {' and '.join(signs)}, by which somebody could "
            "know the "
            "family: have the agency return it in other words."
        )
    if sum(map(_lines, texts)) > LINES:
        raise UserError(
            f"The lessons of {facts.ref} do not fit on one page: have the agencies return "
            "fewer or shorter ones."
        )


def _lines(text: str) -> float:
    """Return how many lines a lesson takes, with the space below it."""
    return 0.5 + ceil(len(text) / LETTERS)
