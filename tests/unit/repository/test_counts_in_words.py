"""One of a thing is said as one: a number stands before a plural by way of `many` alone."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from builders.repository import ROOT, sources


NOUNS = frozenset(
    """
    actions addresses agencies agreements answers audits bytes cases cells changes characters
    children columns comments concerns contacts copies cycles days decisions draws editions entries
    faults files findings formulas grades headings hours ids items letters lines links lists mails
    meetings messages minutes months names notes numbers organisations others packs pages pairs
    papers parts people places points practices problems queries questions ratings reasons
    recipients records references registers reminders repeats replies reserves returns rows seconds
    sheets steps strengths surveys templates themes times units votes warnings weeks words
    workbooks years
    """.split()  # noqa: SIM905 -- a list of sixty words fills a page
)
# What may stand between a number and its noun.
BETWEEN = frozenset(
    """
    of the more other working different new open overdue possible further blind whole earlier
    unfinished drawn eligible calendar bank key action child's
    """.split()  # noqa: SIM905 -- as above
)
# Not counts: a range in words, a difference as a range, a list of sizes, what `many` made before.
KNOWN = {
    "src/audits/reporting/waiting_times.py": "_span(low, high)",
    "src/audits/statistics/change.py": "high * _POINTS",
    "src/audits/reporting/forbidden_claims.py": "sorted(sizes)",
    "src/audits/cli/moderate.py": "pairs",
    "src/audits/reporting/public.py": "word",
    "src/audits/demo/summary.py": "home",
}
LAYOUTS = sorted((ROOT / "reports").rglob("*.j2"))


def bare_counts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the expression of each number that stands before a plural by itself."""
    for node in ast.walk(ast.parse(text)):
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for part, after in pairwise(parts):
            if not (isinstance(part, ast.FormattedValue) and isinstance(after, ast.Constant)):
                continue
            if is_before_a_plural(after.value) and not is_said_by_many(part.value):
                yield node.lineno, ast.unparse(part.value)


def is_before_a_plural(text: str) -> bool:
    if not text.startswith(" "):
        return False
    words = re.match(r"[a-z' ]*", text)[0].split()
    while words and words[0] in BETWEEN:
        words.pop(0)
    return bool(words) and words[0] in NOUNS


def is_said_by_many(value: ast.expr) -> bool:
    """Tell whether a value is said by `many`, or is a constant of ours, which is more than one."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "many"
    return isinstance(value, ast.Name) and value.id.isupper()


def for_programmers(text: str) -> set[int]:
    """Return the lines of ValueErrors: outside of templates only a programmer meets them."""
    return {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and getattr(node.exc.func, "id", "") == "ValueError"
        for line in range(node.lineno, node.end_lineno + 1)
    }


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_number_stands_before_a_plural_by_itself(path: Path):
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT))
    left_out = set() if "/templates/" in name else for_programmers(text)
    found = [
        (line, value)
        for line, value in bare_counts(text)
        if line not in left_out and KNOWN.get(name) != value
    ]
    assert found == [], "Say it by audits.domain.amounts.many"


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.name)
def test_no_number_stands_before_a_plural_in_a_layout(path: Path):
    text = path.read_text(encoding="utf-8")
    found = [
        (said[1], said[2])
        for said in re.finditer(r"\{\{([^{}]*)\}\}( [a-z' ]*)", text)
        if is_before_a_plural(said[2]) and "many(" not in said[1]
    ]
    assert found == [], 'Say it by the filter: {{ count | many("case") }}'


def test_what_is_not_a_count_is_still_there():
    for name, value in KNOWN.items():
        assert value in [v for _, v in bare_counts((ROOT / name).read_text(encoding="utf-8"))], name


@pytest.mark.parametrize("text", ['f"{n} cases"', 'f"{len(x):,} of the {n} working days."'])
def test_a_bare_count_is_found(text):
    assert [*bare_counts(text)]
