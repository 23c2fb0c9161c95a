"""What the screen says of grades."""

from typing import TYPE_CHECKING

from audits.domain.status import DisagreementStatus

from .words import in_words


if TYPE_CHECKING:
    from audits.queries.moderation import GradeLine


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
