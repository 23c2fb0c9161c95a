"""Counts with their nouns and verbs: one of a thing is said as one."""


def many(count: int, one: str, more: str = "") -> str:
    """Return a count with its noun.

    >>> many(1, "case"), many(2, "agency", "agencies"), many(1200, "row")
    ('1 case', '2 agencies', '1,200 rows')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def are(count: int) -> str:
    """Return the verb that goes with so many.

    >>> f"{many(1, 'unit')} {are(1)} known, {many(2, 'unit')} {are(2)}"
    '1 unit is known, 2 units are'
    """
    return "is" if count == 1 else "are"


def were(count: int) -> str:
    """Return the verb that goes with so many, of the past."""
    return "was" if count == 1 else "were"
