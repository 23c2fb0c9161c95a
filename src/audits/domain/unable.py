"""Whether somebody says that they cannot answer."""

import re


_CANNOT = re.compile(
    r"\b(cannot|can not|can['\u2019]?t|unable to|impossible to|not possible to|not known|unknown|"
    r"not recorded|not held|not available|no records?|do(?:es)? not know|don['\u2019]?t know)\b",
    re.IGNORECASE,
)


def says_it_cannot(text: str) -> bool:
    """Tell whether words say that an answer cannot be given.

    >>> says_it_cannot("Not known: the file is lost"), says_it_cannot("to follow")
    (True, False)
    """
    return _CANNOT.search(text) is not None
