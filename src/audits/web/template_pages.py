"""Templates: read as an agency will see them, tried, and a new version looked at and kept."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.background_task import BackgroundTask, BackgroundTaskKind
from audits.domain.errors import NotFoundError, UserError
from audits.domain.remedies import Verb
from audits.queries.authored_template import template_workbook
from audits.queries.template_page import list_of_templates, read_sent_template, read_template
from audits.queries.template_versions import template_history
from audits.steps.sample.uploads import held_files, hold_files

from .downloads import download, picture
from .pages import AVisit, Files, Pages
from .visit import Visit
from .work import seen_task


Kind = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Number = Annotated[str, Path(pattern=r"^[\w-]+$")]
ONE = "/admin/templates/{kind}"
READ, TRIED = "/admin/templates/read/{number}", "/admin/templates/tried/{number}"

pages = Pages()


@pages.show("/admin/templates", Verb.SEE_TEMPLATES)
def templates(visit: AVisit) -> Response:
    lines = list_of_templates(workspace=visit.workspace)
    return visit.page("admin/templates.html", lines=lines)


@pages.show("/admin/templates/new", Verb.IMPORT_TEMPLATE)
def new_version(visit: AVisit) -> Response:
    return visit.page("admin/template_new.html")


@pages.take("/admin/templates/new", Verb.IMPORT_TEMPLATE)
def take_version(visit: AVisit, files: Files) -> Response:
    if not files:
        raise UserError("Choose the workbook in which the template was changed.")
    held = hold_files(files[:1], of="template", workspace=visit.workspace)
    return visit.begin(BackgroundTaskKind.READ_TEMPLATE, about="template", held=held)


@pages.show(READ, Verb.IMPORT_TEMPLATE)
def was_read(visit: AVisit, number: Number) -> Response:
    task = _task(number, BackgroundTaskKind.READ_TEMPLATE, visit)
    if not task.is_over:
        return visit.go(f"/tasks/{number}")
    return visit.page("admin/template_read.html", task=task, refusals=task.error.splitlines())


@pages.show(READ + "/questions", Verb.IMPORT_TEMPLATE)
def sent_questions(visit: AVisit, number: Number, agency: str = "") -> Response:
    task = _read_well(number, visit)
    reading = read_sent_template(task.result["frozen"], agency=agency, workspace=visit.workspace)
    return visit.page("admin/template.html", reading=reading, number=number, history=())


@pages.take(READ + "/keep", Verb.IMPORT_TEMPLATE, shown_at=READ)
def keep(visit: AVisit, number: Number) -> Response:
    task = _read_well(number, visit)
    return visit.begin(BackgroundTaskKind.KEEP_TEMPLATE, about=task.about, **task.asked)


@pages.take(READ + "/try", Verb.IMPORT_TEMPLATE, shown_at=READ)
def try_sent(visit: AVisit, number: Number) -> Response:
    task = _read_well(number, visit)
    return visit.begin(BackgroundTaskKind.TRY_TEMPLATE, about=task.about, **task.asked)


@pages.show(TRIED, Verb.IMPORT_TEMPLATE)
def tried(visit: AVisit, number: Number) -> Response:
    return visit.page("admin/template_tried.html", task=_tried_well(number, visit))


@pages.show(TRIED + "/pack", Verb.IMPORT_TEMPLATE)
def tried_pack(visit: AVisit, number: Number) -> Response:
    held = (_tried_well(number, visit).result["pack"],)
    name, data = next(held_files(held, workspace=visit.workspace))
    return download(name, data)


@pages.show(TRIED + "/picture/{place}", Verb.IMPORT_TEMPLATE)
def tried_picture(visit: AVisit, number: Number, place: int) -> Response:
    blocks = _tried_well(number, visit).result["paper"]["blocks"]
    for at, block in enumerate(blocks):
        if at == place and block["kind"] == "picture":
            return picture(block["svg"])
    raise NotFoundError("There is no such picture.")


@pages.show(ONE, Verb.SEE_TEMPLATES)
def template(visit: AVisit, kind: Kind, version: str = "", agency: str = "") -> Response:
    wanted = int(version) if version.isdecimal() and len(version) < 6 else None
    reading = read_template(kind, version=wanted, agency=agency, workspace=visit.workspace)
    history = template_history(kind, workspace=visit.workspace)
    return visit.page("admin/template.html", reading=reading, number="", history=history)


@pages.show(ONE + "/export", Verb.EXPORT_TEMPLATE)
def excel(visit: AVisit, kind: Kind) -> Response:
    return download(f"{kind}.xlsx", template_workbook(kind, workspace=visit.workspace))


@pages.take(ONE + "/try", Verb.IMPORT_TEMPLATE, shown_at=ONE)
def try_kind(visit: AVisit, kind: Kind) -> Response:
    visit.workspace.template(kind)  # or it is not there
    return visit.begin(BackgroundTaskKind.TRY_TEMPLATE, about=kind)


def _task(number: str, kind: BackgroundTaskKind, visit: Visit) -> BackgroundTask:
    task = seen_task(number, visit)
    if task.kind is not kind:
        raise NotFoundError("There is no such work.")
    return task


def _read_well(number: str, visit: Visit) -> BackgroundTask:
    """Return what read a template that fits.

    Raises:
        UserError: if it does not fit, or is not read yet.
    """
    task = _task(number, BackgroundTaskKind.READ_TEMPLATE, visit)
    if task.error or not task.is_over:
        raise UserError("Put right first what is wrong with the template.")
    return task


def _tried_well(number: str, visit: Visit) -> BackgroundTask:
    task = _task(number, BackgroundTaskKind.TRY_TEMPLATE, visit)
    if task.error or not task.is_over:
        raise NotFoundError("The template is not tried yet.")
    return task
