"""Which one choice of a scale a text says, if it says one and no more than one."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from audits.domain.question import Choice, Scale
from audits.domain.spelling import folded


MARK = re.compile(r"\s[-\u2013\u2014]\s?|[:;,(.\n]")  # "n/a - baby", "No, the family moved"
HARMLESS = re.compile(r"[\s.,;:!'\"()\[\]_\u2018\u2019\u201c\u201d\u2013\u2014-]")
OURS = re.compile(r"[a-z0-9]")  # letters and digits, folded
FEW = 3  # words; among more of them "a" and "I" are words, not choices
ALONE = re.compile(r"\W*[ai]\s*[^\w\s]", re.IGNORECASE)  # "i, as the record shows" is a choice
NUMBER = re.compile(r"\d+\s*[.)]?")
TRAILS_OFF = re.compile(r"[-\u2013\u2014]\s*$")  # "B-" is neither B nor a reason
EITHER = re.compile(r"/|\bor\b|\band\b|&|,|->|\bto\b|[;:|()\[\]\u2192\n-]", re.IGNORECASE)
# What makes of a reason a doubt, or of a choice a share.
DOUBTS = (
    "maybe", "may be", "perhaps", "possibly", "probably", "not sure", "unsure", "i think",
    "we think", "i guess", "don t know", "do not know", "to be confirmed", "tbc", "tbd",
    "unclear whether", "sort of", "kind of", "more or less", "per cent", "percent", "out of",
    "changed to", "rather", "should be", "not really", "not quite", "not fully", "mostly",
    "in part", "partly", "partially",
)  # fmt: skip
SIGNS = re.compile(
    r"[?%<>~=*^\u00b1\u00bf\u00bc-\u00be\u2190-\u21ff\u2248\u2264\u2265\u27f0-\u27ff]"
)


def choice_in(scale: Scale, text: str) -> tuple[str | None, str]:
    """Return the code of the one choice that a text says, and the reason written after it.

    None where it says no choice, more than one, or one that it takes back.
    """
    offered = _as_offered(scale).get(text)
    if offered:
        return offered, ""
    plain = unicodedata.normalize("NFKC", text).strip()
    whole = _whole(scale, plain)
    if whole:
        return whole, ""
    for head, reason in _splits(plain):
        code = _whole(scale, head)
        if code and _is_reason(scale, code, reason):
            return code, reason
        if code:
            break
    return None, ""


def says_more(scale: Scale, text: str) -> bool:
    """Tell whether more than one choice of a scale stands in a text."""
    known = _spellings(scale)
    parts = map(folded, EITHER.split(text))
    return len({known[part] for part in parts if part in known}) > 1


@lru_cache(maxsize=64)
def _as_offered(scale: Scale) -> Mapping[str, str | None]:
    """Return what each label says as the list of a cell offers it: most answers are these."""
    labels = map(attrgetter("label"), scale.choices)
    return {label: _whole(scale, unicodedata.normalize("NFKC", label)) for label in labels}


@lru_cache(maxsize=64)
def _spellings(scale: Scale) -> Mapping[str, str]:
    return {folded(text): choice.code for choice in scale.choices for text in _texts(choice)}


def _texts(choice: Choice) -> tuple[str, ...]:
    return (choice.label, choice.code, *choice.also)


def _whole(scale: Scale, text: str) -> str | None:
    """Return the choice that a text is, with nothing beside it but harmless marks."""
    text = text.strip()
    words = folded(text)
    code, marks = _with_marks(scale).get(words, (None, ()))
    if code is None:
        return None
    if words.isdecimal():
        if NUMBER.fullmatch(text):
            return code
        return None
    if any(map(_beside(text).issubset, marks)) and not TRAILS_OFF.search(text):
        return code
    return None


@lru_cache(maxsize=64)
def _with_marks(scale: Scale) -> Mapping[str, tuple[str, list[set[str]]]]:
    """Return each choice by its spellings, folded, with the marks beside each of these."""
    marks = defaultdict(list)
    for spelling in chain.from_iterable(map(_texts, scale.choices)):
        marks[folded(spelling)].append(_beside(spelling))
    return {words: (code, marks[words]) for words, code in _spellings(scale).items()}


def _beside(text: str) -> set[str]:
    """Return the characters of a text that are no letters of ours, digits, nor harmless marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return set(OURS.sub("", HARMLESS.sub("", plain)))


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each mark that may begin a reason, the longest first."""
    for mark in reversed(list(MARK.finditer(text))):
        yield text[: mark.start()], text[mark.end() :].strip(" )")


def _is_reason(scale: Scale, code: str, reason: str) -> bool:
    """Tell whether what follows a choice is a reason for it: no choice, share, arrow or doubt."""
    rest = f" {folded(reason)} "
    if not re.search(r"[^\W\d_]{2}", reason) or SIGNS.search(reason):
        return False
    if any(f" {doubt} " in rest for doubt in DOUBTS):
        return False
    few = len(rest.split()) <= FEW or ALONE.match(reason)
    spellings = _spellings(scale)
    for spelling in sorted(spellings, key=len, reverse=True):
        if f" {spelling} " in rest and (few or spelling not in ("a", "i")):
            if spellings[spelling] != code:
                return False
            rest = rest.replace(f" {spelling} ", "  ")
    return bool(rest.strip()) or not (_beside(reason) or TRAILS_OFF.search(reason))
