"""Moderation: its cases, its workbook out and in, and its end."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.errors import UserError
from audits.domain.permissions import Role
from audits.domain.problem_words import problems_in_words
from audits.domain.remedies import Verb
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status
from audits.queries.moderation_page import moderation_page
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.import_book import import_moderation
from audits.steps.progress.approve import approve_cycle

from .downloads import download
from .errors import FormError
from .forms import Graded, GradesWanted
from .pages import AVisit, Fields, Files, Pages, filled
from .visit import Problem


pages = Pages()
Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
PAGE = "/audits/{ref}/moderation"
NOT_TAKEN = "Nothing was taken. Put these cells right and give the workbook again."


@pages.show(PAGE, Verb.SEE_GRADES)
def moderation(visit: AVisit, ref: Ref) -> Response:
    page = moderation_page(ref, workspace=visit.workspace)
    sits_on_panel = visit.signed_in is not None and visit.signed_in.role is Role.QEG
    for_panel = page.has_panel and (sits_on_panel or not page.has_desk)
    return visit.page("moderation/page.html", page=page, for_panel=for_panel)


@pages.take(PAGE + "/workbook", Verb.EXPORT_GRADES, shown_at=PAGE)
def workbook(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(GradesWanted, fields)
    path = export_moderation(
        ref, second=form.which == "second", every_grade=form.which == "every",
        workspace=visit.workspace,
    )  # fmt: skip
    return download(path.name, path.read_bytes())


@pages.take(PAGE, Verb.IMPORT_GRADES)
def take_workbook(visit: AVisit, ref: Ref, fields: Fields, files: Files) -> Response:
    form = filled(Graded, fields)
    if not files:
        raise UserError("Choose the moderation workbook that was filled in.")
    taken = import_moderation(files[0][1], by=form.by, ref=ref, workspace=visit.workspace)
    if not taken.is_taken:
        sentences = (NOT_TAKEN, *problems_in_words(taken.problems))
        raise FormError(tuple(Problem("file", sentence) for sentence in sentences))
    if cycle_status(ref, workspace=visit.workspace) is CycleStatus.MODERATING:
        return visit.go(f"/audits/{ref}/moderation", "graded", about=str(taken.new))
    return visit.go(f"/audits/{ref}/findings", "moderated", about=ref)


@pages.take(PAGE + "/end", Verb.END_MODERATION, shown_at=PAGE)
def end(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    approve_cycle(ref, workspace=visit.workspace, decision=fields.get("why", ""))
    return visit.go(f"/audits/{ref}/findings", "moderated", about=ref)
