"""What the website's layouts say is said shortly, and in words of the people who read it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.repository import ROOT
from jinja2 import Environment

from audits.web.done import DONE, done_in_words


LAYOUTS = sorted((ROOT / "src" / "audits" / "web" / "templates").rglob("*.html"))
LONGEST = 25  # words of a sentence, as GOV.UK's content design asks
# What only programs, or whoever writes them, would say.
JARGON = re.compile(
    r"\b(?i:submit|click|invalid|null|dispatch|cycle|gate|stratum|strata|vault|token|sha-?256"
    r"|workspace|tick|yaml|json|command|option|e\.g|i\.e|etc|via)\b|--\w|\baudits [a-z]+ [a-z]+\b",
)


def name_of(path: Path) -> str:
    return str(path.relative_to(LAYOUTS[0].parents[1]))


def sentences(layout: str) -> Iterator[str]:
    """Yield the sentences of a layout: those between its marks, and those within them."""
    between, texts = [], []
    for _, kind, token in Environment(autoescape=True).lex(layout):
        if kind == "data":
            between.append(token)
        elif kind == "variable_begin":
            between.append("X")
        elif kind == "string" and " " in token:
            texts.append(token[1:-1])
    texts += re.sub(r"<[^>]*>", "\n", "".join(between)).splitlines()
    for text in texts:
        if re.search(r"[a-z]", text) and not re.search(r"govuk-|board-|/", text):
            yield from re.split(r"(?<=[.!?:;])\s", text.strip())


@pytest.mark.parametrize("path", LAYOUTS, ids=name_of)
def test_no_sentence_of_a_page_is_long(path):
    said = [*sentences(path.read_text(encoding="utf-8"))]
    assert [sentence for sentence in said if len(sentence.split()) > LONGEST] == []


@pytest.mark.parametrize("path", LAYOUTS, ids=name_of)
def test_no_sentence_of_a_page_is_of_another_trade(path):
    said = [*sentences(path.read_text(encoding="utf-8"))]
    assert [sentence for sentence in said if JARGON.search(sentence)] == []


def test_what_was_just_done_is_said_likewise():
    said = [part for text in DONE.values() for part in re.split(r"(?<=\.) ", text)]
    assert [part for part in said if len(part.split()) > LONGEST or JARGON.search(part)] == []


def test_a_unit_is_named_in_words_in_what_was_just_done():
    done = done_in_words({"done": "extended", "about": "social_care"})
    assert done == "Social care has more time, and is told so."


def test_sentences_are_found_between_marks_and_within_them():
    layout = '<p>One.</p>{{ send("Send it") }}{% if x %}<p class="govuk-body">Two {{ x }}.</p>'
    assert [*sentences(layout)] == ["Send it", "One.", "Two X."]
