"""What people may write in place of a finding's words: anything but numbers of their own."""

import re


SPELLED = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|half|halves|thirds?|quarters?"
)
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
# "three of ten", "half of the families", "one in five"; "one of the teams" counts nothing.
COUNT = re.compile(
    rf"\b({SPELLED})\s+(?:out\s+)?(?:of|in)\b|\b(one)\s+(?:out\s+)?(?:of|in)\s+(?:{SPELLED}|\d)",
    re.IGNORECASE,
)

SCALE = re.compile(r"\bin every 100\b")  # what a share is of; it counts nothing


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers that a text says, in figures or as a spelled count.

    Example:
        >>> sorted(numbers_in("Seven of ten, or 70 %, within 24 hours"))
        ['24', '70', 'seven']
        >>> sorted(numbers_in("Likely between 24 and 92 in every 100"))
        ['24', '92']
    """
    text = SCALE.sub("", text)
    spelled = ((match[1] or match[2]).casefold() for match in COUNT.finditer(text))
    return frozenset([*FIGURES.findall(text), *spelled])


def numbers_added(after: str, *, before: str) -> tuple[str, ...]:
    """Return the numbers that new words say and the words before them did not, in order.

    A finding's numbers are made from its answers and stand beside its words; words that carry
    numbers of their own would go on saying them when an answer changes.
    """
    return tuple(sorted(numbers_in(after) - numbers_in(before)))
