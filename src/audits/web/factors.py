"""Factors as a form has them: a box to tick for each."""

from collections.abc import Mapping


TICKED = "factor."  # begins a field that stands for a factor that is ticked


def ticked(fields: Mapping[str, str]) -> list[str]:
    """Return the codes of the factors that somebody ticked."""
    codes = []
    for name in fields:
        if name.startswith(TICKED):
            codes.append(name.removeprefix(TICKED))
    return codes
