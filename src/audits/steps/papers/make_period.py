"""Make the papers on a month or a quarter from every agreed cycle of it."""

import hashlib
from pathlib import Path

from audits.queries.papers.period import period_facts
from audits.queries.papers.period_weeks import period_of
from audits.reporting import render_paper, view_paper
from audits.storage import write_whole
from audits.workspace import Workspace

from .lay_out import lay_out_made
from .sign import check_signed


def make_period_paper(
    paper: str, period: str, *, workspace: Workspace, format: str, version: str = "professional"
) -> tuple[Path, ...]:
    """Write a paper on a month (2017-03) or a quarter (2017-Q1), one for each kind that names it.

    Made again it is the paper of that moment, in the same file.

    Raises:
        NotFoundError: if the quality group has agreed no such cycle, or there is no such paper or
            format.
        StatusError: if a public version is not signed.
        UserError: if the period is none, or the paper has no such version.
    """
    when = period_of(period)
    with workspace.open_view() as view:
        by_kind = period_facts(paper, when, view=view, workspace=workspace)
        papers = {kind: view_paper(paper, facts, version) for kind, facts in by_kind.items()}
        if version == "public":
            for made_of in papers.values():
                check_signed(period, paper, made_of, view)
    paths = []
    for kind, viewed in papers.items():
        facts = by_kind[kind]
        data = render_paper(viewed, format=format, made_on=facts.made_on)
        place = workspace.stores.papers / period / f"{kind}-{period}-{paper}"
        path = place.with_name(f"{place.name}-{version}.{format}")
        write_whole(path, data)
        made_at = workspace.clock()
        lay_out_made(
            viewed, facts, place, about=period, name=paper, version=version, made_at=made_at
        )
        paths.append(path)
        file = str(path.relative_to(workspace.stores.papers))
        with workspace.open_uow() as uow:
            uow.note(
                "paper made", period, paper=paper, kind=kind, version=version,
                sha256=hashlib.sha256(data).hexdigest(), file=file,
            )  # fmt: skip
            uow.commit()
    return tuple(paths)
