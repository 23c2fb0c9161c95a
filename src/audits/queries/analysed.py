"""Whether a cycle has findings yet."""

from audits.domain.errors import StatusError
from audits.domain.moves import ways_on
from audits.domain.status import NOT_YET_ANALYSED
from audits.storage import Cycle


def check_is_analysed(cycle: Cycle) -> None:
    """Refuse what needs findings before there are any.

    Raises:
        StatusError: saying what comes first.
    """
    if cycle.status in NOT_YET_ANALYSED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status} and has no findings yet. They come once every unit has "
            "returned its pack and, where it is moderated, a person has ended that; or go on with "
            "what there is.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
