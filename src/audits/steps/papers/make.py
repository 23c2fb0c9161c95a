"""Make a paper, of a cycle or of a year, from what stands in the database now."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from audits.queries.analysed import check_is_analysed
from audits.queries.papers.board import board_facts
from audits.queries.papers.cycle import cycle_facts
from audits.queries.still_kept import check_answers_are_kept
from audits.reporting import (
    NEVER_PUBLIC,
    PERIOD_PAPERS,
    BoardFacts,
    CycleFacts,
    Paper as PaperView,
    render_paper,
    view_paper,
)
from audits.storage import Cycle, Paper, write_whole
from audits.templates import template_of
from audits.workspace import Workspace

from .lay_out import PUBLIC, lay_out_made
from .sign import check_names_nobody, check_signed


def make_paper(
    ref: str,
    *,
    workspace: Workspace,
    format: str,
    version: str = "professional",
    only: str = "",
) -> tuple[Path, ...]:
    """Write the papers that the cycle's template names, or ``only`` one; return the files.

    Made again it is the paper of that moment, in the same file.

    Raises:
        NotFoundError: if there is no such paper.
        StatusError: if the cycle is not analysed, its answers were destroyed, or a public version
            is not signed.
        UserError: if there is no such format, or the paper has no such version.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        check_is_analysed(cycle)
        check_answers_are_kept(cycle, view, workspace)
        facts = cycle_facts(cycle, view=view, workspace=workspace)
    names = [only] if only else _names(template_of(cycle.template).papers, version)
    return tuple(
        _make(name, facts, format=format, version=version, workspace=workspace) for name in names
    )


def _names(papers: Sequence[str], version: str) -> list[str]:
    """Return the papers to make of a cycle; beside a public one, those that are never public go."""
    of_cycle = [name for name in papers if name not in PERIOD_PAPERS]
    may_be_public = [name for name in of_cycle if name not in NEVER_PUBLIC]
    return may_be_public if version == PUBLIC and may_be_public else of_cycle


def make_board_paper(
    name: str, *, workspace: Workspace, format: str, year: str = "", version: str = "professional"
) -> Path:
    """Write a paper on a whole year such as 2016/17, or on the action plan today; return its file.

    Raises:
        NotFoundError: if there is no such paper or format.
        StatusError: if a public version is not signed.
        UserError: if the year is written otherwise.
    """
    facts = board_facts(year, workspace=workspace)
    about = year or "action plan"
    paper = _checked(name, about, facts, version=version, workspace=workspace)
    data = render_paper(paper, format=format, made_on=facts.made_on)
    stem = "-".join(filter(None, (name, year.replace("/", "-"))))
    place = workspace.stores.papers / "board" / stem
    path = place.with_name(f"{stem}-{version}.{format}")
    write_whole(path, data)
    lay_out_made(
        paper, facts, place, about=about, name=name, version=version, made_at=workspace.clock()
    )
    with workspace.open_uow() as uow:
        digest = hashlib.sha256(data).hexdigest()
        file = str(path.relative_to(workspace.stores.papers))
        uow.note("paper made", about, paper=name, version=version, sha256=digest, file=file)
        uow.commit()
    return path


def _checked(
    name: str, about: str, facts: CycleFacts | BoardFacts, *, version: str, workspace: Workspace
) -> PaperView:
    """Return a paper that may be made."""
    paper = view_paper(name, facts, version)
    check_names_nobody(about, name, workspace=workspace)
    if version == PUBLIC:
        with workspace.open_view() as view:
            check_signed(about, name, paper, view)
    return paper


def _make(name: str, facts: CycleFacts, *, format: str, version: str, workspace: Workspace) -> Path:
    viewed = _checked(name, facts.ref, facts, version=version, workspace=workspace)
    data = render_paper(viewed, format=format, made_on=facts.made_on)
    place = workspace.stores.papers / facts.ref / f"{facts.ref}-{name}"
    path = place.with_name(f"{place.name}-{version}.{format}")
    write_whole(path, data)
    made_at = workspace.clock()
    lay_out_made(viewed, facts, place, about=facts.ref, name=name, version=version, made_at=made_at)
    sha256 = hashlib.sha256(data).hexdigest()
    with workspace.open_uow() as uow:
        row = uow.first(
            Paper,
            Paper.cycle == facts.ref,
            Paper.name == name,
            Paper.version == version,
            Paper.format == format,
        )
        row = row or Paper(
            cycle=facts.ref, name=name, version=version, format=format, file=path.name,
            sha256=sha256, made_at=workspace.clock(),
        )  # fmt: skip
        row.sha256, row.made_at = sha256, workspace.clock()
        uow.add(row)
        uow.note("paper made", facts.ref, paper=name, version=version, sha256=sha256)
        uow.commit()
    return path
