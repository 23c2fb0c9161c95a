"""Every help page says in plain sentences what a command does and what it takes."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
import typer
from builders.typed import commands

from audits.cli import COMMANDS, NOUNS, make_app


MOST_WORDS = 25  # a sentence; GOV.UK's content design
VERBS = (
    "Add", "Agree", "Allow", "Answer", "Approve", "Ask", "Bring", "Call", "Cancel", "Check",
    "Collect", "Confirm", "Draw", "Find", "Freeze", "Give", "Keep", "Leave", "List", "Load",
    "Look", "Make", "Open", "Place", "Print", "Publish", "Put", "Record", "Replace", "Run",
    "Send", "Serve", "Show", "Sign", "Stop", "Take", "Write",
)  # fmt: skip
PAGES = {"audits": typer.main.get_command(make_app(*COMMANDS, *NOUNS)), **commands()}
PAGES |= {f"audits {noun}": PAGES["audits"].commands[noun] for noun in NOUNS}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])['\"]?\s+(?=[A-Z'-])", " ".join(text.split()))


def texts(page: Any) -> Iterator[str]:
    yield page.help
    for param in page.params:
        yield param.help


def takes_words(param: Any) -> bool:
    """Tell whether somebody types what they like, and no word that the page lists."""
    kind = param.type_descriptor.annotation
    return kind is not bool and not issubclass(kind, Enum)


@pytest.mark.parametrize("words", PAGES)
def test_a_page_begins_with_what_the_command_does(words):
    first, *_ = PAGES[words].help.split("\n\n")
    assert len(sentences(first)) == 1
    assert first.split()[0].rstrip(",") in VERBS
    assert first.endswith(".")


@pytest.mark.parametrize("words", PAGES)
def test_no_sentence_of_a_page_is_long(words):
    lengths = {one: len(one.split()) for text in texts(PAGES[words]) for one in sentences(text)}
    assert {one: length for one, length in lengths.items() if length > MOST_WORDS} == {}


@pytest.mark.parametrize("words", PAGES)
def test_what_is_typed_is_explained_with_an_example(words):
    typed = [param for param in PAGES[words].params if takes_words(param)]
    assert [param.name for param in typed if "for example" not in param.help] == []


def test_a_long_sentence_is_found():
    long = " ".join(["word"] * 26)
    assert [len(one.split()) for one in sentences(f"It is short. {long.capitalize()}.")] == [3, 26]
