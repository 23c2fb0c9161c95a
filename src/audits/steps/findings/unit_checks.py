"""What a unit says of the draft findings it was sent, and what becomes of it."""

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.finding import ACCEPTED, CALLED_WRONG
from audits.queries.deadlines import deadline_in_words
from audits.queries.fact_checks import as_sent, ids_sent
from audits.steps.masks import masks
from audits.storage import Correction, Cycle, FactCheck, FindingRow, UnitOfWork, View
from audits.templates import template_of
from audits.workspace import Workspace

from .check_facts import check_is_draft
from .word import keep_if_new, word_on


@masks("why")
def call_wrong(
    ref: str, finding: str, *, unit: str, why: str, workspace: Workspace, read: str = ""
) -> None:
    """Write down that a unit calls a draft finding factually wrong, and why; no word is changed.

    ``read`` are the words that it read, "" where that is not known.

    Raises:
        NotFoundError: if the unit was not asked about it.
        ModerationError: if it does not say what is wrong.
        StatusError: if it reads otherwise by now, the findings are agreed, or the time to check
            them is over.
    """
    with workspace.open_uow() as uow:
        check = _asked(ref, unit, uow, workspace)
        if finding not in ids_sent(check):
            raise NotFoundError("There is no such finding to check.")
        word = word_on(
            ref, finding, CALLED_WRONG, "", why=why, unit=unit, uow=uow, workspace=workspace
        )
        if read not in ("", word.text_before):
            raise StatusError(
                "This finding was put in other words while you had it open. Read it again; what "
                "you typed is still there."
            )
        keep_if_new(word, uow, about=_of_unit(finding, unit))
        uow.commit()


def call_right(ref: str, *, unit: str, workspace: Workspace) -> tuple[str, ...]:
    """Write down that a unit finds right all that it was sent and does not call wrong.

    A finding that has changed since it was sent is left out: it is sent again. Return which are
    right.

    Raises:
        NotFoundError: if the unit was not asked.
        StatusError: if the findings are agreed, or the time to check them is over.
    """
    with workspace.open_uow() as uow:
        check = _asked(ref, unit, uow, workspace)
        wrong = _called_wrong(ref, unit, uow)
        template = template_of(uow.get(Cycle, ref).template)
        right = []
        for row in uow.all(FindingRow, FindingRow.cycle == ref, order_by=FindingRow.number):
            if row.id not in wrong and as_sent(row, template) in check.findings:
                right.append(row.id)
        for finding in right:
            word = word_on(
                ref, finding, ACCEPTED, "", why="", unit=unit, uow=uow, workspace=workspace
            )
            keep_if_new(word, uow, about=_of_unit(finding, unit))
        uow.commit()
    return tuple(right)


@masks("text", "why")
def answer_call(
    ref: str,
    finding: str,
    number: int,
    *,
    decision: str,
    workspace: Workspace,
    text: str = "",
    why: str = "",
) -> None:
    """Answer a unit that calls a finding wrong: with other words, or why it stays as it is.

    ``number`` is that of the unit's word.

    Raises:
        NotFoundError: if there is no such word on the finding.
        ModerationError: if a reason is wanted, or the new text is none that may stand.
        StatusError: if the findings are agreed, or the unit has said something else since.
    """
    with workspace.open_uow() as uow:
        call = uow.find(Correction, number)
        if call is None or (call.cycle, call.finding) != (ref, finding) or call.unit is None:
            raise NotFoundError(f"Nobody said that of {finding}.")
        if number not in _called_wrong(ref, call.unit, uow).values():
            raise StatusError(f"{finding}: this is answered already, or something else was said.")
        word = word_on(
            ref, finding, decision, text, why=why, unit=call.unit, uow=uow, workspace=workspace
        )
        keep_if_new(word, uow)
        uow.commit()


def _of_unit(finding: str, unit: str) -> str:
    """Return what the trail calls a unit's own word on a finding.

    Not the finding: whoever has that open is told what was noted about it since, and by whom, and
    no unit reads another's word.
    """
    return f"{finding}/{unit}"


def _asked(ref: str, unit: str, uow: UnitOfWork, workspace: Workspace) -> FactCheck:
    """Return what a unit was asked to check last.

    Raises:
        NotFoundError: if it was not asked.
        StatusError: if the findings are agreed, or the time to check them is over.
    """
    checks = uow.all(
        FactCheck, FactCheck.cycle == ref, FactCheck.unit == unit, order_by=FactCheck.round
    )
    if not checks:
        raise NotFoundError("There are no such findings to check.")
    check_is_draft(uow.get(Cycle, ref))
    if workspace.clock() > checks[-1].due_at:
        until = deadline_in_words(checks[-1].due_at, workspace)
        raise StatusError(
            f"These findings could be checked until {until}. If something is wrong, ring the "
            "business unit."
        )
    return checks[-1]


def _called_wrong(ref: str, unit: str, view: View) -> dict[str, int | None]:
    """Return the findings that a unit calls wrong and nobody has answered, with its words' ids."""
    words = view.all(
        Correction, Correction.cycle == ref, Correction.unit == unit, order_by=Correction.id
    )
    last = {word.finding: word for word in words}
    return {finding: word.id for finding, word in last.items() if word.decision == CALLED_WRONG}
