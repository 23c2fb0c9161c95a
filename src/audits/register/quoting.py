"""What may be shown of a cell that holds no day: how it is written, and never who it is about."""

import re


WORDS = (
    "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|"
    "september|october|november|december|mon|tue|wed|thu|fri|sat|sun|am|pm|st|nd|rd|th|t|z|gmt|"
    "utc|bst"
)
LIKE_A_DAY = re.compile(rf"(?:(?<![^\W\d_])(?:{WORDS})(?![^\W\d_])|[\d\s/.:,+-])+", re.I)
NUMBER = re.compile(r"\d{9}")  # nine digits and more may be a telephone's or a child's number
LONGEST = 30  # letters
SHOWN_AS = {"letters": "a", "digits": "9"}


def quoted(text: str) -> str:
    """Return a text that is like a day in quotes, and of any other only how it is made.

    Example:
        >>> quoted("1 Sept 2016"), quoted("see Jo, 12"), quoted("4857773456")
        ("'1 Sept 2016'", "'aaa aa, 99' (letters as a, digits as 9)", "'9999999999' (digits as 9)")
    """
    short = " ".join(text.split())[:LONGEST]
    if LIKE_A_DAY.fullmatch(short) and not NUMBER.search(short.replace(" ", "")):
        return f"'{short}'"
    shape = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", short))
    shown = [f"{name} as {sign}" for name, sign in SHOWN_AS.items() if sign in shape]
    if not shown:
        return f"'{shape}'"
    return f"'{shape}' ({', '.join(shown)})"
