"""Say that what was set aside has been dealt with: it waits for nobody any more."""

from audits.domain.errors import StatusError
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import WITHOUT_ANSWERS
from audits.steps.masks import masks
from audits.storage import ReturnFile, ReturnProblem, is_empty
from audits.workspace import Workspace


@masks("why", about="")
def settle_return(ref: str, *, why: str, workspace: Workspace) -> None:
    """Record that a person dealt with a file that was set aside or refused; it is kept as it came.

    Raises:
        NotFoundError: if there is no such return.
        StatusError: if it was not set aside, was dealt with before, or no reason is given.
    """
    check_why(why, f"Say what you did about {ref}.")
    with workspace.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        open_now = uow.all(
            ReturnProblem, ReturnProblem.return_id == ref, is_empty(ReturnProblem.settled_at)
        )
        if row.outcome not in WITHOUT_ANSWERS or not open_now:
            raise StatusError(f"{ref} waits for nobody.", remedy=Remedy(Verb.SEE_RETURN, ref))
        for problem in open_now:
            problem.settled_at, problem.settled_by = workspace.clock(), ref
        uow.add_all(open_now)
        uow.note("set aside return dealt with", ref, why=why)
        uow.commit()
