"""Which units have still to check the draft findings that rest on their answers."""

from collections.abc import Iterable

from audits.domain.finding import CALLED_WRONG
from audits.domain.naming import Audience, naming_of
from audits.domain.remedies import Outstanding, Remedy, Verb
from audits.queries.deadlines import deadline_in_words
from audits.queries.estimates import in_numbers
from audits.storage import Correction, Cycle, FactCheck, FindingRow, View
from audits.storage.findings_query import WordOnFacts
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace


def facts_to_check(cycle: Cycle, *, view: View, workspace: Workspace) -> list[Outstanding]:
    """Say which facts agencies have still to check, and which they call wrong without an answer.

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
    naming = naming_of(template_of(cycle.template), Audience.READERS)
    called = {str(row.check.unit): row.unit_name for row in rounds}
    outstanding = []
    for call in open_calls(rounds):
        name = naming.one(called[str(call.unit)])
        says = f"{name[:1].upper()}{name[1:]} says that {call.finding} is factually wrong."
        outstanding.append(Outstanding(says, (Remedy(Verb.CORRECT_FINDING, call.finding),)))
    due = max(row.check.due_at for row in rounds)
    waiting = _unchecked(rounds)
    if waiting and workspace.clock() < due:
        until = deadline_in_words(due, workspace)
        names = dict.fromkeys(naming.one(called[unit]) for unit in waiting)
        says = f"{', '.join(names)} may check the facts of {cycle.ref} until {until}."
        outstanding.append(Outstanding(says))
    return outstanding


def open_calls(rounds: Iterable[WordOnFacts]) -> list[Correction]:
    """Return what units call factually wrong and nobody has answered, in the order of findings."""
    last: dict[tuple[str, str], Correction] = {}
    for row in rounds:
        if row.word is not None and row.is_there:
            last[row.word.finding, str(row.word.unit)] = row.word
    return [word for _, word in sorted(last.items()) if word.decision == CALLED_WRONG]


def as_sent(row: FindingRow, template: AuditTemplate) -> str:
    """Return a finding as it is sent to be checked: its id, its words and its numbers."""
    return f"{row.id}: {row.text} {in_numbers(row, template)}"


def ids_sent(check: FactCheck) -> list[str]:
    """Return the ids of the findings that a unit was sent."""
    return [text.partition(":")[0] for text in check.findings]


def _unchecked(rounds: Iterable[WordOnFacts]) -> list[str]:
    """Return which units have still to say something about a finding, as last sent."""
    last: dict[str, FactCheck] = {}
    words: set[tuple[str, str]] = set()
    for row in rounds:
        check, word = row.check, row.word
        before = last.get(check.unit)
        if before is None or before.round < check.round:
            last[check.unit] = check
        if word is not None and word.at >= check.asked_at:
            words.add((f"{check.id}", word.finding))
    waiting = []
    for unit, check in sorted(last.items()):
        if not all((f"{check.id}", finding) in words for finding in ids_sent(check)):
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
