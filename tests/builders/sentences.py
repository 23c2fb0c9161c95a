"""Every sentence that somebody outside reads, gathered from the few places where they are written.

Pages have a test of their own: see ``test_page_texts``.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from builders.repository import ROOT, sources
from jinja2 import Environment


TEMPLATES = sorted((ROOT / "audit_templates").glob("*.yaml"))
SHARED = sorted((ROOT / "audit_templates" / "shared").glob("*.yaml"))
LETTERS = sorted((ROOT / "reports" / "letters").glob("*.j2"))
GUIDES = sorted((ROOT / "docs").glob("*.md"))
FOR_US = {"decisions.md", "benchmarks.md", "validation.md", "SECURITY.md"}  # no guides
BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'{*])|\n{2,}")
FEWEST = 4  # words of a sentence
SILENT = ("demo", "storage/migrations", "opening")  # made-up people, SQL, a reader's own process
SPEAKS_OF_LAW = {"law.yaml"}  # the words of the law are the law's


@cache
def of_templates() -> tuple[str, ...]:
    """Return what packs and papers say because a template says it."""
    return tuple(_of_yaml(TEMPLATES + [p for p in SHARED if p.name not in SPEAKS_OF_LAW]))


@cache
def of_letters() -> tuple[str, ...]:
    """Return the sentences of letters, what is filled in being one word."""
    found: list[str] = []
    for path in LETTERS:
        found += of_letter(path)
    return tuple(found)


def of_letter(path: Path) -> list[str]:
    """Return the sentences of one letter."""
    return split(_between_marks(path.read_text(encoding="utf-8")))


@cache
def of_packs() -> tuple[str, ...]:
    """Return what workbooks say of themselves, and what is said of what came back."""
    return tuple(_of_code("workbook"))


@cache
def of_papers() -> tuple[str, ...]:
    """Return what papers say whatever is found."""
    return tuple(_of_code("reporting"))


@cache
def of_errors_and_help() -> tuple[str, ...]:
    """Return what the programs say: errors, help, what was done."""
    return tuple(_of_code("", but=("workbook", "reporting", "web", *SILENT)))


@cache
def of_pages_in_code() -> tuple[str, ...]:
    """Return what the website says outside of its layouts."""
    return tuple(_of_code("web"))


@cache
def of_guides() -> tuple[str, ...]:
    """Return the sentences of the guides, without tables, code and pictures."""
    found: list[str] = []
    for path in GUIDES:
        if path.name not in FOR_US:
            found += split(_prose(path.read_text(encoding="utf-8")))
    return tuple(found)


def words_in(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(sentence.split())


def _of_yaml(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for text in _scalars(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield from split(text)


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _scalars(one)
    elif isinstance(value, list):
        for one in value:
            yield from _scalars(one)


def _between_marks(layout: str) -> str:
    parts = []
    for _, kind, token in Environment(autoescape=True).lex(layout):
        if kind == "data":
            parts.append(token)
        elif kind == "variable_begin":
            parts.append("X")
    return "".join(parts)


def _prose(text: str) -> str:
    text = re.sub(r"```.*?```", "\n\n", text, flags=re.DOTALL)
    lines = []
    for line in text.splitlines():
        if line.startswith(("|", "#", "!", "<")):
            line = ""
        elif re.match(r"\s*([-*]|\d+\.) ", line):
            line = "\n\n" + re.sub(r"^\s*([-*]|\d+\.) ", "", line)
        lines.append(line)
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
    return plain.replace("*", "").replace("`", "'")


def _of_code(room: str, but: tuple[str, ...] = ()) -> Iterator[str]:
    at = ROOT / "src" / "audits"
    for path in sources():
        name = path.relative_to(at).as_posix() if path.is_relative_to(at) else ""
        if name and name.startswith(room) and not name.startswith(but or ("\0",)):
            for text in _strings(ast.parse(path.read_text(encoding="utf-8"))):
                yield from split(text)


def _strings(tree: ast.AST) -> Iterator[str]:
    """Yield strings that are sentences: what is filled in is one word, docstrings are none."""
    left_out = set(_left_out(tree))
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(_word(part) for part in node.values)
        if re.search(r"[a-z] [a-z]", text) and re.search(r"[.!?:]$|[.!?] ", text.strip()):
            yield text


def _left_out(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the docstrings of a module, the parts of what is put together, and texts of before."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Assign) and _is_of_before(node):
            yield from ast.walk(node.value)


def _is_of_before(node: ast.Assign) -> bool:
    """Tell whether texts are those of earlier workbooks, known when they come back, never sent."""
    return any(isinstance(t, ast.Name) and t.id.startswith("EARLIER") for t in node.targets)


def _word(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "X"


def split(text: str, *, fewest: int = FEWEST) -> list[str]:
    """Return the sentences of a text that have so many words."""
    whole = [" ".join(part.split()) for part in BETWEEN.split(text)]
    return [part for part in whole if words_in(part) >= fewest]
