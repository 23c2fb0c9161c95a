"""A paper as plain text, to be read before somebody signs it, and its fingerprint."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from .paper import Block, FindingBar, Heading, Items, Paper, Picture, Strips, Table, Text


def as_text(paper: Paper) -> str:
    """Return everything a paper says, a line for each sentence and each row."""
    return "\n".join(paper_texts(paper)) + "\n"


def paper_texts(paper: Paper) -> Iterator[str]:
    """Yield each sentence, heading and row of a paper."""
    yield from (paper.title, paper.subtitle, paper.marking)
    for block in paper.blocks:
        yield from _texts(block)
    yield paper.footer


def digest_of(paper: Paper) -> str:
    """Return the fingerprint of what a paper says; the day it was made is no part of it."""
    content = {**paper.as_data(), "footer": "", "marking": ""}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Text(text):
            yield text
        case Items(lead, items):
            yield from _listed(lead, items)
        case Table(caption, headings, rows):
            yield caption
            yield from map(" | ".join, (headings, *rows))
        case Picture(alt=alt, table=table):
            yield alt
            yield from _texts(table)
        case FindingBar(text, words):
            yield f"{text} {words}"
        case Strips(caption, strips, legend):
            yield caption
            for strip in strips:
                yield f"{strip.label}: {strip.words}"
            yield legend


def _listed(lead: str, items: Iterable[str]) -> Iterator[str]:
    if lead:
        yield lead
    for item in items:
        yield f"- {item}"
