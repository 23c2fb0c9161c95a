"""References survive what programs do to dashes, spaces and letters; nothing else passes."""

import pytest
from builders.packs import KEY
from hypothesis import example, given, strategies as st

from audits.workbook.references import (
    LETTERS,
    Reference,
    reference,
    references_in,
    without_references,
)


PARTS = ("C003", "C003-Q07", "C012-N07", "Q07", "N113", "A93", "C1200")
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a reference as it may come back, with the part that it names."""
    part = draw(st.sampled_from(PARTS))
    text = reference("P7.1", part, KEY)
    dash = draw(st.sampled_from(["-", *DASHES, " - ", "- ", "\u00a0-", "-\n", " ", "_"]))
    text = text.replace("-", dash)
    at = draw(st.integers(0, len(text)))
    text = text[:at] + draw(st.sampled_from(["", *UNSEEN, " ", "\n"])) + text[at:]
    return draw(st.sampled_from([text, text.lower(), f" {text}\t", f"Row: {text}"])), part


@given(mangled())
def test_a_reference_that_was_changed_in_passing_is_repaired(drawn):
    text, part = drawn
    assert Reference("P7", 1, part, is_ours=True) in list(references_in(text, KEY))


@given(mangled())
@example(("\u200bP7.1-C003-624NA", "C003"))
def test_nothing_of_a_repaired_reference_is_left_in_the_text(drawn):
    left = without_references(drawn[0])
    assert left in ("", "Row:")


@given(mangled(), st.data())
def test_one_that_says_something_else_is_not_ours(drawn, data):
    text, _ = drawn
    at = data.draw(st.sampled_from([n for n, each in enumerate(text) if each.isdecimal()]))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != text[at]]))
    changed = f"{text[:at]}{other}{text[at + 1 :]}"
    assert not [each for each in references_in(changed, KEY) if each.is_ours]


@pytest.mark.parametrize("letter", [("O", "0"), ("I", "1"), ("L", "1")])
def test_letters_that_look_like_digits_are_read_as_those(letter):
    typed, meant = letter
    assert meant in LETTERS
    assert typed not in LETTERS
    found = [p for n in range(200) if meant in (p := reference("P7.1", f"C{n:03d}", KEY))[-5:]]
    for each in found:
        text = each[:-5] + each[-5:].replace(meant, typed)
        assert [r.is_ours for r in references_in(text, KEY)] == [True], text


def test_ordinary_words_hold_no_reference():
    for text in ("P7, 1 case of 3 questions", "M3.1 is the motorway", "P1.1-C001", "see page 7.1"):
        assert list(references_in(text, KEY)) == []
