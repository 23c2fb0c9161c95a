"""What a text in a register means in our words."""

import json
import re
from collections.abc import Mapping

from audits.domain.spelling import folded

from .profile import Profile
from .shapes import Column


CODE = re.compile(r"^\s*(?:[a-z]{1,2}\d?\)\s*)?(?:[A-Z]{0,3}\d{0,2}[A-Z]?\s*[:\u2013-]\s+)?")
SET = ("Y", "y", "true", True, 1)
LETTER = re.compile(r"^\s*[a-z]{1,2}\d?\)\s*")
SEVERAL = re.compile(r"[\s,;|]+")  # between the codes of a cell that holds some
CODE_ALONE = re.compile(r"^\s*([A-Z]?\d{1,2}[A-Z]?)\s*(?:$|:)")


def meaning(text: str, words: Mapping[str, str]) -> str:
    """Return our word for a text, also where a code stands before it (``q) 6: Police``).

    A code alone, with or without its own words behind it, is known by the code.
    """
    if text.startswith("{"):
        return _set_in(text, words)
    plain = LETTER.sub("", text)
    spellings = [text, CODE.sub("", text), plain]
    code = CODE_ALONE.match(plain)
    if code:
        spellings.append(code[1])
    for spelling in spellings:
        word = words.get(folded(spelling))
        if word:
            return word
    return ""


def meaning_of_all(text: str, words: Mapping[str, str]) -> str:
    """Return our word for a text that may hold several codes, where all of them mean the same.

    >>> meaning_of_all("MOB, LD", {"mob": "Disabled", "ld": "Disabled"})
    'Disabled'
    """
    whole = meaning(text, words)
    if whole:
        return whole
    meant = {meaning(part, words) for part in SEVERAL.split(LETTER.sub("", text)) if part}
    if len(meant) != 1:
        return ""
    return meant.pop()


def _set_in(text: str, words: Mapping[str, str]) -> str:
    """Return our word for the one flag that a JSON object sets, as the Safeguarding Dataset's."""
    try:
        flags: dict[str, object] = json.loads(text)
    except json.JSONDecodeError:
        return ""
    meant = set()
    for name, value in flags.items():
        if value in SET and folded(name) in words:
            meant.add(words[folded(name)])
    if len(meant) != 1:
        return ""
    return meant.pop()


def words_of(column: Column, profile: Profile | None = None) -> dict[str, str]:
    """Return our word for each folded spelling; what a profile says goes before what we know."""
    words: dict[str, str] = {}
    for word, texts in column.values.items():
        words |= dict.fromkeys(map(folded, (word, *texts)), word)
    if profile is not None:
        for text, word in profile.values.get(column.name, {}).items():
            words[folded(text)] = word
    return words
