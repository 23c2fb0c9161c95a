"""What a person does with a file that nobody could place: have it read, or answer its sender.

No person says whose a file is: what it holds says so, or it is asked for again.
"""

from audits.domain.answer import ProblemCode
from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import WITHOUT_ANSWERS, ReturnOutcome
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.masks import masks
from audits.storage import IssuedPack, ReturnFile, ReturnProblem, UnitOfWork, is_empty
from audits.workspace import Workspace

from .senders import let_in, packs_out


FROM_A_STRANGER = (
    "It came from an address that we do not know, so we did not open it. Send it again from an "
    "address that we write to, or tell us who sends your returns."
)


@masks("why", about="")
def read_all_the_same(ref: str, *, why: str, workspace: Workspace) -> None:
    """Have a file read that came from an address we do not know: somebody has made sure of it.

    It is read the next time returns are collected.

    Raises:
        NotFoundError: if there is no such return.
        StatusError: if it was not set aside because of its sender, or no reason is given.
    """
    check_why(why, "Say how you made sure whose file it is.")
    with workspace.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        problems = _open_problems(ref, uow)
        is_strangers = ProblemCode.UNKNOWN_SENDER in {problem.code for problem in problems}
        if row.outcome is not ReturnOutcome.QUARANTINED or not is_strangers:
            raise StatusError(
                f"{ref} was not set aside because of its sender: reading it again gives nothing.",
                remedy=Remedy(Verb.SEE_RETURN, ref),
            )
        let_in(ref, uow, why=why)
        uow.commit()


@masks("why", about="")
def answer_sender(ref: str, cycle: str, unit: str, *, why: str, workspace: Workspace) -> None:
    """Write to the unit whose file this seems to be what to return instead; it is dealt with.

    The letter goes to the people of that unit, never to an address that nobody knows.

    Raises:
        NotFoundError: if there is no such return.
        StatusError: if it waits for nobody, the unit has no pack that is out, or no reason is
            given.
    """
    check_why(why, "Say how you know whose file it seems to be.")
    with workspace.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        problems = _open_problems(ref, uow)
        if row.outcome not in WITHOUT_ANSWERS or not problems:
            raise StatusError(f"{ref} waits for nobody.", remedy=Remedy(Verb.SEE_RETURN, ref))
        out = packs_out(uow, IssuedPack.cycle == cycle, IssuedPack.unit == unit)
        if not out:
            raise StatusError(f"{unit} has no pack of {cycle} that still takes answers.")
        facts = {"says": _says(problems), "is_part": False}
        make_letter_due(Purpose.REFUSAL, out[0], facts, mark=ref, uow=uow, workspace=workspace)
        for problem in problems:
            problem.settled_at, problem.settled_by = workspace.clock(), ref
        uow.add_all(problems)
        uow.note("sender answered", ref, why=why, cycle=cycle, unit=unit)
        uow.commit()


def _open_problems(ref: str, uow: UnitOfWork) -> list[ReturnProblem]:
    return uow.all(
        ReturnProblem, ReturnProblem.return_id == ref, is_empty(ReturnProblem.settled_at)
    )


def _says(problems: list[ReturnProblem]) -> str:
    """Return what is wrong with a file as its sender is told."""
    first = problems[0]
    if first.code == ProblemCode.UNKNOWN_SENDER:
        return FROM_A_STRANGER
    return first.message
