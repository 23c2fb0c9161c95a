"""Show a concern to whoever must know which child it is about; the look is recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from audits.domain.errors import NotFoundError
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.queries.concerns import ConcernView, describe_concerns
from audits.steps.masks import masks
from audits.storage import Concern
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ConcernWithChildren(ConcernView):
    """A concern with who its children are, as the vault keeps them."""

    children: tuple[Mapping[str, str], ...] = field(repr=False)


@masks("why", about="")
def show_concern(number: int, *, why: str, workspace: Workspace) -> ConcernWithChildren:
    """Return a concern with the child it is about; who looked, and why, is recorded first.

    Raises:
        NotFoundError: if there is no such concern.
        StatusError: if no reason is given.
    """
    check_why(why, f"Say why concern {number} is looked at. It names a child.")
    with workspace.open_view() as view:
        concern = view.find(Concern, number)
        if concern is None:
            raise NotFoundError(f"There is no concern {number}.", remedy=Remedy(Verb.SEE_CONCERNS))
        [shown] = describe_concerns([concern], view)
    kept = workspace.vault.look("case", concern.case_ref, why=why)
    facts = {name.name: getattr(shown, name.name) for name in fields(shown)}
    return ConcernWithChildren(**facts, children=tuple(json.loads(kept or b"[]")))
