"""The words of a draft finding: agencies ask, the quality group edits; numbers are nobody's."""

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.finding import ACCEPTED, REWORDED
from audits.domain.frequency import words_not_borne
from audits.domain.remedies import Missing, Remedy, Verb
from audits.findings import numbers_added
from audits.queries.corrections import quality_group_of
from audits.queries.estimates import estimate_kept, in_numbers
from audits.steps.masks import masks
from audits.storage import Correction, Cycle, FactCheck, FindingRow, UnitOfWork, View
from audits.templates import template_of
from audits.workspace import Workspace

from .check_facts import check_is_draft


@masks("text", "why")
def correct_finding(
    ref: str,
    finding: str,
    *,
    by: str,
    decision: str,
    workspace: Workspace,
    text: str = "",
    why: str = "",
) -> None:
    """Write down what a unit says about a draft finding, once, and what became of it.

    Only words change by hand: numbers are made from answers, which a new return corrects.

    Raises:
        NotFoundError: if there is no such finding, or the unit was not asked about it.
        ModerationError: if a new text or a refusal has no reason, or the text is empty or says a
            number of its own.
        StatusError: if the findings are agreed already.
    """
    with workspace.open_uow() as uow:
        correction = word_on(
            ref, finding, decision, text, why=why, unit=by, uow=uow, workspace=workspace
        )
        keep_if_new(correction, uow)
        uow.commit()


@masks("text", "why")
def reword_finding(ref: str, finding: str, *, text: str, why: str, workspace: Workspace) -> None:
    """Put the quality group's words in place of a draft finding's; its numbers stay.

    Raises:
        NotFoundError: if there is no such finding.
        ModerationError: if there is no reason, or the text is empty or says a number of its own.
        StatusError: if the findings are agreed already.
    """
    with workspace.open_uow() as uow:
        correction = word_on(
            ref, finding, REWORDED, text, why=why, unit=None, uow=uow, workspace=workspace
        )
        keep_if_new(correction, uow)
        uow.commit()


def word_on(
    ref: str,
    finding: str,
    decision: str,
    text: str,
    *,
    why: str,
    unit: str | None,
    uow: UnitOfWork,
    workspace: Workspace,
) -> Correction:
    """Return what is said about a draft finding, by a unit or, ``unit`` None, by the group.

    Raises:
        NotFoundError: if there is no such finding, or the unit was not asked about it.
        ModerationError: if a reason is wanted, or the new text is none that may stand.
        StatusError: if the findings are agreed already.
    """
    cycle = uow.get(Cycle, ref)
    check_is_draft(cycle)
    row = _the_finding(ref, finding, uow)
    if unit is not None:
        _check_was_asked(ref, finding, unit, uow)
    if decision != ACCEPTED and not why.strip():
        raise ModerationError(f"{finding}: say why.", remedy=Remedy(Missing.WHY))
    numbers = in_numbers(row, template_of(cycle.template))
    after = row.text
    if decision == REWORDED:
        after = _checked(text, row, numbers)
    return Correction(
        cycle=ref, finding=finding, unit=unit, decision=decision, text_before=row.text,
        text_after=after, numbers=numbers, why=why, at=workspace.clock(), noted_by=uow.actor,
    )  # fmt: skip


def keep_if_new(correction: Correction, uow: UnitOfWork, *, about: str = "") -> None:
    """Keep a word on a finding in the caller's transaction, unless the one before says the same.

    ``about`` is what the trail calls it, if not the finding itself.
    """
    if not _is_new(correction, uow):
        return
    row = uow.get(FindingRow, correction.finding)
    row.text = correction.text_after
    uow.add_all([correction, row])
    by = correction.unit or quality_group_of(uow.get(Cycle, correction.cycle))
    uow.note(
        f"draft finding {correction.decision}", about or correction.finding,
        why=correction.why, unit=by,
    )  # fmt: skip


def _the_finding(ref: str, finding: str, view: View) -> FindingRow:
    row = view.first(FindingRow, FindingRow.cycle == ref, FindingRow.id == finding)
    if row is None:
        raise NotFoundError(
            f"{ref} has no finding '{finding}'.", remedy=Remedy(Verb.SEE_FINDINGS, ref)
        )
    return row


def _checked(text: str, row: FindingRow, numbers: str) -> str:
    """Return new words, stripped, that say no number but the finding's, and nothing too strong."""
    after = text.strip()
    if not after:
        raise ModerationError(f"{row.id}: say its new words.", remedy=Remedy(Missing.TEXT))
    added = numbers_added(after, before=f"{row.text} {numbers}")
    if added:
        raise ModerationError(
            f"{row.id}: the new words say {', '.join(added)}, which the finding does not. Leave "
            "numbers to the line beside it, which is made from the answers and changes with them."
        )
    _check_frequency(after, row)
    return after


def _check_frequency(text: str, row: FindingRow) -> None:
    """Refuse a word such as "most" that the finding's numbers do not bear, if it has any."""
    if not row.frame:
        return
    too_strong = words_not_borne(text, estimate_kept(row).ends[0])
    if too_strong:
        words = ", ".join(f"'{word}'" for word in too_strong)
        raise ModerationError(
            f"{row.id}: the new words say {words}, which is more than its numbers allow. Say "
            "'some' or 'not always', or leave out how often it was so."
        )


def _is_new(correction: Correction, view: View) -> bool:
    """Tell whether this unit's, or the quality group's, last word on a finding was another.

    What a unit said before it was last asked answers an earlier question.
    """
    rounds = view.values(
        FactCheck.asked_at,
        FactCheck.cycle == correction.cycle,
        FactCheck.unit == correction.unit,
        order_by=FactCheck.round,
    )
    before = view.all(
        Correction,
        Correction.cycle == correction.cycle,
        Correction.finding == correction.finding,
        Correction.unit == correction.unit,
        order_by=Correction.id,
    )
    words = []
    for row in before[-1:]:
        if not rounds or row.at >= rounds[-1]:
            words.append((row.decision, row.text_after, row.why))
    return (correction.decision, correction.text_after, correction.why) not in words


def _check_was_asked(ref: str, finding: str, unit: str, view: View) -> None:
    asked = set(view.values(FactCheck.unit, FactCheck.cycle == ref))
    remedy = () if asked else Remedy(Verb.CIRCULATE_FINDINGS, ref)
    if unit not in asked:
        names = ", ".join(sorted(asked)) or "nobody yet"
        raise NotFoundError(
            f"'{unit}' was not asked about {finding}. Asked: {names}.", remedy=remedy
        )
