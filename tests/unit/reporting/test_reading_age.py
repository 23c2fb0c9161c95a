"""Letters and the headlines of papers can be read by a child of twelve."""

from itertools import islice

import pytest
from builders import sentences
from builders.reading_age import reading_age, syllables
from builders.reports import ALL, NAMES

from audits.reporting import view_paper
from audits.reporting.paper import Heading


OLDEST = 12  # years
BEGINS_WITH_A_CHAPTER = "annual"


@pytest.mark.parametrize("letter", sentences.LETTERS, ids=lambda path: path.name)
def test_a_letter_can_be_read_at_twelve(letter):
    assert reading_age(sentences.of_letter(letter)) <= OLDEST


@pytest.mark.parametrize(("name", "facts", "version"), ALL, ids=NAMES)
def test_a_headline_can_be_read_at_twelve(name, facts, version):
    blocks = view_paper(name, facts, version).blocks
    [headline] = islice((block.text for block in blocks if isinstance(block, Heading)), 1)
    if name == BEGINS_WITH_A_CHAPTER:
        assert sentences.split(headline) == []  # a title, and no sentence
        return
    assert reading_age(sentences.split(headline, fewest=1)) <= OLDEST, headline


@pytest.mark.parametrize(
    ("word", "count"),
    [("unit", 2), ("agencies", 3), ("finished", 2), ("needed", 2), ("cases", 2), ("because", 2),
     ("people", 2), ("able", 2), ("organisation", 5), ("follow-up", 3), ("the", 1)],
)  # fmt: skip
def test_syllables_are_those_of_a_dictionary(word, count):
    assert syllables(word) == count


def test_the_age_is_that_of_the_formula():
    # Six words and seven syllables in one sentence: 0.39 * 6 + 11.8 * 7 / 6 - 15.59 + 5.
    assert reading_age(["The unit sat on the mat."]) == pytest.approx(5.5167, abs=0.001)
    hard = "Organisations demonstrate accountability regarding safeguarding responsibilities."
    assert reading_age([hard]) > 25
