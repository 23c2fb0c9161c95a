"""The ways in which a person's names are written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, pairwise

from audits.domain.folding import words

from .ordinary import NOT_NAMES, PARTICLES, SHORT, WORDS


NAME_COLUMNS = ("forename", "surname", "known_as", "parents")
SHORTEST = 3  # letters; shorter names are words too often
MOST_BREAKS, LONG_NAME = 3, 8  # in a name of many words only the first are tried together and apart
SPELT = 7  # letters of the shortest name of which one may be wrong
BETWEEN_NAMES, DASH = re.compile(r"[/&,;+()]"), re.compile(r"[-\u2010-\u2015]")
Form = tuple[str, ...]  # the words of a name, folded


def name_forms(person: Mapping[str, str]) -> Iterator[Form]:
    """Yield every form of a person's names that is taken for one wherever it stands.

    Single names, parts of double names, short forms, plurals, and the whole name in one.
    """
    full = [list(_names(person.get(column, ""))) for column in NAME_COLUMNS]
    for name in chain.from_iterable(full):
        for form in _parts(name):
            yield from (form, *_plurals(form))
    for first in full[0][:1]:
        for last in full[1][:1]:
            for form in (*_broken(first + last), *_broken(last + first)):
                yield from (form, *_plurals(form))


def needs_capital(form: Form) -> bool:
    """Tell whether a form is taken for a name only where it begins with a capital.

    >>> [needs_capital(each) for each in (("made",), ("jo",), ("katherine",), ("hills",))]
    [True, True, False, True]
    """
    ordinary = [word in WORDS or word.removesuffix("s") in WORDS for word in form]
    return all(ordinary) or (len(form) == 1 and len(form[0]) < SHORTEST)


def misspelt(name: str) -> Iterator[str]:
    """Yield a long name with each one of its letters left out, but the first; itself too.

    Two words are within one letter of each other, missing, added, wrong or moved, if they share
    one of these (Garbe's symmetric delete).
    """
    yield name
    for place in range(1, len(name)):
        yield name[:place] + name[place + 1 :]


def _names(cell: str) -> Iterator[Form]:
    """Yield the names in a cell, each as its words: ``O'Neill`` is two; ``van der Berg`` one."""
    before: Form = ()
    for name in BETWEEN_NAMES.sub(" ", cell).split():
        form = tuple(words(name))
        joined = "".join(form)
        if joined in PARTICLES:
            before = (*before, joined)
            continue
        if joined not in NOT_NAMES and not joined.isdecimal() and len(joined) > 1:
            if before:
                yield before + form
            yield form
            for part in DASH.split(name):
                piece = tuple(words(part))
                if len(piece) > 1 and piece != form:
                    yield piece
        before = ()
    if before:  # a name that is a particle elsewhere: Al, Van
        yield before


def _parts(name: Form) -> Iterator[Form]:
    """Yield a name in one piece and with each of its breaks, its parts, and its short forms."""
    yield from _broken(name)
    for part in name:
        if len(name) == 1 or (len(part) >= SHORTEST and part not in PARTICLES):
            yield (part,)
            for short in SHORT.get(part, ()):
                yield (short,)


def _broken(name: Form) -> Iterator[Form]:
    """Yield words with any breaks between them closed: ``ab c``, ``a bc``, ``a b c``, ``abc``."""
    for size in range(min(len(name), MOST_BREAKS + 1)):
        for breaks in combinations(range(1, min(len(name), LONG_NAME)), size):
            edges = (0, *breaks, len(name))
            yield tuple("".join(name[a:b]) for a, b in pairwise(edges))


def _plurals(form: Form) -> Iterator[Form]:
    *before, last = form
    yield (*before, last + "s")
    if last.endswith(("s", "x", "z", "ch", "sh")):
        yield (*before, last + "es")
    if last.endswith("y"):
        yield (*before, last[:-1] + "ies")


def all_forms(people: Iterable[Mapping[str, str]]) -> set[Form]:
    """Return every form of these people's names."""
    forms = set(chain.from_iterable(map(name_forms, people)))
    return {form for form in forms if any(form)}
