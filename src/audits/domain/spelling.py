"""When two spellings are one word."""

import re
import unicodedata


NOT_WORDS = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Return text as headings and answers are compared: small letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return NOT_WORDS.sub(" ", plain).strip()
