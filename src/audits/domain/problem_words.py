"""What is wrong with a workbook, in sentences: each thing once, with where it stands."""

from collections.abc import Iterable, Iterator

from .amounts import many
from .answer import Problem


NAMED = 5  # cells that are named of one fault


def problems_in_words(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each thing that is wrong once, with how often and where."""
    places: dict[str, list[str]] = {}
    for problem in problems:
        places.setdefault(problem.message, []).append(f"{problem.sheet} {problem.cell}")
    for message, cells in places.items():
        if len(cells) == 1:
            yield f"{cells[0]}: {message}"
        else:
            named = ", ".join(cells[:NAMED])
            if len(cells) > NAMED:
                named += f" and {len(cells) - NAMED} more"
            yield f"{message} {many(len(cells), 'cell')}: {named}."
