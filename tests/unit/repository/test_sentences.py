"""Sentences that people outside read are short, and in words that they use themselves.

What is counted in a budget is what nobody has rewritten yet, rounded up to fives: a number here may
fall, never rise.
"""

import re

import pytest
from builders import sentences


LONGEST = 25  # words, as GOV.UK's content design asks
SAID = {
    "templates": sentences.of_templates,
    "letters": sentences.of_letters,
    "packs": sentences.of_packs,
    "papers": sentences.of_papers,
    "errors and help": sentences.of_errors_and_help,
    "pages": sentences.of_pages_in_code,
    "guides": sentences.of_guides,
}
COMMAND = re.compile(r"\baudits(?: [a-z-]+)+")  # a command is what it is called
# What only the engine calls so: the list drawn from, its parts, a message, a case that was looked
# at; and "stands", of whatever is said, written or held.
ENGINE = re.compile(r"\b(?i:frames?|strat(?:um|a)|dispatch(?:es|ed)?|judged|stands)\b")
JARGON = re.compile(
    r"\b(?i:e\.g|i\.e|etc|via|utili[sz]e|leverage|commence|prior to|in order to|going forward"
    r"|stakeholders?|robust|facilitate|pursuant|hereby|aforementioned|sha-?256|yaml|json|null"
    r"|boolean|stochastic|hypergeometric|clopper|korn)\b"
)
# How many sentences of each are still long, in the engine's words, or in another trade's.
BUDGETS = {
    "templates": (0, 0, 0),
    "letters": (0, 0, 0),
    "packs": (0, 0, 0),
    "papers": (10, 10, 5),
    "errors and help": (15, 55, 20),
    "pages": (0, 5, 5),
    "guides": (50, 30, 25),
}
# What readers stumbled over, as they read it aloud.
STUMBLED_OVER = (
    "may share this",
    "how sure that is /",
    "Beside the judged",
    "the record does not say:",
    "How one will see",
    "one will see that it worked",
    "without a child being known by it",
    "met its rule for a finding",
    "stood out clearly enough",
    "What has to get better",
    "leaves the count",
    "leaves every count",
    "This is no number",
    "This is no date",
    "Write it as in",
    "stands in a separate workbook",
    "decision is taken in",
    "or the wrong one",
    "neither the allocated worker",
    "the way your key list came",
    "as your letter says",
    "cannot become",
    "string should match pattern",
    "nobody set one",
    "Say what happened with",
    "Korn and Graubard",
)


def is_long(sentence: str) -> bool:
    return sentences.words_in(sentence) > LONGEST


def is_of_the_engine(sentence: str) -> bool:
    return bool(ENGINE.search(COMMAND.sub("", sentence)))


def is_jargon(sentence: str) -> bool:
    return bool(JARGON.search(sentence))


@pytest.mark.parametrize("where", SAID)
def test_sentences_are_short_and_in_their_readers_words(where):
    for check, budget in zip((is_long, is_of_the_engine, is_jargon), BUDGETS[where], strict=True):
        found = list(filter(check, SAID[where]()))
        assert len(found) <= budget, "\n".join((check.__name__, *found))


@pytest.mark.parametrize("where", SAID)
def test_nobody_stumbles_over_the_same_sentence_again(where):
    said = SAID[where]()
    assert [text for text in said for words in STUMBLED_OVER if words in text] == []


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("templates", "Were children referred to the MASH"),
        ("letters", "Ask X for its password."),
        ("packs", "Enter a number, for example 50."),
        ("errors and help", "Say what has happened, or why you are changing it."),
        ("guides", "Write no names, dates of birth, addresses, telephone or NHS numbers"),
    ],
)
def test_sentences_are_gathered_from_where_they_are_written(where, sentence):
    known = "Did children referred to the MASH" if where == "templates" else sentence
    assert any(text.startswith(known) for text in SAID[where]())


def test_words_that_are_refused_are_seen():
    assert is_of_the_engine("9 of the 10 judged.")
    assert not is_of_the_engine("See what became of it: audits dispatch show X")
    assert is_jargon("Send it via the portal.")
    assert is_long(" ".join(["word"] * 26))
