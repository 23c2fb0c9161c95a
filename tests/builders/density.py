"""How dense the product's expressions are: what is counted, by room."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import fmean

from builders.repository import ROOT, sources


PRODUCT = ROOT / "src" / "audits"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Each of these is one way more through a function, as ruff counts for its limit of 8 a function.
BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case, ast.comprehension,
)  # fmt: skip


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    """Return every module of the product with its syntax tree."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sources())


def room_of(path: Path) -> str:
    """Return the room a module stands in; modules beside the rooms stand in ``.``."""
    if not path.is_relative_to(PRODUCT):
        return path.relative_to(ROOT).parts[0]
    parts = path.relative_to(PRODUCT).parts
    return parts[0] if len(parts) > 1 else "."


def per_thousand_lines(*kinds: type[ast.AST]) -> dict[str, float]:
    """Return how many expressions of these kinds each room has per 1,000 lines."""
    lines, found = Counter[str](), Counter[str]()
    for path, tree in trees():
        room = room_of(path)
        lines[room] += len(path.read_text(encoding="utf-8").splitlines())
        found[room] += sum(isinstance(node, kinds) for node in ast.walk(tree))
    return {room: 1000 * found[room] / lines[room] for room in lines}


def nested_comprehensions() -> list[str]:
    """Return where a comprehension holds another."""
    return list(_places(holds_another))


def conditional_arguments() -> list[str]:
    """Return where a conditional expression is itself the argument of a call."""
    return list(_places(has_conditional_argument))


def mean_complexity() -> float:
    """Return the mean cyclomatic complexity of the product's functions (McCabe 1976).

    A function counts 1, and 1 more for each branch, loop, handler, case and comprehension; what a
    function within it counts is that function's own. ``and`` and ``or`` do not count.
    """
    return fmean(
        complexity(node)
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS)
    )


def complexity(function: ast.AST) -> int:
    """Return the cyclomatic complexity of one function."""
    return 1 + sum(isinstance(node, BRANCHES) for node in _own_nodes(function))


def over(budgets: Mapping[str, int], counts: Mapping[str, float]) -> dict[str, str]:
    """Return the rooms above their budget, and those that have none, with how many they have."""
    return {
        room: f"{count:.1f}, and {budgets.get(room, 'no number')} in the budget"
        for room, count in counts.items()
        if count > budgets.get(room, -1)
    }


def _places(is_wrong: Callable[[ast.AST], bool]) -> Iterator[str]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.expr) and is_wrong(node):
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def holds_another(node: ast.AST) -> bool:
    """Return whether a comprehension has another anywhere within it."""
    if not isinstance(node, COMPREHENSIONS):
        return False
    return any(isinstance(inner, COMPREHENSIONS) for inner in ast.walk(node) if inner is not node)


def has_conditional_argument(node: ast.AST) -> bool:
    """Return whether a call has a conditional expression as an argument, by place or by name."""
    if not isinstance(node, ast.Call):
        return False
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    return any(isinstance(argument, ast.IfExp) for argument in arguments)


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _own_nodes(child)
