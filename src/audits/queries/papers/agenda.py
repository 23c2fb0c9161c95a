"""What stands on a meeting's agenda, as its paper takes it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from audits.domain.agenda import ItemKind
from audits.queries.actions import impact_in_words
from audits.queries.agenda import AgendaItem, agenda_from, agenda_rows, called, items_of
from audits.queries.findings_page import scaled_finding
from audits.reporting import ActionOnAgenda, AgendaFacts, AuditOnAgenda, OtherOnAgenda
from audits.storage import ActionMeasure, ActionRow, Cycle, one_of
from audits.templates import template_of
from audits.workspace import Workspace


def agenda_facts(day: date, *, workspace: Workspace) -> AgendaFacts:
    """Return what stands on a meeting's agenda, with the evidence and ranges it is decided on.

    Raises:
        NotFoundError: if no meeting of that day is known.
    """
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
        agenda = agenda_from(rows, day, workspace=workspace)
        audited = [audit.audit for audit in rows.audits if audit.kind is ItemKind.FINDINGS]
        findings = view.findings_without_answers(*audited)
        templates = view.values_by(Cycle.ref, Cycle.template, one_of(Cycle.ref, audited))
        refs = [ref for ref, _ in rows.actions]
        actions = view.rows_by(ActionRow, ActionRow.id, one_of(ActionRow.id, refs))
        is_listed = one_of(ActionMeasure.action, refs)
        measures = view.rows_by(ActionMeasure, ActionMeasure.action, is_listed)
        names = view.owners()
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in findings:
        finding = scaled_finding(row, template_of(templates[row.cycle]))
        sentences[row.cycle].append(f"{finding.text} {finding.says}.")
    audits, others, to_decide = [], [], []
    for item in items_of(agenda.keys, rows, actions, day):
        if item.kind is ItemKind.FINDINGS:
            says = tuple(sentences[item.ref])
            audits.append(AuditOnAgenda(item.ref, item.title, says, item.decided))
        elif item.kind is not ItemKind.ACTION:
            others.append(OtherOnAgenda(called(item), item.title, item.asks, item.decided))
        else:
            to_decide.append(_action(item, actions[item.ref], measures.get(item.ref), names))
    return AgendaFacts(
        workspace.partnership,
        day,
        workspace.today(),
        tuple(audits),
        tuple(others),
        tuple(to_decide),
    )


def _action(
    item: AgendaItem, row: ActionRow, measure: ActionMeasure | None, names: Mapping[str, str]
) -> ActionOnAgenda:
    return ActionOnAgenda(
        item.ref, item.title, names.get(row.owner, row.owner), row.due, item.asks, row.evidence,
        impact_in_words(measure), item.decided,
    )  # fmt: skip
