"""The papers that were made of a cycle, and those that everybody may read."""

from dataclasses import dataclass
from datetime import datetime

from audits.domain.errors import NotFoundError
from audits.domain.status import CycleStatus
from audits.storage import Cycle, Paper, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of


PUBLIC = "public"
RELEASED = (CycleStatus.PUBLISHED, CycleStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One file of a paper."""

    cycle: CycleTitle
    name: str
    version: str
    format: str
    file: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PapersOfCycle:
    """A cycle's papers: those its template names, and those that were made."""

    cycle: CycleTitle
    names: tuple[str, ...]
    made: tuple[MadePaper, ...]


def papers_of_cycle(ref: str, *, workspace: Workspace) -> PapersOfCycle:
    """Return the papers of a cycle.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        rows = view.all(Paper, Paper.cycle == ref, order_by=Paper.file)
    title = title_of(cycle)
    return PapersOfCycle(
        cycle=title,
        names=tuple(template_of(cycle.template).papers),
        made=tuple(_made(title, row) for row in rows),
    )


def published_papers(*, workspace: Workspace) -> list[MadePaper]:
    """Return the public versions of the papers of every cycle that is released, newest first."""
    with workspace.open_view() as view:
        rows = view.all(Paper, Paper.version == PUBLIC, order_by=Paper.made_at)
        cycles = view.rows_by(Cycle, Cycle.ref, one_of(Cycle.status, RELEASED))
    papers = []
    for row in reversed(rows):
        if row.cycle in cycles:
            papers.append(_made(title_of(cycles[row.cycle]), row))
    return papers


def paper_file(ref: str, file: str, *, is_public: bool, workspace: Workspace) -> bytes:
    """Return a file of a paper; with ``is_public`` only of those that everybody may read.

    Raises:
        NotFoundError: if no such file was made, or it is not for everybody.
    """
    with workspace.open_view() as view:
        row = view.first(Paper, Paper.cycle == ref, Paper.file == file)
        cycle = view.find(Cycle, ref)
    is_released = row and cycle and row.version == PUBLIC and cycle.status in RELEASED
    if row is None or (is_public and not is_released):
        raise NotFoundError(f"There is no paper '{file}' of {ref}.")
    return (workspace.stores.papers / ref / row.file).read_bytes()


def _made(cycle: CycleTitle, row: Paper) -> MadePaper:
    return MadePaper(cycle, row.name, row.version, row.format, row.file, row.made_at)
