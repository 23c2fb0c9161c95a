"""A file that nobody could place, with whom it may be from."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.domain.answer import ProblemCode
from audits.domain.status import TAKING_ANSWERS
from audits.storage import Cycle, IssuedPack, one_of
from audits.workspace import Workspace

from .return_status import unit_names
from .returns import ReturnDetail, describe_return


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A received file, and each pack that is out: cycle and unit, with the unit's name.

    ``names`` are those of all units, by their codes.
    ``is_strangers``: its sender's address is no contact's, and nobody has read it.
    """

    detail: ReturnDetail
    out: tuple[tuple[str, str, str], ...]
    names: Mapping[str, str]

    @property
    def is_strangers(self) -> bool:
        """Tell whether it was set aside because of its sender."""
        codes = {problem.code for problem in self.detail.problems}
        return ProblemCode.UNKNOWN_SENDER in codes


def describe_file(ref: str, *, workspace: Workspace) -> Unplaced:
    """Return a received file with whom it may be from.

    Raises:
        NotFoundError: if there is no such return.
    """
    detail = describe_return(ref, workspace=workspace)
    with workspace.open_view() as view:
        names = unit_names(view)
        cycles = view.values(Cycle.ref, one_of(Cycle.status, TAKING_ANSWERS))
        are_out = one_of(IssuedPack.cycle, cycles)
        packs = set(view.columns((IssuedPack.cycle, IssuedPack.unit), are_out))
    out = []
    for cycle, unit in sorted(packs):
        out.append((cycle, unit, names.get(unit, unit)))
    return Unplaced(detail, tuple(out), names)
