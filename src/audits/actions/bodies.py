"""Owners that are a body or everybody, as reports name them, and no agency on the list."""

import re
from collections.abc import Collection

from audits.domain.spelling import folded


# What a name comes down to without its "the", "local" and the like.
BODIES = frozenset({
    "board", "lscb", "safeguarding board", "safeguarding children board", "partnership",
    "safeguarding partnership", "safeguarding children partnership", "business unit",
    "qeg", "quality and effectiveness group", "subcommittee", "sub committee", "chair",
    "agencies", "agency", "partners", "partner", "partner agencies", "partner agency",
    "member agencies", "organisations", "organisation", "members", "everybody", "everyone", "all",
    "multi agency",
})  # fmt: skip
BEFORE = re.compile(
    r"^(the|each|every|all|local|independent|our|relevant|statutory|(?:lscb|board)(?: s)?)\s+"
)


def is_body(owner: str, own_names: Collection[str] = ()) -> bool:
    """Tell whether an owner is one of the partnership's ``own_names``, a body of it, or everybody.

    >>> [is_body(each) for each in ("the LSCB", "QEG", "each agency", "police")]
    [True, True, True, False]
    """
    words = folded(owner)
    is_it = bool(words) and words in {folded(name) for name in own_names}
    while BEFORE.match(words):
        words = BEFORE.sub("", words)
    return is_it or words in BODIES
