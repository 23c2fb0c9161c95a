"""Show a concern to whoever must know which child it is about; the look is recorded."""

import json

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.queries.concerns import Record, describe_concern
from audits.steps.masks import masks
from audits.storage import Concern
from audits.workspace import Parts


@masks("why", about="")
def show_concern(number: int, *, why: str, parts: Parts) -> Record:
    """Return a concern with the child it is about; who looked, and why, is recorded first.

    Raises:
        NotFoundError: if there is no such concern.
        StatusError: if no reason is given.
    """
    if not why.strip():
        raise StatusError(
            f"Say why concern {number} is looked at. It names a child.", remedy=Remedy(Missing.WHY)
        )
    with parts.open_view() as view:
        concern = view.find(Concern, number)
        if concern is None:
            raise NotFoundError(f"There is no concern {number}.", remedy=Remedy(Verb.SEE_CONCERNS))
        facts = describe_concern(concern, view)
    kept = parts.vault.look("case", concern.case_ref, why=why)
    return {**facts, "children": json.loads(kept or b"[]")}
