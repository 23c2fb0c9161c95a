"""Why something was found: contributing factors, from a short list that a partnership sets."""

import re
from collections.abc import Collection, Mapping

from .errors import UserError


CODE = re.compile(r"[a-z][a-z0-9_]*")
MOST = 20  # more of them nobody reads through
# What stands in the settings of a partnership that has set none of its own.
FACTORS: dict[str, str] = {
    "workload": "Workload",
    "training": "Training",
    "recording": "Recording",
    "information_sharing": "Information sharing",
    "policy": "Policy or procedure",
    "equipment": "Equipment and systems",
    "supervision": "Supervision",
    "other": "Something else",
}
_BETWEEN = ","


def checked_list(factors: Mapping[str, str]) -> Mapping[str, str]:
    """Return a list of factors, each code with its name, that may be chosen from.

    Raises:
        ValueError: if there are none or too many, a code is none, or a name is empty.
    """
    if not 1 <= len(factors) <= MOST:
        raise ValueError(f"'factors' names from 1 to {MOST} factors")
    for code, name in factors.items():
        if not CODE.fullmatch(code):
            raise ValueError(f"the factor '{code}' has a code of a-z, 0-9 and _ alone")
        if not name.strip():
            raise ValueError(f"the factor '{code}' has no name")
    return factors


def factors_of(kept: str) -> tuple[str, ...]:
    """Return the codes that are kept in one text.

    >>> factors_of("training,workload"), factors_of("")
    (('training', 'workload'), ())
    """
    return tuple(filter(None, kept.split(_BETWEEN)))


def as_kept(chosen: Collection[str], known: Mapping[str, str]) -> str:
    """Return chosen factors as one text, each once and in the order of the list.

    Raises:
        UserError: naming the first that is not on the list, with what is.
    """
    for code in chosen:
        if code not in known:
            raise UserError(f"There is no factor '{code}'. There are: {', '.join(known)}.")
    return _BETWEEN.join(code for code in known if code in chosen)


def name_of(code: str, known: Mapping[str, str]) -> str:
    """Return what a factor is called; one that the list has no more, in its code's words.

    >>> name_of("late_records", {})
    'Late records'
    """
    return known.get(code) or code.replace("_", " ").capitalize()
