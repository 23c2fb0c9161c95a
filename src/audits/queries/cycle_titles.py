"""The cycles there are, in a line each."""

from audits.storage import Cycle
from audits.workspace import Parts


def cycles_in_short(*, parts: Parts) -> list[dict[str, str]]:
    """Return every cycle's title and where it stands, in the order they were opened."""
    with parts.open_view() as view:
        return [
            {
                "ref": cycle.ref,
                "title": cycle.title,
                "status": str(cycle.status),
                "opened_on": cycle.opened_on.isoformat(),
            }
            for cycle in view.all(Cycle, order_by=Cycle.opened_on)
        ]
