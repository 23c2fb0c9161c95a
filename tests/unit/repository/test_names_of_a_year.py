"""No sentence of the program holds a name that a partnership may change."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from builders.repository import ROOT, sources


OF_2016 = re.compile(r"\b(QEG|LSCB|CCGs?|2015|Quality and Effectiveness|[Bb]oards?)\b")
BODIES_OF_2016 = re.compile(r"\b(QEG|LSCB|CCGs?)\b")
LAW = re.compile(r"integrated care board")  # its name in law
# Words that others write, in whatever year: whole lists that are compared with what they wrote.
READ = {"actions/bodies.py", "masking/ordinary.py"}
# Comments and docstrings may quote what plans wrote.
QUOTED = READ | {"actions/plan_owners.py"}
# Where a board is one of several partnerships of an installation, whatever each calls itself.
OF_AN_INSTALLATION = {
    "flows/asked.py", "flows/boards.py", "flows/deployments.py", "flows/left_over.py",
    "flows/running.py", "flows/self_check.py", "src/audits/boards.py",
    "src/audits/installation.py", "src/audits/cli/__init__.py", "src/audits/cli/board.py",
    "src/audits/cli/init.py", "src/audits/cli/remedies.py", "src/audits/cli/server.py",
    "src/audits/web/boards.py", "src/audits/web/door.py", "src/audits/web/errors.py",
    "src/audits/web/every_board.py",
}  # fmt: skip
SHOWN_WHOLE = {"cli", "flows"}  # their docstrings are help pages, and what Prefect's page shows
PRODUCT = [path for path in sources() if "demo" not in path.parts]  # a made-up board of 2016


def place_of(path: Path) -> str:
    return (
        str(path.relative_to(ROOT / "src" / "audits")) if path.is_relative_to(ROOT / "src") else ""
    )


def docstrings(tree: ast.Module) -> set[int]:
    """Return the docstrings of a module, by what tells one constant from another."""
    owners = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, owners) and ast.get_docstring(node, clean=False) is not None:
            found.add(id(node.body[0].value))
    return found


def sentences(tree: ast.Module, *, with_docstrings: bool) -> Iterator[tuple[int, str]]:
    """Yield each text of a module that is more than a code, with its line."""
    left_out = set() if with_docstrings else docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_code = re.fullmatch(r"[a-z0-9_]+", node.value)
            if id(node) not in left_out and not is_code:
                yield node.lineno, node.value


def said_of_2016(text: str, *, with_docstrings: bool = False) -> list[str]:
    tree = ast.parse(text)
    return [
        f"line {line}: {said.strip()[:80]}"
        for line, said in sentences(tree, with_docstrings=with_docstrings)
        if OF_2016.search(LAW.sub("", said))
    ]


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_the_program_names_a_group_or_body_of_2016(path):
    place = place_of(path)
    if place in READ or path.relative_to(ROOT).as_posix() in OF_AN_INSTALLATION:
        return
    shown = bool(SHOWN_WHOLE & set(path.relative_to(ROOT).parts))
    assert said_of_2016(path.read_text(encoding="utf-8"), with_docstrings=shown) == []


@pytest.mark.parametrize(
    "line",
    ['say("Tell QEG.")', 'f"{ref} waits for the board"', 'raise X("CCG, 2015")'],
)
def test_a_name_of_2016_in_a_sentence_is_seen(line):
    assert said_of_2016(line)


def for_readers_of_code(text: str) -> Iterator[tuple[int, str]]:
    """Yield each comment and docstring of a module, with its line."""
    yield from sentences(ast.parse(text), with_docstrings=True)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def bodies_of_2016(lines: Iterable[tuple[int, str]]) -> list[str]:
    return [f"line {line}: {words}" for line, words in lines if BODIES_OF_2016.search(words)]


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_comments_and_docstrings_say_quality_group_and_partnership(path):
    if place_of(path) not in QUOTED:
        assert bodies_of_2016(for_readers_of_code(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "audit_templates").glob("*.yaml")), ids=str)
def test_audit_templates_name_no_body_of_one_partnership(path):
    assert bodies_of_2016(enumerate(path.read_text(encoding="utf-8").splitlines(), 1)) == []


def test_a_body_of_2016_in_a_comment_or_a_docstring_is_seen():
    text = '"""What QEG decides."""\nrole = Role.QEG  # of the CCG\n'
    assert [line[:6] for line in bodies_of_2016(for_readers_of_code(text))] == ["line 1", "line 2"]


def test_codes_that_are_kept_and_docstrings_for_readers_of_code_are_no_sentences():
    assert said_of_2016('"""What QEG decides."""\nbody = "board"') == []
