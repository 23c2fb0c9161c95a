"""Print docs/statuses.md from the tables of moves: ``make docs``."""

from collections.abc import Mapping
from enum import StrEnum

from audits.domain.status import (
    ACTION_MOVES,
    CYCLE_MOVES,
    DISAGREEMENT_MOVES,
    DISPATCH_MOVES,
)


TABLES: tuple[tuple[str, str, Mapping[StrEnum, frozenset[StrEnum]]], ...] = (
    ("Cycle", "One run of one audit.", CYCLE_MOVES),
    ("Dispatch", "One message to one recipient.", DISPATCH_MOVES),
    ("Disagreement", "Graders who are apart over one grade; it has an owner.", DISAGREEMENT_MOVES),
    ("Action", "*Complete* is the owner's word, *closed* is the quality group's.", ACTION_MOVES),
)
HEAD = """# Statuses and their moves

Printed by `make docs` from `src/audits/domain/status.py`, where each table is the whole rule.
A move that is not drawn here is refused. A test compares this page with the code.
"""


def diagram(moves: Mapping[StrEnum, frozenset[StrEnum]]) -> str:
    """Return one table of moves as a Mermaid state diagram."""
    arrows = [f"    {now} --> {to}" for now in moves for to in moves if to in moves[now]]
    ends = [f"    {now} --> [*]" for now in moves if not moves[now]]
    first = f"    [*] --> {next(iter(moves))}"
    return "\n".join(["```mermaid", "stateDiagram-v2", first, *arrows, *ends, "```"])


def page() -> str:
    """Return the whole page."""
    parts = [f"## {name}\n\n{says}\n\n{diagram(moves)}\n" for name, says, moves in TABLES]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    print(page(), end="")
