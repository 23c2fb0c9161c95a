"""Whether an ordinary word is a name where it stands: by its case and what is beside it."""

import re
from itertools import chain

from audits.domain.folding import WORD, Folded

from .names import Form
from .ordinary import AFTER_A_WORD, BEFORE_A_MONTH, MONTHS


LOOKED_AT = 40  # characters before and after
GAP = 4
BEGINS = re.compile(r"(?:^|[.!?:;\n\u2022*-])[\s\"'(\[]{0,4}$")
NEAR = re.compile(r"[^\w\n]{0,3}\w")
ORDINALS = frozenset({"st", "nd", "rd", "th"})
MONTH_WORDS = frozenset({*MONTHS, *chain.from_iterable(MONTHS.values())})
ACRONYMS = frozenset({"ed", "al", "pa", "la", "it", "id", "ot", "ta", "cp", "mo"})


def is_a_name(form: Form, folded: Folded, start: int, end: int) -> bool:
    """Tell whether an ordinary word is a name where it stands: by its case and what is beside it.

    A capital makes it a name, but for the first word of a sentence, and any in a text of capitals,
    with a word behind it that no name has.
    """
    place = slice(*folded.span(start, end))
    text = folded.original[place]
    is_shouted = len(text) > 1 and text.isupper()
    if not text[:1].isupper() or (is_shouted and form[0] in ACRONYMS):
        return False
    before = folded.text[max(0, start - LOOKED_AT) : start]
    after = folded.text[end : end + LOOKED_AT]
    if form[0] in MONTHS and _is_said_of_time(before, after):
        return False
    if is_shouted or BEGINS.search(before):
        behind = WORD.search(after)
        return behind is None or behind.start() > GAP or behind[0] not in AFTER_A_WORD
    return True


def _is_said_of_time(before: str, after: str) -> bool:
    """Tell whether a month's name is said of a time: "in May", "3rd May", "May 2017"."""
    words, behind = WORD.findall(before)[-2:], WORD.findall(after)[:2]
    if words and (words[-1].isdecimal() or words[-1] in BEFORE_A_MONTH | MONTH_WORDS):
        return True
    if len(words) > 1 and words[-1] in ORDINALS and words[-2].isdecimal():
        return True
    if not behind or not NEAR.match(after):
        return False
    next_month = behind[-1] in MONTH_WORDS and behind[0] in {"and", "or", "to"}
    return behind[0].isdecimal() or behind[0] in MONTH_WORDS or next_month
