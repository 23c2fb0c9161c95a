"""Which units have still to check the draft findings that rest on their answers."""

from collections.abc import Iterable
from datetime import datetime

from audits.domain.naming import Audience, naming_of
from audits.domain.remedies import Outstanding, Remedy, Verb
from audits.queries.deadlines import deadline_in_words
from audits.storage import Cycle, FactCheck, FindingRow, View
from audits.templates import template_of
from audits.workspace import Workspace


CheckAndWord = tuple[FactCheck, str | None, datetime | None]


def facts_to_check(cycle: Cycle, *, view: View, workspace: Workspace) -> list[Outstanding]:
    """Say which facts agencies have still to check: nothing, or a sentence.

    Once the deadline is past, silence stands for agreement; before it everybody must have spoken.
    """
    rounds = view.rounds_of_checks(cycle.ref)
    if not rounds:
        if template_of(cycle.template).timeline.check_facts_within and view.count(
            FindingRow, FindingRow.cycle == cycle.ref
        ):
            says = f"The draft findings of {cycle.ref} have not been sent to the agencies."
            return [Outstanding(says, (Remedy(Verb.CIRCULATE_FINDINGS, cycle.ref),))]
        return []
    due = max(check.due_at for check, _, _ in rounds)
    waiting = _unchecked(rounds)
    if waiting and workspace.clock() < due:
        until = deadline_in_words(due, workspace)
        naming = naming_of(template_of(cycle.template), Audience.READERS)
        names = dict.fromkeys(map(naming.one, waiting))
        says = f"{', '.join(names)} may check the facts of {cycle.ref} until {until}."
        return [Outstanding(says)]
    return []


def _unchecked(rounds: Iterable[CheckAndWord]) -> list[str]:
    """Return which units have still to say something about a finding, as last sent."""
    last: dict[str, FactCheck] = {}
    words: set[tuple[str, str]] = set()
    for check, finding, at in rounds:
        before = last.get(check.unit)
        if before is None or before.round < check.round:
            last[check.unit] = check
        if finding and at and at >= check.asked_at:
            words.add((f"{check.id}", finding))
    waiting = []
    for unit, check in sorted(last.items()):
        sent = {text.partition(":")[0] for text in check.findings}
        if not all((f"{check.id}", finding) in words for finding in sent):
            waiting.append(unit)
    return waiting


def findings_by_unit(cycle: Cycle, view: View) -> dict[str, list[FindingRow]]:
    """Return the findings that rest on each unit's answers."""
    by_unit: dict[str, list[FindingRow]] = {}
    for row in view.all(FindingRow, FindingRow.cycle == cycle.ref, order_by=FindingRow.number):
        units = {answer["unit"] for answer in row.answers if answer["value"] is not None}
        for unit in sorted(units):
            by_unit.setdefault(unit, []).append(row)
    return by_unit
