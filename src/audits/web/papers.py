"""Papers: made, read before they go out, signed, released; and those that everybody may read."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.remedies import Verb
from audits.queries.papers_made import paper_file, papers_of_cycle, published_papers
from audits.steps.findings.sign_off import publish
from audits.steps.papers.make import make_paper
from audits.steps.papers.sign import read_paper, sign_paper

from .downloads import download
from .forms import NewPaper, Signature
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
OF_CYCLE = "/audits/{ref}/papers"
READ = OF_CYCLE + "/read/{paper}"


@pages.show("/papers", Verb.SEE_PUBLISHED)
def papers(visit: AVisit) -> Response:
    return visit.page("papers/list.html", papers=published_papers(workspace=visit.workspace))


@pages.show("/papers/{ref}/{file}", Verb.SEE_PUBLISHED)
def published(visit: AVisit, ref: Ref, file: Ref) -> Response:
    return download(file, paper_file(ref, file, is_public=True, workspace=visit.workspace))


@pages.show(OF_CYCLE, Verb.READ_PAPER)
def of_cycle(visit: AVisit, ref: Ref) -> Response:
    page = papers_of_cycle(ref, workspace=visit.workspace)
    return visit.page("papers/of_cycle.html", page=page)


@pages.take(OF_CYCLE, Verb.MAKE_PAPER)
def make(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(NewPaper, fields)
    make_paper(ref, format=form.format, version=form.version, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/papers", "made")


@pages.take(OF_CYCLE + "/release", Verb.PUBLISH, shown_at=OF_CYCLE)
def release(visit: AVisit, ref: Ref) -> Response:
    publish(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/papers", "published", about=ref)


@pages.show(READ, Verb.READ_PAPER)
def read(visit: AVisit, ref: Ref, paper: Ref) -> Response:
    text = read_paper(ref, paper, workspace=visit.workspace)
    return visit.page("papers/read.html", ref=ref, paper=paper, text=text)


@pages.take(READ, Verb.SIGN_PAPER)
def sign(visit: AVisit, ref: Ref, paper: Ref, fields: Fields) -> Response:
    form = filled(Signature, fields)
    sign_paper(ref, paper, by=form.by, why=form.why, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/papers", "signed")


@pages.show(OF_CYCLE + "/file/{file}", Verb.READ_PAPER)
def file(visit: AVisit, ref: Ref, file: Ref) -> Response:
    return download(file, paper_file(ref, file, is_public=False, workspace=visit.workspace))
