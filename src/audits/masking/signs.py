"""What identifies somebody by its form alone: addresses, postcodes, telephone and other numbers.

Every pattern is tried on folded text and takes time in proportion to its length: what repeats is
bounded, or taken once and never given back. Postcodes as in BS 7666; unique pupil numbers and NHS
numbers as in the NHS Data Dictionary, the latter whether or not their check digit holds, for one
that was mistyped is as good as told; telephone numbers as Ofcom writes them.
"""

import re
from collections.abc import Iterator


BETWEEN = r"[\s.()/-]{0,3}"  # what stands between the groups of a number
SIGNS = {
    "e-mail": re.compile(r"(?<![\w.+'-])[\w.+'-]++ ?@ ?[\w-]++(?:\.[\w-]++)++"),
    "e-mail in words": re.compile(
        r"(?<![\w.+'-])[\w.+'-]++ ?[(\[] ?at ?[)\]] ?[\w-]++"
        r"(?: ?(?:\.|[(\[] ?dot ?[)\]]) ?[\w-]++)++"
    ),
    "postcode": re.compile(
        r"(?<![a-z\d])[a-z]{1,2}\d[a-z\d]?\s{0,3}(?!\d(?:st|nd|rd|th)\b)\d[abd-hjlnp-uw-z]{2}"
        r"(?![a-z\d])"
    ),
    "pupil number": re.compile(
        r"(?<![a-z\d])[a-hj-np-rt-z][ -]?(?:\d[ -]?){11}[\da-hj-np-rt-z](?![a-z\d])"
    ),
    "telephone": re.compile(
        rf"(?<!\d)(?:(?:\+|00){BETWEEN}44{BETWEEN}(?:\(?0\)?{BETWEEN})?|\(?0(?=\d\d))"
        rf"(?:\d{BETWEEN}){{8}}\d{{1,2}}(?!\d)"
    ),
    "telephone, digit by digit": re.compile(r"(?<!\d)0(?:[ .-]\d){9,10}(?!\d)"),
    "NHS number": re.compile(rf"(?<!\d)\d{{3}}{BETWEEN}\d{{3}}{BETWEEN}\d{{4}}(?!\d)"),
    "NHS number, digit by digit": re.compile(r"(?<!\d)\d(?:[ .-]\d){9}(?!\d)"),
    "NHS number, called so": re.compile(
        rf"(?<![a-z])nhs[^\d\n]{{0,20}}(?P<what>(?:\d{BETWEEN}){{7,9}}\d)(?!\d)"
    ),
}


def sign_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where in a folded text something stands that identifies by its form."""
    for sign in SIGNS.values():
        group = "what" if "what" in sign.groupindex else 0
        for match in sign.finditer(text):
            start, end = match.span(group)
            is_bracket = text[start] == "(" and text.find(")", start, end) < 0
            yield start + is_bracket, end
