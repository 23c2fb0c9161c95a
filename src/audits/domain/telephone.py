"""Whether the telephone numbers in a line of text can be dialled."""

import re


# From a plus or a nought on: digits, and what people write between them.
WRITTEN = re.compile(r"(?<![\w@.])(?:\+|\(?0)(?:[ ().\-\u2010-\u2013\u00a0]*\d){6,}")
NATIONAL = (10, 11)  # digits, the nought among them (Ofcom's National Telephone Numbering Plan)
INTERNATIONAL = (8, 15)  # digits after the plus (ITU-T E.164)


def telephone_fault(text: str) -> str:
    """Return what is wrong with the first telephone number that cannot be, "" if all can be.

    Numbers of up to six digits (101, an extension) are left alone.

    Example:
        >>> telephone_fault("the duty social worker, 01632 960 0")
        'The telephone number 01632 960 0 has 9 digits; a United Kingdom number has 10 or 11.'
    """
    return next(filter(None, (_fault(match[0]) for match in WRITTEN.finditer(text))), "")


def _fault(written: str) -> str:
    plain = re.sub(r"^00", "+", re.sub(r"[^\d+]", "", written.replace("(0)", "")))
    digits = len(plain.removeprefix("+"))
    if plain.startswith("+"):
        low, high = INTERNATIONAL
        wanted = f"an international number has {low} to {high}"
    else:
        low, high = NATIONAL
        wanted = f"a United Kingdom number has {low} or {high}"
    if low <= digits <= high:
        return ""
    return f"The telephone number {written} has {digits} digits; {wanted}."
