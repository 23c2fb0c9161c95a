"""Text that a spreadsheet would run: how it begins, and what stands before it in a CSV file."""

import re


# What begins like this a spreadsheet takes for a formula (OWASP, "CSV injection"); the full-width
# signs are taken for the others.
SIGNS = "[=+@\\t\\r\\n\uff1d\uff0b\uff0d\uff20-]"
GUARD = "'"  # before such text in a CSV file, which cannot say what is text
GUARDED = f"^{GUARD}({SIGNS})"

_LIKE_A_FORMULA = re.compile(SIGNS)


def is_like_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run a text instead of showing it."""
    return _LIKE_A_FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """Return a text as it may stand in a CSV file: none that a spreadsheet would run.

    >>> [guarded(text) for text in ("=1+1", "A7")]
    ["'=1+1", 'A7']
    """
    return GUARD + text if is_like_a_formula(text) else text
