"""The one protection of free text, at every door: what identifies a person is masked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, starmap
from typing import Any

from audits.domain.folding import fold, joined_spans

from .known import Known
from .signs import sign_spans


MASK = "[removed]"
Person = Mapping[str, str]  # what a register calls a person: "forename", "born", "child_id", ...


class Masker:
    """Masks texts: what identifies by its form, and all that is known of some people."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._known = Known(people)

    def text(self, text: str) -> str:
        """Return a text with every personal detail masked, in time proportional to its length."""
        masked, at = [], 0
        for start, end in self.spans(text):
            masked += [text[at:start], MASK]
            at = end
        return "".join([*masked, text[at:]])

    def finds(self, text: str) -> bool:
        """Tell whether a text holds a personal detail, or the mask of one."""
        return MASK in text or next(self.spans(text), None) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield what is to be masked, as places in the text as it was written."""
        folded = fold(text)
        spans = chain(sign_spans(folded.text), self._known.spans(folded))
        return joined_spans(starmap(folded.span, spans))


def mask_all(data: bytes, _: Any) -> list[str]:
    """Return masked texts: run in the limited process, on {"texts": [...], "people": [...]}."""
    asked = json.loads(data)
    masker = Masker(asked["people"])
    return [masker.text(text) for text in asked["texts"]]
