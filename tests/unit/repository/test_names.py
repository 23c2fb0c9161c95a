"""A name says what it holds: no variable is called after the part that it plays in a sentence."""

import ast
from collections.abc import Iterator

from builders.density import room_of, trees


SAYS_NOTHING = {"said", "found", "told", "each", "here", "it"}


def unnamed(tree: ast.Module) -> Iterator[int]:
    """Yield the line of each variable or parameter whose name does not say what it holds."""
    columns = {
        field.target
        for table in ast.walk(tree)
        if isinstance(table, ast.ClassDef)
        for field in table.body
        if isinstance(field, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        is_bound = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        if is_bound and node.id in SAYS_NOTHING and node not in columns:
            yield node.lineno
        if isinstance(node, ast.arg) and node.arg in SAYS_NOTHING:
            yield node.lineno


def rooms_with_unnamed() -> dict[str, list[str]]:
    """Return where such names are, by room."""
    by_room: dict[str, list[str]] = {}
    for path, tree in trees():
        for line in unnamed(tree):
            by_room.setdefault(room_of(path), []).append(f"{path.name}:{line}")
    return by_room


def test_every_name_says_what_it_holds():
    assert rooms_with_unnamed() == {}


def test_names_are_seen_wherever_they_are_bound():
    seen = """
for each in rows: pass
[said for said in rows]
def f(told, *, found=1):
    here = told
f(lambda it: it, found=2)
"""
    assert sorted(unnamed(ast.parse(seen))) == [2, 3, 4, 4, 5, 6]
    assert list(unnamed(ast.parse("class Row:\n    told: str\nrow.told = f(each=1)"))) == []
