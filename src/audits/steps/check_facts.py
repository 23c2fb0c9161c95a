"""The factual-accuracy round: agencies check the draft findings that rest on their answers."""

from typing import Any

from audits.domain.errors import ModerationError, NotFoundError, StatusError
from audits.domain.message import Purpose
from audits.domain.status import CycleStatus
from audits.storage import Correction, Cycle, FactCheck, FindingRow, IssuedPack, UnitOfWork
from audits.templates import AuditTemplate, thaw

from .estimates import in_numbers
from .issue_packs import words_for
from .letters import post
from .parts import Parts


ACCEPTED, REWORDED, REJECTED = "accepted", "reworded", "rejected"


def circulate_findings(ref: str, *, parts: Parts) -> dict[str, tuple[str, ...]]:
    """Send each unit the draft findings that rest on its answers; return which, by unit.

    The same findings in the same words are sent once, however often this is called; findings that
    changed since make another round.

    Raises:
        StatusError: if the cycle is not analysed, or nothing was found.
        ModerationError: if its template sets no time for checking facts.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        template = thaw(cycle.template)
        days = template.timeline.check_facts_within
        if days is None:
            raise ModerationError(
                f"The template of {cycle.kind} sets no time to check the facts of draft findings. "
                "Say in its timeline, for instance, check_facts_within: 5 working days."
            )
        _check_is_draft(cycle)
        found = _by_unit(cycle, uow)
        if not found:
            raise StatusError(f"{ref} has no findings, so there is nothing for agencies to check.")
        due = parts.calendar.deadline(parts.today(), days)
        for pack in uow.all(IssuedPack, cycle=ref, edition=1, order_by="number"):
            rows = found.get(pack.unit, [])
            said = [_said(row, template) for row in rows]
            before = uow.all(FactCheck, cycle=ref, unit=pack.unit, order_by="round")
            if not rows or (before and before[-1].findings == said):
                continue
            check = FactCheck(cycle=ref, unit=pack.unit, round=len(before) + 1, findings=said,
                              asked_at=parts.clock(), due_at=due)  # fmt: skip
            uow.add(check)
            facts = {"findings": rows_as_text(rows, template), "deadline": words_for(due, parts)}
            mark = f"round-{check.round}"
            post(Purpose.DRAFT_FINDINGS, pack, facts, mark=mark, uow=uow, parts=parts)
            uow.note("draft findings circulated", ref, unit=pack.unit, findings=len(rows))
        uow.commit()
    return {unit: tuple(row.id for row in rows) for unit, rows in found.items()}


def correct_finding(
    ref: str,
    finding: str,
    *,
    by: str,
    decision: str,
    parts: Parts,
    text: str = "",
    why: str = "",
) -> None:
    """Write down what a unit says about a draft finding, once, and what became of it.

    Only words change by hand: numbers are made from answers, which a new return corrects.

    Raises:
        NotFoundError: if there is no such finding, or the unit was not asked about it.
        ModerationError: if a new text or a refusal has no reason, or the text is empty.
        StatusError: if the findings are agreed already.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        _check_is_draft(cycle)
        row = uow.first(FindingRow, cycle=ref, id=finding)
        if row is None:
            where = f"To see them: audits finding list {ref}"
            raise NotFoundError(f"{ref} has no finding '{finding}'. {where}")
        _check_was_asked(ref, finding, by, uow)
        if decision != ACCEPTED and not why.strip():
            raise ModerationError(f"{finding}: say why, with --why.")
        after = text.strip() if decision == REWORDED else row.text
        said = Correction(
            cycle=ref, finding=finding, unit=by, decision=decision, text_before=row.text,
            text_after=after, numbers=in_numbers(row, thaw(cycle.template)), why=why,
            at=parts.clock(), noted_by=uow.actor,
        )  # fmt: skip
        if _is_new(said, uow):
            row.text = after
            uow.add_all([said, row])
            uow.note(f"draft finding {decision}", finding, why=why, unit=by)
            uow.commit()


def _is_new(said: Correction, uow: UnitOfWork) -> bool:
    """Tell whether a unit's last word on a finding was another."""
    before = uow.all(
        Correction, cycle=said.cycle, finding=said.finding, unit=said.unit, order_by="id"
    )
    words = [(each.decision, each.text_after, each.why) for each in before[-1:]]
    return (said.decision, said.text_after, said.why) not in words


def list_corrections(ref: str, *, parts: Parts) -> list[dict[str, Any]]:
    """Return what was said about each draft finding, what changed and why, oldest first."""
    with parts.open_uow() as uow:
        uow.get(Cycle, ref)
        return [
            row.model_dump(mode="json", exclude={"id"})
            for row in uow.all(Correction, cycle=ref, order_by="id")
        ]


def unchecked(cycle: Cycle, uow: UnitOfWork) -> list[tuple[str, str]]:
    """Return which units have still to say something about which findings, as last sent."""
    asked = {
        row.unit: row.asked_at for row in uow.all(FactCheck, cycle=cycle.ref, order_by="round")
    }
    said = {
        (row.unit, row.finding)
        for row in uow.all(Correction, cycle=cycle.ref)
        if row.unit in asked and row.at >= asked[row.unit]
    }
    return [
        (unit, row.id)
        for unit, rows in _by_unit(cycle, uow).items()
        for row in rows
        if unit in asked and (unit, row.id) not in said
    ]


def check_facts_are_checked(cycle: Cycle, *, uow: UnitOfWork, parts: Parts) -> None:
    """Refuse what must wait until agencies have checked the facts.

    Once the deadline is past, silence stands for agreement; before it everybody must have spoken.

    Raises:
        StatusError: naming who has not.
    """
    checks = uow.all(FactCheck, cycle=cycle.ref)
    if not checks:
        if thaw(cycle.template).timeline.check_facts_within and uow.count(
            FindingRow, cycle=cycle.ref
        ):
            raise StatusError(
                f"The draft findings of {cycle.ref} have not been sent to the agencies. Send them: "
                f"audits finding circulate {cycle.ref}. Or say why not, with --why."
            )
        return
    due = max(check.due_at for check in checks)
    waiting = sorted({unit for unit, _ in unchecked(cycle, uow)})
    if waiting and parts.clock() < due:
        raise StatusError(
            f"{', '.join(waiting)} may check the facts of {cycle.ref} until "
            f"{words_for(due, parts)}. Wait, or say why not, with --why."
        )


def rows_as_text(rows: list[FindingRow], template: AuditTemplate) -> list[dict[str, str]]:
    """Return findings as the letter to agencies says them."""
    return [{"id": row.id, "text": row.text, "numbers": in_numbers(row, template)} for row in rows]


def _by_unit(cycle: Cycle, uow: UnitOfWork) -> dict[str, list[FindingRow]]:
    """Return the findings that rest on each unit's answers."""
    found: dict[str, list[FindingRow]] = {}
    for row in uow.all(FindingRow, cycle=cycle.ref, order_by="number"):
        units = {each["unit"] for each in row.answers if each["value"] is not None}
        for unit in sorted(units):
            found.setdefault(unit, []).append(row)
    return found


def _check_is_draft(cycle: Cycle) -> None:
    if cycle.status is not CycleStatus.ANALYSED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}. Facts are checked once findings are drafted and "
            "before QEG agrees to them."
        )


def _check_was_asked(ref: str, finding: str, unit: str, uow: UnitOfWork) -> None:
    asked = {row.unit for row in uow.all(FactCheck, cycle=ref)}
    if unit not in asked:
        there = ", ".join(sorted(asked)) or f"nobody yet: audits finding circulate {ref}"
        raise NotFoundError(f"'{unit}' was not asked about {finding}. Asked: {there}.")


def _said(row: FindingRow, template: AuditTemplate) -> str:
    return f"{row.id}: {row.text} {in_numbers(row, template)}"
