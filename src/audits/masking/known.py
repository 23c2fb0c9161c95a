"""What is known of a case's people, found in a text in time proportional to its length."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from audits.domain.folding import WORD, Folded

from .names import SHORTEST, SPELT, Form, all_forms, misspelt, needs_capital
from .numbers import address_forms, birthday_forms, codes
from .ordinary import WORDS
from .own_names import own_name_forms
from .word_or_name import is_a_name


GAP = 4  # characters between the words of one name or number: ", ", " (", "., '"
LONGEST = 16  # words of one name or number; a spelt-out pupil number has 13
LEADS_IN = 20  # characters before a number, that say what it is
CODE = 60  # letters and digits of the longest id that is looked for
PLAIN = 5  # digits; a shorter number is taken for an id only behind a word that says so
YEARS = range(1900, 2100)
SHORT_DATE = 8  # digits of the longest number that three groups may be a date instead of
JOINER = re.compile(r"['._-]{1,2}\n?|")
LABEL = re.compile(r"(?:\b(?:id|no|nr|num|number|ref|reference)\b|#)[\s.:#=-]{0,3}$")
Span = tuple[int, int]
Tree = dict[str, "Tree"]
END = ""  # the branch of a tree that says that a form ends here; no word is empty


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand one behind the other in a folded text."""

    matches: tuple[re.Match[str], ...]
    folded: Folded = field(repr=False)

    @property
    def words(self) -> Form:
        return tuple(match[0] for match in self.matches)

    @property
    def is_spelt_out(self) -> bool:
        """Tell whether each of its words is a single letter or digit."""
        return max(map(len, self.words)) == 1

    @property
    def span(self) -> Span:
        return self.matches[0].start(), self.matches[-1].end()

    @property
    def gaps(self) -> Iterator[str]:
        for before, after in pairwise(self.matches):
            yield self.folded.text[before.end() : after.start()]


class Known:
    """Everything that is known of some people, ready to be found in texts."""

    def __init__(self, people: Iterable[Mapping[str, str]]) -> None:
        everybody = list(people)
        names = all_forms(everybody)
        forms, numbers = list[Form](), set[str]()
        for person in everybody:
            names.update(own_name_forms(person))
            forms += address_forms(person)
            numbers.update(codes(person))
        for born in {person.get("born", "") for person in everybody}:
            forms += birthday_forms({"born": born})
        self._codes = frozenset(code for code in numbers if 0 < len(code) <= CODE)
        self._glued = frozenset(map("".join, names))
        self._careful = frozenset(filter(needs_capital, names))
        self._forms = _by_first_word(chain(names, forms))
        self._trees: dict[str, Tree] = {}
        self._begun = frozenset(chain.from_iterable(map(_beginnings, self._codes | self._glued)))
        long = [name for name in self._glued if len(name) >= SPELT and name not in WORDS]
        self._nearly = frozenset(chain.from_iterable(map(misspelt, long)))
        self._longest = max(map(len, self._nearly), default=0) + 1

    def spans(self, folded: Folded) -> Iterator[Span]:
        """Yield where in the folded text something known stands; spans may overlap."""
        if not self._begun and not self._forms:
            return
        for first in WORD.finditer(folded.text):
            word = first[0]
            if word in self._begun or word in self._forms:
                yield from self._from(first, folded)
            if SPELT <= len(word) + 1 <= self._longest + 1 and self._is_misspelt(first, folded):
                yield first.span()

    def _from(self, first: re.Match[str], folded: Folded) -> Iterator[Span]:
        """Yield what is known and begins with a word."""
        glued, branch = "", self._tree(first[0])
        matches: tuple[re.Match[str], ...] = ()
        for match in _next_to(first, folded.text):
            glued += match[0]
            branch = branch.get(match[0], {})
            matches = (*matches, match)
            if not branch and glued not in self._begun:
                return
            run = _Run(matches, folded)
            is_form = END in branch and self._is_meant(run, run.words)
            is_code = glued in self._codes and _is_code(run, glued)
            if is_form or is_code or self._is_in_pieces(run, glued):
                yield run.span

    def _tree(self, word: str) -> Tree:
        """Return the forms that begin with a word; made when a text has it, as most have few."""
        if word not in self._trees:
            self._trees[word] = _tree(self._forms.get(word, ()))
        return self._trees[word]

    def _is_meant(self, run: _Run, form: Form) -> bool:
        """Tell whether a name is meant: of an ordinary word, what is beside it tells."""
        return form not in self._careful or is_a_name(form, run.folded, *run.span)

    def _is_in_pieces(self, run: _Run, name: str) -> bool:
        """Tell whether a name stands in pieces: spelt letter by letter, or cut where lines end."""
        if len(run.matches) == 1 or len(name) < SHORTEST or name not in self._glued:
            return False
        is_in_pieces = run.is_spelt_out or all(map(JOINER.fullmatch, run.gaps))
        return is_in_pieces and self._is_meant(run, (name,))

    def _is_misspelt(self, match: re.Match[str], folded: Folded) -> bool:
        """Tell whether a word is a long name but for one letter; it must begin with a capital."""
        word = match[0]
        if word in WORDS or not folded.original[folded.span(*match.span())[0]].isupper():
            return False
        return not self._nearly.isdisjoint(misspelt(word))


def _by_first_word(forms: Iterable[Form]) -> dict[str, list[Form]]:
    by_word: dict[str, list[Form]] = defaultdict(list)
    for form in filter(None, forms):  # an address may be nothing but signs
        by_word[form[0]].append(form)
    return dict(by_word)


def _tree(forms: Iterable[Form]) -> Tree:
    root: Tree = {}
    for form in forms:
        branch = root
        for word in form:
            branch = branch.setdefault(word, {})
        branch[END] = {}
    return root


def _next_to(first: re.Match[str], text: str) -> Iterator[re.Match[str]]:
    """Yield a word and those that stand close behind it."""
    end = first.start()
    for match in islice(WORD.finditer(text, end), LONGEST):
        if match.start() - end > GAP:
            return
        yield match
        end = match.end()


def _is_code(run: _Run, code: str) -> bool:
    """Tell whether a run of digits and letters is a number that is known, and no other."""
    words, text = run.words, run.folded.text
    if not code.isdecimal():
        return len(code) > 2 or _is_labelled(run)
    if len(code) < PLAIN and (len(code) < PLAIN - 1 or int(code) in YEARS):
        return len(words) == 1 and _is_labelled(run)
    if len(words) == 1 or run.is_spelt_out:
        return not _is_within(run, text)
    if len(code) < PLAIN + 1:
        return False
    return len(code) > SHORT_DATE or len(words) != 3 or not _may_be_a_date(words)


def _is_within(run: _Run, text: str) -> bool:
    """Tell whether a number is part of a longer one: 1,042 or 10.42."""
    start, end = run.span
    return bool(re.match(r"[.,]\d", text[end : end + 2])) or bool(
        re.fullmatch(r"\d[.,]", text[max(0, start - 2) : start])
    )


def _beginnings(code: str) -> list[str]:
    """Return a text's first character, its first two, and so on to all of it."""
    return [code[:end] for end in range(1, len(code) + 1)]


def _may_be_a_date(words: Form) -> bool:
    first, second, third = map(int, words)
    return (first in range(1, 32) and second in range(1, 13)) or (
        second in range(1, 13) and third in range(1, 32)
    )


def _is_labelled(run: _Run) -> bool:
    start = run.span[0]
    return LABEL.search(run.folded.text[max(0, start - LEADS_IN) : start]) is not None
