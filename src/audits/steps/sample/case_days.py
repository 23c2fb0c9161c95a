"""The day that stands beside a case in a pack: named, and no more exact than its template says."""

from collections.abc import Collection, Mapping
from datetime import date

from audits.domain.days import period_of
from audits.storage import Register
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .load_register import days_of


class CaseDays:
    """The days of the cases of one cycle, as its packs tell them."""

    def __init__(
        self,
        register: Register | None,
        unit_hashes: Collection[str],
        template: AuditTemplate,
        workspace: Workspace,
    ) -> None:
        self._as = template.pack.date
        self._days: dict[str, Mapping[str, date]] = {}
        if register is None or self._as == "none" or template.sampling_unit.is_own:
            return
        shape = workspace.shape(register.shape)
        dated_by = template.population.dated_by
        names = (dated_by,) if dated_by else shape.occurred_on
        for name, days in days_of(register, names, workspace, unit_hashes).items():
            self._days[shape.title_of(name)] = days

    def detail(self, unit_hash: str) -> dict[str, str]:
        """Return a case's day under its name; of several that it may go by the first there is."""
        for title, days in self._days.items():
            if unit_hash in days:
                return {title: period_of(days[unit_hash], self._as)}
        return {}
