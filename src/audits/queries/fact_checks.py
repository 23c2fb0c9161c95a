"""Which units have still to check the draft findings that rest on their answers."""

from audits.domain.naming import Audience, naming_of
from audits.domain.remedies import Outstanding, Remedy, Verb
from audits.queries.deadlines import deadline_in_words
from audits.storage import Correction, Cycle, FactCheck, FindingRow, View
from audits.templates import template_of
from audits.workspace import Workspace


def unchecked(cycle: Cycle, view: View) -> list[tuple[str, str]]:
    """Return which units have still to say something about which findings, as last sent."""
    asked = view.values_by(
        FactCheck.unit, FactCheck.asked_at, FactCheck.cycle == cycle.ref, order_by=FactCheck.round
    )
    answered = set()
    for correction in view.all(Correction, Correction.cycle == cycle.ref):
        if correction.unit in asked and correction.at >= asked[correction.unit]:
            answered.add((correction.unit, correction.finding))
    waiting = []
    for unit, findings in findings_by_unit(cycle, view).items():
        for row in findings:
            if unit in asked and (unit, row.id) not in answered:
                waiting.append((unit, row.id))
    return waiting


def facts_to_check(cycle: Cycle, *, view: View, workspace: Workspace) -> list[Outstanding]:
    """Say which facts agencies have still to check: nothing, or a sentence.

    Once the deadline is past, silence stands for agreement; before it everybody must have spoken.
    """
    checks = view.all(FactCheck, FactCheck.cycle == cycle.ref)
    if not checks:
        if template_of(cycle.template).timeline.check_facts_within and view.count(
            FindingRow, FindingRow.cycle == cycle.ref
        ):
            says = f"The draft findings of {cycle.ref} have not been sent to the agencies."
            return [Outstanding(says, (Remedy(Verb.CIRCULATE_FINDINGS, cycle.ref),))]
        return []
    due = max(check.due_at for check in checks)
    waiting = sorted({unit for unit, _ in unchecked(cycle, view)})
    if waiting and workspace.clock() < due:
        until = deadline_in_words(due, workspace)
        naming = naming_of(template_of(cycle.template), Audience.READERS)
        names = dict.fromkeys(map(naming.one, waiting))
        says = f"{', '.join(names)} may check the facts of {cycle.ref} until {until}."
        return [Outstanding(says)]
    return []


def findings_by_unit(cycle: Cycle, view: View) -> dict[str, list[FindingRow]]:
    """Return the findings that rest on each unit's answers."""
    by_unit: dict[str, list[FindingRow]] = {}
    for row in view.all(FindingRow, FindingRow.cycle == cycle.ref, order_by=FindingRow.number):
        units = {answer["unit"] for answer in row.answers if answer["value"] is not None}
        for unit in sorted(units):
            by_unit.setdefault(unit, []).append(row)
    return by_unit
