"""What a public function hands on has named fields: no dictionary whose keys one must know."""

import ast
import re

from builders.repository import ROOT


SRC = ROOT / "src" / "audits"
FRONT_ENDS = {"cli", "web", "demo"}  # they make JSON and made-up data
UNTYPED = re.compile(r"dict\[str, (Any|object)\]|\bRecord\b")
# What a library, a file or a database takes or gives as a dictionary.
FOREIGN: frozenset[str] = frozenset({
    "sampling/statement:plan_as_json",  # part of a published document, which anybody may edit
})  # fmt: skip


def untyped_functions() -> set[str]:
    """Return the public functions that return dictionaries of anything, or lists of them."""
    return {
        f"{path.relative_to(SRC).with_suffix('')}:{node.name}"
        for path in sorted(SRC.rglob("*.py"))
        if path.relative_to(SRC).parts[0] not in FRONT_ENDS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns
        if UNTYPED.search(ast.unparse(node.returns))
    }


def test_no_public_function_returns_a_dictionary_of_anything():
    assert untyped_functions() - FOREIGN == set()


def test_what_has_become_a_view_is_off_the_list():
    assert FOREIGN - untyped_functions() == set()
