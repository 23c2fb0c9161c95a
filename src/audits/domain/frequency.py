"""Words for how often something was so: said only where the numbers bear them.

A rule is met by a count or a share; its sentence may say more than that ("most", "often"). Each
such word has the share of cases above which it is true, and a plain one that stands for it below.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Word:
    """Ways to say how often: the share above which they are true, and what is true below it."""

    pattern: str
    above: float
    plainer: str


# A share that is exactly one half is not most; nine tenths are nearly all, and one is all.
_HALF, _NINE_TENTHS, _EVERY = 0.5, 0.9 - 1e-9, 1.0 - 1e-9
_WORDS: Mapping[str, _Word] = {
    "nearly_every": _Word(r"(?:nearly|almost) (?:every|each)", _NINE_TENTHS, "at least one"),
    "nearly_all": _Word(r"(?:nearly|almost) all", _NINE_TENTHS, "some"),
    "everywhere": _Word(r"(?:nearly|almost) everywhere", _NINE_TENTHS, "in some places"),
    "nearly_always": _Word(r"(?:nearly|almost) always", _NINE_TENTHS, "sometimes"),
    "rarely": _Word(
        r"(?:nearly|almost) never|rarely|seldom|hardly ever", _NINE_TENTHS, "not always"
    ),
    "not_often": _Word(r"not (?:often|usually|generally)", _HALF, "not always"),
    "often": _Word(r"(?:too |very )?often|usually|frequently|generally|mostly", _HALF, "sometimes"),
    "most": _Word(
        r"the majority of|(?<!\bat )(?<!\bthe )(?<!\btheir )(?<!\bits )most", _HALF, "some"
    ),
    # "Not always" claims no more than one case.
    "always": _Word(r"(?<!\bnot )(?<!n't )always", _EVERY, "sometimes"),
    "never": _Word(r"never", _EVERY, "not always"),
}
# In one go, the longer before the shorter that is a part of it.
_SAID = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{word.pattern})\b)" for name, word in _WORDS.items()), re.IGNORECASE
)


def in_borne_words(text: str, share: float) -> str:
    """Return a sentence with each word for how often that ``share`` does not bear made plainer.

    ``share`` is the smallest that may be true of the cases of which the sentence is said.

    Example:
        >>> in_borne_words("Most contacts were often late, and not always logged.", 0.25)
        'Some contacts were sometimes late, and not always logged.'
        >>> in_borne_words("Most contacts were often late.", 0.55)
        'Most contacts were often late.'
    """

    def borne(match: re.Match[str]) -> str:
        word = _word_of(match)
        return match[0] if share > word.above else _like(match[0], word.plainer)

    return _SAID.sub(borne, text)


def words_not_borne(text: str, share: float) -> tuple[str, ...]:
    """Return the words for how often that ``share`` does not bear, as they stand in a sentence."""
    return tuple(match[0] for match in _SAID.finditer(text) if share <= _word_of(match).above)


def plainest(text: str) -> str:
    """Return what a sentence is whatever the share: two that are one in this are of one rule."""
    return in_borne_words(text, 0.0)


def _word_of(match: re.Match[str]) -> _Word:
    return _WORDS[str(match.lastgroup)]


def _like(before: str, after: str) -> str:
    return after.capitalize() if before[0].isupper() else after
