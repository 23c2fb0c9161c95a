"""The papers that were made of a cycle or a year, and those that everybody may read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path

from audits.domain.errors import NotFoundError
from audits.domain.programme import year_of
from audits.reporting import NEVER_PUBLIC, PERIOD_PAPERS
from audits.storage import Cycle, Paper, PaperSignOff, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of, titles_in
from .papers_read import BOARD, FOR_THE_BOARD, PERIOD, PUBLIC, RELEASED


# The files of papers on a year or a period, as they are named when they are made.
NAMED = re.compile(r"^(?P<stem>.+)-(?P<version>professional|public)\.(?P<format>html|docx|pdf)$")
YEAR_IN = re.compile(r"^\d{4}-\d{2}$")


@dataclass(frozen=True, slots=True)
class MadePaper:
    """One version of a paper with its files by their format.

    ``folder`` and ``stem`` are where it is kept; ``title`` says of what it is, ``year`` is the one
    it belongs to, "" where it is about today.
    """

    year: str
    title: str
    about: str
    name: str
    version: str
    folder: str
    stem: str
    files: tuple[tuple[str, str], ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class PapersOfCycle:
    """A cycle's papers: those its template names, and those that were made.

    ``to_sign`` are the names of those that have a public version; ``signed`` who signed which.
    """

    cycle: CycleTitle
    names: tuple[str, ...]
    to_sign: tuple[str, ...]
    made: tuple[MadePaper, ...]
    signed: tuple[PaperSignOff, ...]


def papers_of_cycle(ref: str, *, workspace: Workspace) -> PapersOfCycle:
    """Return the papers of a cycle.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        rows = view.all(Paper, Paper.cycle == ref, order_by=Paper.file)
        signed = view.all(PaperSignOff, PaperSignOff.about == ref, order_by=PaperSignOff.id)
    named = template_of(cycle.template).papers
    names = tuple(name for name in named if name not in PERIOD_PAPERS)
    return PapersOfCycle(
        cycle=title_of(cycle),
        names=names,
        to_sign=tuple(name for name in names if name not in NEVER_PUBLIC),
        made=tuple(_of_cycles(rows, {ref: title_of(cycle)})),
        signed=tuple(signed),
    )


def published_papers(*, workspace: Workspace) -> list[MadePaper]:
    """Return what everybody may read, the latest year first: of released cycles, years, periods."""
    with workspace.open_view() as view:
        rows = view.all(Paper, Paper.version == PUBLIC, order_by=Paper.file)
        cycles = {cycle.ref: cycle for cycle in titles_in(view, one_of(Cycle.status, RELEASED))}
    papers = list(_of_cycles([row for row in rows if row.cycle in cycles], cycles))
    for paper in board_papers(workspace=workspace):
        if paper.version == PUBLIC or _is_for_the_board(paper.folder, paper.stem):
            papers.append(paper)
    return sorted(papers, key=attrgetter("year", "title", "about"), reverse=True)


def board_papers(*, workspace: Workspace) -> list[MadePaper]:
    """Return the papers on years and periods that were made, by their place."""
    home = workspace.stores.papers
    folders = [home / BOARD, *sorted(path for path in home.glob("*") if PERIOD.match(path.name))]
    by_place: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            named = NAMED.match(path.name)
            if named:
                place = (folder.name, named["stem"], named["version"])
                by_place.setdefault(place, []).append((named["format"], path.name))
    return [_on_year(*place, tuple(files)) for place, files in by_place.items()]


def paper_file(folder: str, file: str, *, is_public: bool, workspace: Workspace) -> bytes:
    """Return a file of a paper; with ``is_public`` only of those that everybody may read.

    Raises:
        NotFoundError: if no such file was made, or it is not for everybody.
    """
    path = _on_disk(folder, file, is_public=is_public, workspace=workspace)
    if path is None or not path.is_file():
        raise NotFoundError(f"There is no paper '{file}' of {folder}.")
    return path.read_bytes()


def _on_disk(folder: str, file: str, *, is_public: bool, workspace: Workspace) -> Path | None:
    if folder == BOARD or PERIOD.match(folder):
        named = NAMED.match(file)
        path: Path = workspace.stores.papers / folder / file
        if named is None or path.parent.name != folder or not path.is_file():
            return None
        is_for_all = named["version"] == PUBLIC or _is_for_the_board(folder, named["stem"])
        return path if is_for_all or not is_public else None
    with workspace.open_view() as view:
        row = view.first(Paper, Paper.cycle == folder, Paper.file == file)
        cycle = view.find(Cycle, folder)
    if row is None or cycle is None:
        return None
    is_released = row.version == PUBLIC and cycle.status in RELEASED
    return workspace.stores.papers / folder / row.file if is_released or not is_public else None


def _of_cycles(rows: list[Paper], cycles: dict[str, CycleTitle]) -> Iterator[MadePaper]:
    """Yield each version of a paper once, however many files it has."""
    by_paper: dict[tuple[str, str, str], list[Paper]] = {}
    for row in rows:
        by_paper.setdefault((row.cycle, row.name, row.version), []).append(row)
    for (ref, name, version), files in by_paper.items():
        yield MadePaper(
            year=year_of(cycles[ref].opened_on),
            title=cycles[ref].title,
            about=ref,
            name=name,
            version=version,
            folder=ref,
            stem=f"{ref}-{name}",
            files=tuple((row.format, row.file) for row in files),
            made_at=max(row.made_at for row in files),
        )


def _on_year(folder: str, stem: str, version: str, files: tuple[tuple[str, str], ...]) -> MadePaper:
    if folder == BOARD:
        name, _, dashed = stem.partition("-")
        about = dashed.replace("-", "/") if YEAR_IN.match(dashed) else ""
        return MadePaper(about, "", about, name, version, folder, stem, files, None)
    name = stem.rpartition("-")[2]
    month = int(folder[6]) * 3 - 2 if folder[5] == "Q" else int(folder[5:])
    year = year_of(date(int(folder[:4]), month, 1))
    return MadePaper(year, "", folder, name, version, folder, stem, files, None)


def _is_for_the_board(folder: str, stem: str) -> bool:
    return folder == BOARD and bool(FOR_THE_BOARD.match(stem))
