"""When two spellings are one word."""

import re
import unicodedata


NOT_WORDS = re.compile(r"[^a-z0-9]+")


def folded_name(name: str) -> str:
    """Return a person's name as names are compared: ``Smith, Jane`` is ``Jane Smith``.

    Example:
        >>> folded_name("Smith, Jane") == folded_name("jane  SMITH")
        True
    """
    return " ".join(sorted(folded(name).split()))


def spelt(text: str) -> str:
    """Return text as texts are compared that may hold none of our letters: a tick, another script.

    >>> spelt("Still  to do:"), spelt(" \u2713 ")
    ('still to do', '\u2713')
    """
    return folded(text) or text.strip()


def folded(text: str) -> str:
    """Return text as headings and answers are compared: small letters and digits, single spaces."""
    if not text.isascii():  # most is, and every cell of every workbook comes by here
        text = unicodedata.normalize("NFKC", text).casefold()
    return NOT_WORDS.sub(" ", text.lower()).strip()
