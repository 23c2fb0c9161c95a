"""What in a text could tell which child or family it is about, apart from a name."""

import re


MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
SIGNS = {
    "a date": (
        rf"\b\d{{1,2}}(st|nd|rd|th)?\s+(of\s+)?({MONTHS})\b|\b({MONTHS})\s+\d{{1,4}}\b"
        r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(19|20)\d\d\b"
    ),
    "an age": (
        r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
        r"|fourteen|fifteen|sixteen|seventeen)[\s-]?(years?|months?|weeks?|yrs?)[\s-]?old\b"
        r"|\baged?\s+(of\s+)?\d{1,2}\b|\b\d{1,2}\s?y/?o\b"
    ),
    "somebody's own words": (
        r"[\"\u201c\u201d\u00ab\u00bb]"
        r"|(?<!\w)['\u2018][^'\u2019]{3,}['\u2019](?!\w)"
    ),
    "where a family comes from": (
        r"\b(traveller|roma|gyps(y|ies)|asylum|refugee|polish|lithuanian|romanian|pakistani|indian"
        r"|bangladeshi|somali|chinese|african|caribbean|muslim|jewish|hindu|sikh)s?\b"
    ),
    "how many brothers or sisters": (
        r"\b(only child|twins?|triplets?|(\d+|two|three|four|five|six|seven|eight)\s+"
        r"(children|siblings|brothers|sisters|sons|daughters))\b"
    ),
}
_PATTERNS = {what: re.compile(sign, re.IGNORECASE) for what, sign in SIGNS.items()}


def identifying(text: str) -> tuple[str, ...]:
    """Return what in a text could tell whom it is about, each in words, never quoted.

    >>> identifying("Ask again when a family moves.")
    ()
    >>> identifying("She was 8 years old on 3 May.")
    ('a date', 'an age')
    """
    return tuple(what for what, pattern in _PATTERNS.items() if pattern.search(text))
