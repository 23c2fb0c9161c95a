"""What the screen says of grades, and of what is wrong in a moderation workbook."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from audits.domain.amounts import many
from audits.domain.status import DisagreementStatus

from .words import in_words


if TYPE_CHECKING:
    from audits.domain.answer import Problem
    from audits.queries.moderation import GradeLine


NAMED = 5  # cells that are named of one fault


def faults_in_words(problems: Iterable["Problem"]) -> Iterator[str]:
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


def grades_in_words(row: "GradeLine") -> str:
    """Return one grade's story: each layer's value and author, then what is the matter with it."""
    layers = {
        "self": row.self_,
        "moderated": row.moderated,
        "panel": row.panel,
        "second": row.second,
    }
    story = [f"{name} {grade.value} ({grade.by})" for name, grade in layers.items() if grade]
    if row.disagreement:
        is_settled = row.disagreement is DisagreementStatus.SETTLED
        has_it = row.disagreement_owner and not is_settled
        owner = f", {row.disagreement_owner} has it" if has_it else ""
        story.append(f"{row.disagreement}{owner}")
    if row.follow_up_owner:
        story.append(f"{row.follow_up_owner} follows up by {in_words(row.follow_up_by)}")
    return "; ".join(story) or "no grade yet"
