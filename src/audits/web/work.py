"""Long work that pages asked for: how far each piece is, and what it came to."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errand import Errand, ErrandKind
from audits.domain.errors import NotFoundError
from audits.domain.permissions import may
from audits.domain.remedies import Verb
from audits.queries.errands import progress_of

from .pages import SIGNED_IN, AVisit, Pages
from .visit import Visit


Number = Annotated[str, Path(pattern=r"^[\w-]+$")]
VERBS = {
    ErrandKind.READ_REGISTER: Verb.LOAD_REGISTER,
    ErrandKind.KEEP_REGISTER: Verb.LOAD_REGISTER,
    ErrandKind.ISSUE_PACKS: Verb.ISSUE_PACKS,
    ErrandKind.COLLECT_FILES: Verb.COLLECT_RETURNS,
    ErrandKind.MAKE_PAPER: Verb.MAKE_PAPER,
}
# What is done, what is counted of it, and where somebody goes who wants to begin again.
WORDS = {
    ErrandKind.READ_REGISTER: ("Reading the register", "", "/registers/new"),
    ErrandKind.KEEP_REGISTER: ("Keeping the register", "", "/registers/new"),
    ErrandKind.ISSUE_PACKS: ("Writing the packs of {about}", "pack", "/audits/{about}"),
    ErrandKind.COLLECT_FILES: ("Reading what came back", "file", "/returns/new"),
    ErrandKind.MAKE_PAPER: ("Making papers of {about}", "paper", "/audits/{about}/papers"),
}

pages = Pages()


@pages.show("/work", SIGNED_IN)
def all_work(visit: AVisit) -> Response:
    mine = []
    for errand in visit.workspace.errands.latest():
        if _may_see(errand, visit):
            mine.append((errand, _title(errand)))
    return visit.page("work/list.html", errands=mine)


@pages.show("/work/{number}", SIGNED_IN)
def work(visit: AVisit, number: Number) -> Response:
    errand = seen_errand(number, visit)
    if errand.is_over and (not errand.error or errand.kind is ErrandKind.READ_REGISTER):
        return _go_on(errand, visit)
    _, counted, again = WORDS[errand.kind]
    return visit.page(
        "work/one.html", errand=errand, title=_title(errand), counted=counted,
        again=again.format(about=errand.about),
        progress=progress_of(errand, workspace=visit.workspace),
    )  # fmt: skip


def seen_errand(number: str, visit: Visit) -> Errand:
    """Return an errand that whoever asks may see.

    Raises:
        NotFoundError: if there is none, or it is not for them.
    """
    errand = visit.workspace.errands.find(number)
    if not _may_see(errand, visit):
        raise NotFoundError("There is no such work.")
    return errand


def _may_see(errand: Errand, visit: Visit) -> bool:
    return visit.signed_in is not None and may(visit.signed_in.role, VERBS[errand.kind])


def _title(errand: Errand) -> str:
    return WORDS[errand.kind][0].format(about=errand.about)


def _go_on(errand: Errand, visit: Visit) -> Response:
    """Go to what the work came to."""
    if errand.kind is ErrandKind.READ_REGISTER:
        return visit.go(f"/registers/read/{errand.id}")
    if errand.kind is ErrandKind.KEEP_REGISTER:
        return visit.go("/registers", "register_kept")
    if errand.kind is ErrandKind.ISSUE_PACKS:
        return visit.go(f"/audits/{errand.about}", "issued", about=errand.about)
    if errand.kind is ErrandKind.MAKE_PAPER:
        return visit.go(f"/audits/{errand.about}/papers", "made")
    return visit.go(f"/returns/read/{errand.id}")
