"""Measure the product against plain libraries doing the same work: ``make bench``.

Each ``bench_*.py`` beside this file offers ``rows()``. It answers tuples of (what was done, our
seconds, what we compare with, its seconds, our peak memory in MB); a reference without seconds
(``None``) stands for work that nothing else does. The table goes to the terminal and to
``docs/benchmarks.md``. Words after the command choose files: ``make bench ARGS="draw pack"``. What
takes minutes is run only when it is named, and its part of the page is left as it is.
"""

import importlib.util
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias


HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
ONLY_WHEN_NAMED = {"bench_programme", "bench_rest"}
BY_HAND = "\n## "  # from here on a page is written by a person
HEAD = "| what | ours | compared with | theirs | ratio | peak memory |\n|---|---|---|---|---|---|\n"

Row: TypeAlias = tuple[str, float, str, float | None, float | None]


def benches(wanted: list[str]) -> Iterator[Path]:
    """Yield the files to run: all of them, or those whose name holds a wanted word."""
    for path in sorted(HERE.glob("bench_*.py")):
        is_usual = not wanted and path.stem not in ONLY_WHEN_NAMED
        if is_usual or any(word in path.stem for word in wanted):
            yield path


def rows_of(path: Path) -> list[Row]:
    """Run one file and return its rows."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path.name} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # so that its dataclasses and child processes find it
    spec.loader.exec_module(module)
    rows: list[Row] = module.rows()
    return rows


def seconds(value: float | None) -> str:
    """Return a time in the unit a reader would choose."""
    if value is None:
        return "–"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def line(row: Row) -> str:
    """Return one row of the table."""
    what, ours, reference, theirs, peak = row
    ratio = f"{ours / theirs:.2f} ×" if theirs else "–"
    memory = f"{peak:.0f} MB" if peak is not None else "–"
    cells = [what, seconds(ours), reference, seconds(theirs), ratio, memory]
    return f"| {' | '.join(cells)} |\n"


def machine() -> str:
    """Say what kind of machine this is, never which one, and how many programs wanted it."""
    python, load = platform.python_version(), os.getloadavg()[2]
    kind = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {python}"
    return f"{kind}, under a load of {load:.0f}"


def page(table: str, on: datetime) -> str:
    """Return the whole of ``docs/benchmarks.md``."""
    return (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {on:%-d %B %Y}, on {machine()}\n"
        "(one for each program at work; with more than cores, times on the clock are longer).\n\n"
        "Times are medians of several runs. A ratio of 2 × means that we take twice as long as\n"
        "the plain library doing the same work without our checks. Peak memory is ours.\n\n"
        f"{table}"
    )


def main(wanted: list[str]) -> None:
    """Run, print, and write the page when everything was run."""
    sys.path.insert(0, str(ROOT / "tests"))  # for the builders, as in the tests
    table = HEAD
    print(HEAD, end="")
    for path in benches(wanted):
        for row in rows_of(path):
            table += line(row)
            print(line(row), end="", flush=True)
    if not wanted:
        _, mark, rest = PAGE.read_text(encoding="utf-8").partition(BY_HAND)
        PAGE.write_text(page(table, datetime.now(UTC)) + mark + rest, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
