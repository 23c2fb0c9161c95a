"""The actions that cycles opened or found again, as papers list them."""

from collections.abc import Collection

from audits.reporting import ActionFact
from audits.storage import ActionFinding, ActionRow, FindingRow, View


def actions_about(refs: Collection[str], view: View) -> tuple[ActionFact, ...]:
    """Return the actions that these cycles opened or found again, by the day they are due."""
    opened = [row.id for row in view.all(ActionRow, cycle=list(refs))]
    findings = [row.id for row in view.all(FindingRow, cycle=list(refs))]
    again = [link.action for link in view.all(ActionFinding, finding=findings)]
    names = view.owners()
    return tuple(
        ActionFact(
            row.id, row.title, names.get(row.owner, row.owner), row.due, row.measure, row.status
        )
        for row in view.all(ActionRow, id=[*opened, *again], order_by="due")
    )
