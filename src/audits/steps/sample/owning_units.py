"""Whose own a case is, where a unit is asked about itself or what is its own."""

from collections.abc import Iterable

from audits.domain.candidate import Candidate
from audits.domain.errors import SampleError
from audits.domain.remedies import Remedy, Verb
from audits.storage import Unit, View
from audits.templates import AuditTemplate


FEW = 5  # names in a sentence


class OwningUnits:
    """Tells which unit a candidate belongs to: the one that it names, or the one that it is."""

    def __init__(self, template: AuditTemplate, view: View) -> None:
        self._kind, self._asked = template.kind, template.respondents
        # A register writes codes in capitals, a list of agencies as people type them.
        self._units = {unit.code.casefold(): unit for unit in view.all(Unit)}

    def of(self, candidate: Candidate) -> str:
        """Return the unit's code; `check` says beforehand whether there is one."""
        return self._units[_said(candidate).casefold()].code

    def check(self, candidates: Iterable[Candidate]) -> None:
        """Refuse candidates that belong to no unit, or to one that this audit does not ask.

        Raises:
            SampleError: naming the first of them.
        """
        names = sorted({_said(candidate) for candidate in candidates})
        unknown = [name for name in names if name.casefold() not in self._units]
        if unknown:
            raise SampleError(
                f"{_few(unknown)} would be asked, but there is no such unit. "
                "Add it to your list and load that.",
                remedy=Remedy(Verb.IMPORT_AGENCIES),
            )
        others = [name for name in names if not self._is_asked(name)]
        if others:
            raise SampleError(
                f"{_few(others)} would be asked, but {self._kind} asks units of "
                f"{', '.join(self._asked)} only. Narrow 'where', or correct the list."
            )

    def _is_asked(self, name: str) -> bool:
        return not self._asked or self._units[name.casefold()].agency in self._asked


def _said(candidate: Candidate) -> str:
    return candidate.attributes.get("unit") or candidate.id


def _few(names: list[str]) -> str:
    few = ", ".join(names[:FEW])
    if len(names) > FEW:
        few += f" and {len(names) - FEW} more"
    return few
