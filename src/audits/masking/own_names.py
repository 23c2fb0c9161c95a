"""The ways in which a unit's own name is written: a practice, a school, a ward."""

from collections.abc import Iterator, Mapping

from audits.domain.folding import words

from .names import Form
from .ordinary import WORDS


# What units are called beside their own name; several may stand behind it.
KIND_WORDS = """
academy centre center clinic college doctors group gp health high hospital infant junior medical
nursery partnership practice primary school surgery trust unit ward
"""
KINDS = frozenset(KIND_WORDS.split())


def own_name_forms(person: Mapping[str, str]) -> Iterator[Form]:
    """Yield a unit's name, in full and with another word for what kind it is, and its code.

    The name stands under "unit", the code under "unit_code".
    """
    code = tuple(words(person.get("unit_code", "")))
    if any(word.isdecimal() for word in code):  # others are words: "ccg"
        yield code
    form = tuple(words(person.get("unit", "")))
    if form[:1] == ("the",):
        form = form[1:]
    if not form:
        return
    yield form
    head = form
    while head and head[-1] in KINDS:
        head = head[:-1]
    if not head or head == form or (len(head) == 1 and head[0] in WORDS):
        return
    for kind in sorted(KINDS):
        yield (*head, kind)
    if len(head) > 1:
        yield head
