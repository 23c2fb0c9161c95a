"""Take a unit into a frame, or leave it out of it, because a person says so and why."""

from audits.domain.errors import StatusError
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.steps.masks import masks
from audits.storage import Cycle
from audits.workspace import Workspace


INCLUDE, EXCLUDE = "include", "exclude"


@masks("why")
def rule_on_unit(ref: str, source_id: str, *, ruling: str, why: str, workspace: Workspace) -> None:
    """Record that a unit is to be included or excluded, against what the register says of it.

    ``source_id`` is the source system's own id; only its keyed hash is kept. It counts when the
    frame is frozen, and not after: the commitment would be of another frame. The certificate names
    each ruling with its reason. The last word about a unit counts.

    Raises:
        NotFoundError: if there is no such cycle.
        StatusError: if no reason is given, or the frame is frozen.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        check_why(why, "Say why this case is to be ruled on.")
        if cycle.status is not CycleStatus.PLANNED:
            raise StatusError(
                f"{ref} is {cycle.status}: its frame is frozen, and its commitment published. "
                "A case that cannot be audited is replaced.",
                remedy=Remedy(Verb.REPLACE_CASE, ref),
            )
        unit = workspace.vault.hash_id(source_id)
        cycle.rulings = {**cycle.rulings, unit: {"ruling": ruling, "why": why}}
        uow.add(cycle)
        uow.note("unit ruled on", ref, why=why, unit=unit, ruling=ruling)
        uow.commit()
