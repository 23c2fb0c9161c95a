"""Papers: made, read before they go out, signed, released; and those that everybody may read."""

from itertools import groupby
from operator import attrgetter
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.background_task import BackgroundTaskKind
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Verb
from audits.queries.cycles import cycle_status
from audits.queries.papers_made import (
    board_papers,
    paper_file,
    papers_of_cycle,
    published_papers,
)
from audits.queries.papers_read import LaidOut, laid_out, paper_to_sign, read_public
from audits.reporting import SCRUTINY
from audits.steps.findings.sign_off import publish
from audits.steps.papers.sign import sign_paper

from .downloads import download, picture
from .forms import NewBoardPaper, NewPaper, Signature
from .pages import AVisit, Fields, Pages, filled


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
Number = Annotated[int, Path(ge=0)]
OF_CYCLE = "/audits/{ref}/papers"
SIGN = "/papers/sign/{folder}/{stem}"
PUBLIC_PICTURE = "/papers/picture/{folder}/{stem}/{number}"
OF_PERIODS = {"mash_month": "Month's paper", "mash_quarter": "Quarter's paper"}
ON_YEARS = {
    "annual": "Yearly report",
    "board": "Year's summary",
    SCRUTINY: "Scrutineer's pack",
    "actions": "Action report, as of today",
}


@pages.show("/papers", Verb.SEE_PUBLISHED)
def papers(visit: AVisit) -> Response:
    public = published_papers(workspace=visit.workspace)
    by_year = [(year, list(of_year)) for year, of_year in groupby(public, attrgetter("year"))]
    own = board_papers(workspace=visit.workspace) if visit.may("READ_PAPER") else []
    kinds = [("", "Choose"), *ON_YEARS.items(), *OF_PERIODS.items()]
    return visit.page("papers/list.html", by_year=by_year, own=own, kinds=kinds)


@pages.take("/papers", Verb.MAKE_PAPER)
def make_for_board(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewBoardPaper, fields)
    return visit.begin(
        BackgroundTaskKind.MAKE_PAPER, about=form.about or "today", paper=form.paper,
        period=form.about, format=form.format, version=form.version,
    )  # fmt: skip


@pages.show("/papers/read/{folder}/{stem}", Verb.SEE_PUBLISHED)
def read(visit: AVisit, folder: Ref, stem: Ref) -> Response:
    paper = read_public(folder, stem, workspace=visit.workspace)
    return visit.page("papers/read.html", paper=paper, pictures=f"/papers/picture/{folder}/{stem}")


@pages.show(PUBLIC_PICTURE, Verb.SEE_PUBLISHED)
def public_picture(visit: AVisit, folder: Ref, stem: Ref, number: Number) -> Response:
    return _picture(read_public(folder, stem, workspace=visit.workspace), number)


@pages.show("/papers/picture/{folder}/{stem}/{number}/{version}", Verb.READ_PAPER)
def own_picture(visit: AVisit, folder: Ref, stem: Ref, number: Number, version: Ref) -> Response:
    return _picture(laid_out(folder, stem, version, workspace=visit.workspace), number)


@pages.show(SIGN, Verb.READ_PAPER)
def both(visit: AVisit, folder: Ref, stem: Ref) -> Response:
    page = paper_to_sign(folder, stem, workspace=visit.workspace)
    return visit.page("papers/sign.html", page=page, pictures=f"/papers/picture/{folder}/{stem}")


@pages.take(SIGN, Verb.SIGN_PAPER)
def sign(visit: AVisit, folder: Ref, stem: Ref, fields: Fields) -> Response:
    form = filled(Signature, fields)
    paper = laid_out(folder, stem, "professional", workspace=visit.workspace)
    sign_paper(
        paper.about, paper.name, by=visit.name, why=form.why, read=form.read,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/papers/sign/{folder}/{stem}", "signed")


@pages.show("/papers/made/{folder}/{file}", Verb.READ_PAPER)
def made(visit: AVisit, folder: Ref, file: Ref) -> Response:
    return download(file, paper_file(folder, file, is_public=False, workspace=visit.workspace))


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
    cycle_status(ref, workspace=visit.workspace)  # or it is not there
    return visit.begin(
        BackgroundTaskKind.MAKE_PAPER, about=ref, format=form.format, version=form.version,
        only=form.only,
    )  # fmt: skip


@pages.take(OF_CYCLE + "/release", Verb.PUBLISH, shown_at=OF_CYCLE, about=("{ref}",))
def release(visit: AVisit, ref: Ref) -> Response:
    publish(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/papers", "published", about=ref)


def _picture(paper: LaidOut, number: int) -> Response:
    """Return one picture of a paper, by the place of its block."""
    for place, block in enumerate(paper.blocks):
        if place == number and block["kind"] == "picture":
            return picture(block["svg"])
    raise NotFoundError("There is no such picture.")
