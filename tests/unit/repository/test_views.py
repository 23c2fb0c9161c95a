"""What a public function hands on has named fields: no dictionary whose keys one must know."""

import ast
import re
from collections.abc import Iterator

from builders.repository import ROOT


SRC = ROOT / "src" / "audits"
FRONT_ENDS = ("cli/", "web/api/")  # they make the JSON that others read
UNTYPED = re.compile(r"dict\[str, (Any|object)\]|\bRecord\b")
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def untyped_in(text: str) -> Iterator[str]:
    """Yield the public functions that return dictionaries of anything, or lists of them."""
    for node in ast.walk(ast.parse(text)):
        is_typed = isinstance(node, FUNCTIONS) and node.returns is not None
        if is_typed and not node.name.startswith("_") and UNTYPED.search(ast.unparse(node.returns)):
            yield node.name


def test_no_public_function_returns_a_dictionary_of_anything():
    untyped = []
    for path in sorted(SRC.rglob("*.py")):
        place = path.relative_to(SRC).as_posix()
        if not place.startswith(FRONT_ENDS):
            untyped += [f"{place}: {name}" for name in untyped_in(path.read_text("utf-8"))]
    assert untyped == []


def test_a_dictionary_of_anything_is_seen():
    text = """
def facts() -> list[dict[str, Any]]: ...
async def page() -> Record: ...
class View:
    def row(self) -> dict[str, object] | None: ...
def counts() -> dict[str, int]: ...
def _own() -> dict[str, Any]: ...
"""
    assert sorted(untyped_in(text)) == ["facts", "page", "row"]
