"""Why those who are asked must answer: named texts of law, each with the days it is in force."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from audits.domain.days import day_in_words

from .field_types import Code, Shape, Words


NAMED = re.compile(r"[a-z][a-z0-9_]*")  # a name of an entry; words of one's own hold a space


class LegalText(Shape):
    """One text of law. Without a first or last day it was, or is, in force without end."""

    text: Words
    in_force_from: date | None = None
    in_force_to: date | None = None
    source: str = ""
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        """Return whether it is in force on this day."""
        first, last = self.in_force_from or date.min, self.in_force_to or date.max
        return first <= day <= last


def _one_after_another(texts: Sequence[LegalText]) -> Sequence[LegalText]:
    for earlier, later in pairwise(texts):
        ends, begins = earlier.in_force_to, later.in_force_from
        if ends is None or begins is None or ends >= begins:
            raise ValueError(
                "the texts of an entry follow one another: each but the last needs 'in_force_to', "
                "each but the first a later 'in_force_from'"
            )
    return texts


Texts = Annotated[tuple[LegalText, ...], Field(min_length=1), AfterValidator(_one_after_another)]
Law = Mapping[str, tuple[LegalText, ...]]


class LawFile(Shape):
    """``shared/law.yaml``."""

    law: Mapping[Code, Texts]


def names_entry(legal_basis: str) -> bool:
    """Return whether a template's legal basis is the name of an entry, and not words of its own."""
    return NAMED.fullmatch(legal_basis) is not None


def ended_law(name: str, texts: Sequence[LegalText], day: date) -> Iterator[str]:
    """Yield a sentence if no text of a template's legal basis is in force on a day."""
    if texts and not any(text.is_in_force(day) for text in texts):
        yield (
            f"its legal basis '{name}' has no text in force on {day_in_words(day)}. Write the text "
            "in force into shared/law.yaml and have it checked by your lawyer."
        )


def text_on(texts: Sequence[LegalText], day: date) -> str:
    """Return the text in force on a day; the last one before it, else the first, if none is."""
    in_force = [text for text in texts if text.is_in_force(day)]
    begun = [text for text in texts if (text.in_force_from or date.min) <= day]
    return (in_force or begun[-1:] or list(texts))[0].text
