"""The factual-accuracy round: agencies check the draft findings that rest on their answers."""

from datetime import datetime

from audits.domain.errors import ModerationError, StatusError
from audits.domain.message import Purpose
from audits.domain.moves import ways_on
from audits.domain.status import CycleStatus
from audits.queries.corrections import quality_group_of
from audits.queries.current_rows import first_packs
from audits.queries.deadlines import deadline_in_words
from audits.queries.estimates import in_numbers
from audits.queries.fact_checks import as_sent, findings_by_unit
from audits.steps.dispatch.letters import make_letter_due
from audits.storage import Cycle, FactCheck, FindingRow, IssuedPack, UnitOfWork
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace


def circulate_findings(ref: str, *, workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Send each unit the draft findings that rest on its answers; return which, by unit.

    The same findings in the same words are sent once, however often this is called; findings that
    changed since make another round.

    Raises:
        StatusError: if the cycle is not analysed, or nothing was found.
        ModerationError: if its template sets no time for checking facts.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        template = template_of(cycle.template)
        days = template.timeline.check_facts_within
        if days is None:
            raise ModerationError(
                f"The template of {cycle.kind} sets no time to check the facts of draft findings. "
                "Say in its timeline, for instance, check_facts_within: 5 working days."
            )
        check_is_draft(cycle)
        by_unit = findings_by_unit(cycle, uow)
        if not by_unit:
            raise StatusError(f"{ref} has no findings, so there is nothing for agencies to check.")
        due = workspace.calendar.deadline(workspace.today(), days)
        for pack in first_packs(ref, uow):
            rows = by_unit.get(pack.unit, [])
            if rows:
                _circulate_to(pack, rows, template, due=due, uow=uow, workspace=workspace)
        uow.commit()
    refs = {}
    for unit, rows in by_unit.items():
        refs[unit] = tuple(row.id for row in rows)
    return refs


def _circulate_to(
    pack: IssuedPack,
    rows: list[FindingRow],
    template: AuditTemplate,
    *,
    due: datetime,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    """Send a unit its draft findings, unless they were sent last in the same words."""
    texts = [as_sent(row, template) for row in rows]
    before = uow.all(
        FactCheck,
        FactCheck.cycle == pack.cycle,
        FactCheck.unit == pack.unit,
        order_by=FactCheck.round,
    )
    if before and before[-1].findings == texts:
        return
    number = len(before) + 1
    check = FactCheck(cycle=pack.cycle, unit=pack.unit, round=number, findings=texts,
                      asked_at=workspace.clock(), due_at=due)  # fmt: skip
    uow.add(check)
    facts = {
        "findings": rows_as_text(rows, template),
        "deadline": deadline_in_words(due, workspace),
    }
    mark = f"round-{number}"
    make_letter_due(Purpose.DRAFT_FINDINGS, pack, facts, mark=mark, uow=uow, workspace=workspace)
    uow.note("draft findings circulated", pack.cycle, unit=pack.unit, findings=len(rows))


def rows_as_text(rows: list[FindingRow], template: AuditTemplate) -> list[dict[str, str]]:
    """Return findings as the letter to agencies says them."""
    return [{"id": row.id, "text": row.text, "numbers": in_numbers(row, template)} for row in rows]


def check_is_draft(cycle: Cycle) -> None:
    """Refuse what can only be done to findings that are still to be agreed.

    Raises:
        StatusError: naming where the cycle stands.
    """
    if cycle.status is not CycleStatus.ANALYSED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}. Facts are checked once findings are drafted and "
            f"before {quality_group_of(cycle)} agrees to them.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
