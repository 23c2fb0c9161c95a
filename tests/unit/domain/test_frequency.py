"""A sentence says "most" or "often" only where the numbers bear it."""

import re

import pytest
from hypothesis import given, strategies as st

from audits.domain.frequency import in_borne_words, plainest, words_not_borne


# What each word claims, from the glossary's and a dictionary's side: never the code's own table.
CLAIMS = {
    "most": 0.5, "often": 0.5, "usually": 0.5, "frequently": 0.5, "nearly every": 0.9,
    "almost all": 0.9, "nearly always": 0.9, "rarely": 0.9, "always": 1.0, "never": 1.0,
}  # fmt: skip
SHARES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
SENTENCES = (
    "Most decisions were right.",
    "Contacts often lacked what a decision needs.",
    "Referrers were usually told, and most children were seen.",
    "The work with nearly every child was good.",
    "Almost all plans were shared.",
    "Consent was nearly always recorded, and rarely late.",
    "The child was always seen, and never alone.",
)


@pytest.mark.parametrize("text", SENTENCES)
@given(share=SHARES)
def test_no_word_claims_more_than_the_share(text: str, share: float) -> None:
    said = in_borne_words(text, share)
    for word, claims in CLAIMS.items():
        there = re.search(rf"(?<!not )(?<!nearly )\b{word}\b", said, re.IGNORECASE)
        assert not (there and share < claims), (said, share)


@pytest.mark.parametrize("text", SENTENCES)
def test_of_every_case_a_sentence_stays_as_it_was_written(text: str) -> None:
    assert in_borne_words(text, 1.0) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Most decisions were right.", "Some decisions were right."),
        ("Often they came late.", "Sometimes they came late."),
        ("They were too often late.", "They were sometimes late."),
        ("Good for nearly every child.", "Good for at least one child."),
        ("They were not often told.", "They were not always told."),
        ("They were not always told.", "They were not always told."),
        ("At most a week, and the most vulnerable.", "At most a week, and the most vulnerable."),
        ("Foster carers almost alone.", "Foster carers almost alone."),
    ],
)
def test_what_stands_in_a_words_place(text: str, plain: str) -> None:
    assert plainest(text) == plain
    assert words_not_borne(plain, 0.0) == ()


@given(st.sampled_from(SENTENCES), SHARES)
def test_one_rule_s_sentences_are_known_again_whatever_their_numbers(text, share) -> None:
    assert plainest(in_borne_words(text, share)) == plainest(text)
