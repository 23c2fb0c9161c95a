"""Text as it is compared keeps to the text as it was written, letter by letter."""

import itertools

import pytest
from hypothesis import given, strategies as st

from audits.domain.folding import fold, joined_spans, words


@pytest.mark.parametrize("text", [
    "Zo\u00eb", "Zoe\u0308", "ZO\u00cb", "Z\u200boe", "Zo\u00ade", "\uff3a\uff4f\uff45", "zo\u0119",
])  # fmt: skip
def test_spellings_of_one_word_are_one(text):
    assert fold(text).text == "zoe"


def test_words_are_runs_of_letters_and_of_digits():
    assert words("O\u2019Neill C000-12, 23rd") == ["o", "neill", "c", "000", "12", "23", "rd"]


def test_digits_of_any_script_are_digits():
    assert words("\u0661\u0662 \u0967 \uff13") == ["12", "1", "3"]


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_is_found_where_it_was_written(before, part, after):
    start, end = len(fold(before).text), len(fold(before + part).text)
    text = before + part + after
    whole = fold(text)
    assert whole.text == fold(before).text + fold(part).text + fold(after).text
    if start == end:
        return
    first, last = whole.span(start, end)
    assert fold(text[:first]).text == fold(before).text
    assert fold(text[first:last]).text == fold(part).text
    assert fold(text[first]).text != ""
    assert fold(text[last : last + 1]).text != "" or last == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(alphabet=st.characters(categories=("Mn", "Cf")), max_size=5))
def test_a_letter_goes_with_its_accents(marks):
    text = f"x e{marks} y"
    first, last = fold(text).span(2, 3)
    assert text[first:last] == "e" + marks


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20))))
def test_spans_that_overlap_become_one(pairs):
    spans = [(start, start + size) for start, size in pairs]
    joined = list(joined_spans(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in joined for place in range(start, end)} == covered
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(joined))
