"""The letters that go with packs: one plain-text layout a purpose, in ``reports/letters``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audits.domain.letter_words import FILLED_IN
from audits.domain.status import ReturnOutcome

from .rendering import BEGIN, END, filled_in


WORDS = {
    ReturnOutcome.ACCEPTED: "accepted",
    ReturnOutcome.PARTIAL: "returned in part",
    ReturnOutcome.QUERIED: "returned, with queries",
    ReturnOutcome.NIL: "nothing to report",
    ReturnOutcome.NOT_KNOWN: "no child known to them",
    ReturnOutcome.LATE: "accepted, late",
    ReturnOutcome.SUPERSEDED: "replaced by a later return",
    ReturnOutcome.DUPLICATE: "received before",
    ReturnOutcome.QUARANTINED: "set aside for a person to look at",
    ReturnOutcome.REFUSED: "not readable",
    ReturnOutcome.NOTED: "noted beside the return",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's subject and its text; ``words`` are those in it that may be changed, if any.

    They stand between ``before`` and ``after``; ``values`` are filled in there, by the names that
    one writes in braces.
    """

    subject: str
    body: str = field(repr=False)
    before: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def render_letter(name: str, facts: Mapping[str, object]) -> Letter:
    """Return a letter; the first line of its layout is the subject.

    Raises:
        jinja2.UndefinedError: if a fact is missing.
    """
    first, _, rest = filled_in(f"letters/{name}.txt.j2", facts).partition("\n")
    before, _, marked = rest.partition(BEGIN)
    words, _, after = marked.partition(END)
    values = {}
    for name, fact in FILLED_IN.items():
        if isinstance(facts.get(fact), str):
            values[name] = str(facts[fact])
    if not words:
        return Letter(first.strip(), before.strip() + "\n")
    before, after = before.lstrip(), after.rstrip() + "\n"
    body = f"{before}{words}{after}"
    return Letter(first.strip(), body, before, words, after, values)


def outcome_in_words(outcome: ReturnOutcome) -> str:
    """Return what became of a return, as letters and papers say it."""
    return WORDS[outcome]
