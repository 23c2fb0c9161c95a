"""Rows of a plan that are no action: the key to its colours, titles of sections, notes."""

import re
from collections.abc import Mapping, Sequence


Cells = Mapping[str, str]
ABOUT_AN_ACTION = ("owner", "with", "due", "measure", "published")
COLOURS = "red|amber|orange|yellow|green|blue|purple|black|grey|gray|white"
KEY = re.compile(
    r"^(?:colour )?(?:key|legend)\b|^(?:b?rag)(?: rating| status)? key\b", re.IGNORECASE
)
COLOUR = re.compile(rf"^(?:{COLOURS})\s*(?:$|[=:\u2013\u2014-])", re.IGNORECASE)
OF_THE_KEY = "It belongs to the key to the colours."
TITLE = "It is a title or a note."


def asides_in(rows: Sequence[tuple[int, Cells]]) -> dict[int, str]:
    """Return what each row is that is no action, by its number.

    An action has an owner, a day or a measure; a row that has none is no action if it speaks of
    colours, or stands below where a key begins, or says one thing only, and not what to do.
    """
    asides: dict[int, str] = {}
    is_below_key = False
    for number, cells in rows:
        texts = [text for text in cells.values() if text] or [""]
        if any(cells.get(name) for name in ABOUT_AN_ACTION):
            is_below_key = False
        elif is_below_key or KEY.match(texts[0]) or COLOUR.match(texts[0]):
            asides[number] = OF_THE_KEY
            is_below_key = True
        elif len(texts) == 1 and not cells.get("action"):
            asides[number] = TITLE
    return asides
