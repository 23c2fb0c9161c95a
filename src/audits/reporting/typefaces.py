"""The typeface that comes with this program, and what to print of characters that it has not."""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from audits.domain.plain_text import in_words


# What every typeface has: Latin letters and the marks of everyday writing.
STRANGE = re.compile("[^\n\t -\u024f\u2010-\u201f\u2022\u2026\u20ac]")
PICTURES = ("So", "Sk", "Sm", "Sc")  # Unicode's categories of symbols
# What changes how the character before it looks, and is nothing by itself.
MODIFIERS = re.compile("[\ufe00-\ufe0f\u200d\U0001f3fb-\U0001f3ff]")


@cache
def font_folder() -> Path:
    """Return where the typeface of charts lies: it comes with the library that draws them."""
    spec = find_spec("matplotlib")  # looked up and not loaded, which takes a second
    assert spec is not None  # noqa: S101 -- it is installed with this program
    assert spec.origin is not None  # noqa: S101 -- it is a folder with an __init__
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def covered() -> frozenset[int]:
    """Return the characters that the typeface has, both plain and bold."""
    from matplotlib.ft2font import FT2Font

    weights = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
    plain, bold = (FT2Font(font_folder() / name).get_charmap() for name in weights)
    return frozenset(plain) & frozenset(bold)


def pictures_in_words(text: str) -> str:
    """Return a text in which symbols that the typeface has not are said in words.

    Letters of other scripts stay: the machine may have a typeface for them.

    >>> pictures_in_words("Done \N{WHITE HEAVY CHECK MARK}")
    'Done [white heavy check mark]'
    """
    return STRANGE.sub(_picture, MODIFIERS.sub("", text))


def strange_in_words(text: str) -> str:
    """Return a text in which everything that the typeface has not is said in words."""
    return STRANGE.sub(lambda match: _shown(match[0]), text)


def _picture(match: re.Match[str]) -> str:
    letter = match[0]
    if unicodedata.category(letter) not in PICTURES:
        return letter
    return _shown(letter)


def _shown(letter: str) -> str:
    if ord(letter) in covered():
        return letter
    return in_words(letter)
