"""Whatever a step notes in the trail has words for people, and no words are left of what it was."""

import ast
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path

from builders.repository import ROOT

from audits.domain.finding import ACCEPTED, CALLED_WRONG, REJECTED, REWORDED
from audits.domain.status import ActionStatus, CycleStatus, DisagreementStatus, DispatchStatus
from audits.domain.unit_request import RequestOutcome
from audits.web.trail_words import TRAIL_WORDS


SOURCE = ROOT / "src"
ROOMS = ("steps", "storage")  # what writes to the database
NOTING = ("note", "_note")
NO_VERBS = ("verb", "to.name")  # a parameter, which whoever calls gives; and a backup's name
# What a verb that is put together is put together of, by how the code writes it.
PARTS = {
    "f'cycle {to}'": CycleStatus,
    "f'dispatch {to}'": DispatchStatus,
    "f'action {to}'": ActionStatus,
    "f'grades {to}'": DisagreementStatus,
    "f'{called} passed on'": ("difference", "dispute"),
    "f'request {outcome}'": RequestOutcome,
    "f'draft finding {correction.decision}'": (ACCEPTED, REWORDED, REJECTED, CALLED_WRONG),
}


def noted_in(path: Path) -> Iterator[str]:
    """Yield each verb that a module notes."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and call.args and name_of(call.func) in NOTING:
            yield from verbs_of(call.args[0], path)


def name_of(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


def verbs_of(verb: ast.expr, path: Path) -> Iterator[str]:
    if isinstance(verb, ast.Constant):
        yield str(verb.value)
    elif isinstance(verb, ast.JoinedStr):
        written = ast.unparse(verb)
        fixed = [part.value if isinstance(part, ast.Constant) else "{}" for part in verb.values]
        yield from ("".join(map(str, fixed)).format(part) for part in PARTS[written])
    elif isinstance(verb, ast.Name) and verb.id.isupper():
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        yield str(getattr(import_module(module), verb.id))
    else:
        assert ast.unparse(verb) in NO_VERBS, f"{path}: {ast.unparse(verb)}"


def test_every_entry_of_the_trail_has_words():
    modules = chain.from_iterable((SOURCE / "audits" / room).rglob("*.py") for room in ROOMS)
    noted = set(chain.from_iterable(map(noted_in, modules)))
    assert len(noted) > 150
    assert noted - TRAIL_WORDS.keys() == set()
    assert TRAIL_WORDS.keys() - noted == set()


def test_words_are_a_beginning_of_a_sentence():
    for words in TRAIL_WORDS.values():
        assert words[0].isupper(), words
        assert not words.endswith("."), words
