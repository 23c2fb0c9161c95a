"""The actions that cycles opened or found again, as papers list them."""

from collections.abc import Collection

from audits.reporting import ActionFact
from audits.storage import ActionFinding, ActionRow, FindingRow, View, one_of


def actions_about(refs: Collection[str], view: View) -> tuple[ActionFact, ...]:
    """Return the actions that these cycles opened or found again, by the day they are due."""
    opened = [row.id for row in view.all(ActionRow, one_of(ActionRow.cycle, refs))]
    findings = [row.id for row in view.all(FindingRow, one_of(FindingRow.cycle, refs))]
    again = [
        link.action for link in view.all(ActionFinding, one_of(ActionFinding.finding, findings))
    ]
    names = view.owners()
    return tuple(
        ActionFact(
            row.id, row.title, names.get(row.owner, row.owner), row.due, row.measure, row.status
        )
        for row in view.all(
            ActionRow, one_of(ActionRow.id, [*opened, *again]), order_by=ActionRow.due
        )
    )
