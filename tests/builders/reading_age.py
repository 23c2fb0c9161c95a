"""How old one must be to read a text: the Flesch-Kincaid grade and five years.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, *Derivation of New Readability
Formulas for Navy Enlisted Personnel* (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59
is the American grade, whose first year is begun at six.
"""

import re
from collections.abc import Sequence


FIRST_GRADE_FROM = 5  # years, less than a child of the grade of that number has
WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouydt]ed$|[^aeiouyscxzhg]es$")


def reading_age(sentences: Sequence[str]) -> float:
    """Return the age, in years, at which sentences can be read; names count as words."""
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    a_sentence = len(words) / len(sentences)
    a_word = sum(map(syllables, words)) / len(words)
    return 0.39 * a_sentence + 11.8 * a_word - 15.59 + FIRST_GRADE_FROM


def syllables(word: str) -> int:
    """Return how many syllables a word has, by its groups of vowels; an e at its end is silent."""
    count = 0
    for part in re.split(r"['\u2019-]", word.lower()):
        groups = len(VOWELS.findall(part))
        if groups > 1 and SILENT_END.search(part):
            groups -= 1
        count += groups
    return max(count, 1)
