"""The actions that cycles opened or found again, as papers list them."""

from collections.abc import Collection

from audits.reporting import ActionFact
from audits.storage import ActionFinding, ActionRow, FindingRow, View, one_of


def actions_about(
    refs: Collection[str], view: View, *, owners: Collection[str] = ()
) -> tuple[ActionFact, ...]:
    """Return the actions that these cycles opened or found again, by the day they are due.

    With ``owners`` only theirs.
    """
    opened = view.values(ActionRow.id, one_of(ActionRow.cycle, refs))
    findings = view.values(FindingRow.id, one_of(FindingRow.cycle, refs))
    again = view.values(ActionFinding.action, one_of(ActionFinding.finding, findings))
    wanted = one_of(ActionRow.id, [*opened, *again])
    names = view.owners()
    facts = []
    for row in view.all(ActionRow, wanted, order_by=ActionRow.due):
        if owners and row.owner not in owners:
            continue
        owner = names.get(row.owner, row.owner)
        facts.append(ActionFact(row.id, row.title, owner, row.due, row.measure, row.status))
    return tuple(facts)
