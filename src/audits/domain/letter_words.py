"""The words of a letter that a person may put their own in place of, and what is filled in there.

What a letter needs stands outside them: its first three lines, passwords, whom to ring, who writes.
"""

import re
from collections.abc import Mapping


# What one writes in braces, and the fact of a letter that is filled in for it.
FILLED_IN: Mapping[str, str] = {
    "unit": "unit_name",
    "audit": "title",
    "reference": "cycle",
    "deadline": "deadline",
    "workbook": "file_name",
    "contact": "contact",
}
LONGEST = 4_000  # characters
BRACED = re.compile(r"\{([^{}]*)\}")


def words_fault(text: str, values: Mapping[str, str]) -> str:
    """Say why a text cannot stand in a letter that has these values; "" if it can."""
    if not text.strip():
        return "Write what the letter is to say."
    if len(text) > LONGEST:
        return f"Write at most {LONGEST:,} characters."
    unknown = sorted(set(BRACED.findall(text)) - set(values))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in values)
        return f"{{{unknown[0]}}} is filled in by nothing here. You can write: {known}."
    if re.search("[{}]", BRACED.sub("", text)):
        return "A brace { needs its other half }, around a word that is filled in."
    return ""


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Return a text with what stands in braces filled in.

    >>> with_values("Dear {unit}, by {deadline}.", {"unit": "Police", "deadline": "Friday"})
    'Dear Police, by Friday.'
    """
    return BRACED.sub(lambda braced: values[braced[1]], text).strip()


def with_braces(words: str, values: Mapping[str, str]) -> str:
    """Return words with the names in braces in place of what was filled in, the longest first.

    >>> with_braces("By Friday, Police.", {"unit": "Police", "deadline": "Friday"})
    'By {deadline}, {unit}.'
    """
    by_length = sorted(values.items(), key=lambda pair: -len(pair[1]))
    if not by_length:
        return words
    names = {value: name for name, value in by_length if value}
    longest_first = "|".join(map(re.escape, names))
    return re.sub(longest_first, lambda value: f"{{{names[value[0]]}}}", words)
