"""Whether what a paper is made of is still kept."""

from audits.domain.days import day_in_words
from audits.domain.errors import StatusError
from audits.domain.retention import KeptClass
from audits.storage import Cycle, Destroyed, View
from audits.workspace import Workspace


def check_answers_are_kept(cycle: Cycle, view: View, workspace: Workspace) -> None:
    """Refuse to make a paper of answers that were destroyed: it would stand in the old one's place.

    Raises:
        StatusError: saying since when they are gone.
    """
    gone = view.first(
        Destroyed, Destroyed.kept_class == KeptClass.ANSWERS, Destroyed.about == cycle.ref
    )
    if gone is not None:
        day = day_in_words(workspace.calendar.local_date(gone.at or workspace.clock()))
        raise StatusError(
            f"The answers of {cycle.ref} were destroyed under the schedule on {day}, so its papers "
            "cannot be made again. They stay as they were made."
        )


def without_answers(view: View) -> set[str]:
    """Return the cycles whose answers were destroyed."""
    return set(view.values(Destroyed.about, Destroyed.kept_class == KeptClass.ANSWERS))
