"""What is wrong with a value, as the end of a sentence: in our words, not in a library's."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from audits.domain.amounts import many


# What a pattern asks for, by the pattern itself.
PATTERNS = {
    r"^[a-z][a-z0-9_]*$": (
        "written in small letters, digits and underscores, beginning with a letter"
    ),
    r"^[A-Z][A-Z0-9]{0,7}$": "written in up to 8 capitals and digits, beginning with a capital",
    r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$": (
        "written in capitals and digits, in parts with hyphens, as SCR-2016"
    ),
    r"^(since_last_draw|everything|[1-9]\d? months)$": (
        "since_last_draw, everything, or a number of months as in '12 months'"
    ),
}
TEXT, WHOLE, NUMBER = "text", "a whole number", "a number"
TRUTH, A_LIST, LINES = "true or false", "a list", "lines of 'key: value'"
A_DAY = "a day, as 2017-03-09"
KINDS = {
    "string": TEXT, "int": WHOLE, "float": NUMBER, "bool": TRUTH, "tuple": A_LIST, "list": A_LIST,
    "dict": LINES, "mapping": LINES, "model": LINES, "dataclass": LINES, "date": A_DAY,
    "datetime": A_DAY, "time": "a time of day, as 09:00", "is": "given", "decimal": NUMBER,
    "frozen": A_LIST, "set": A_LIST, "iterable": A_LIST, "none": "left out",
}  # fmt: skip
LIMITS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than_equal": lambda limit: f"at least {limit['ge']}",
    "greater_than": lambda limit: f"more than {limit['gt']}",
    "less_than_equal": lambda limit: f"at most {limit['le']}",
    "less_than": lambda limit: f"less than {limit['lt']}",
    "too_short": lambda limit: f"a list of at least {limit['min_length']}",
    "too_long": lambda limit: f"a list of at most {limit['max_length']}",
    "string_too_short": lambda _: "filled in",
    "string_too_long": lambda limit: f"at most {many(limit['max_length'], 'character')} long",
    "string_pattern_mismatch": lambda limit: PATTERNS.get(
        limit["pattern"], "written as the guide says"
    ),
    "enum": lambda limit: f"one of {limit['expected']}",
    "literal_error": lambda limit: f"one of {limit['expected']}",
}
OURS = "Value error, "  # before what our own checks say


def complaint(errors: Iterable[ErrorDetails]) -> str:
    """Return what is wrong with one value, without a full stop.

    Where a value may be of several kinds, all of them are named at once.
    """
    own: list[str] = []
    must: list[str] = []
    for error in errors:
        if error["type"] == "value_error":
            own.append(_small(error["msg"].removeprefix(OURS)))
        else:
            must.append(_must_be(error))
    if must:
        own.append(f"it must be {', or '.join(dict.fromkeys(must))}")
    return "; or ".join(dict.fromkeys(own))


def _must_be(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in LIMITS:
        return LIMITS[kind](error.get("ctx", {}))
    return KINDS.get(kind.partition("_")[0], "written as the guide says")


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
