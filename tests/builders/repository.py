"""Where the house's tests find what they check."""

import ast
from pathlib import Path
from statistics import median


ROOT = Path(__file__).resolve().parents[2]


def sources() -> list[Path]:
    """Return every module of the product."""
    found = [*(ROOT / "src").rglob("*.py"), *(ROOT / "flows").rglob("*.py")]
    # Migrations are written by a tool and never changed again.
    return sorted(path for path in found if "versions" not in path.parts)


def guides() -> str:
    """Return everything a person may read about the product, as one text."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def function_sizes() -> dict[str, int]:
    """Return how many lines each function of the product has, its docstring among them."""
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def size_report() -> str:
    """Return the size of the product's functions in one line."""
    sizes = list(function_sizes().values())
    short = sum(size <= 10 for size in sizes) / len(sizes)
    return f"{len(sizes)} functions: median {median(sizes):g} lines, {short:.0%} of 10 or fewer"
