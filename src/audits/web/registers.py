"""Registers: the list, and the conversation in which one is read and kept."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.background_task import BackgroundTaskKind
from audits.domain.errors import NotFoundError, UserError
from audits.domain.remedies import Verb
from audits.queries.registers import list_registers
from audits.steps.sample.uploads import hold_files

from .forms import LoadedAs
from .matching import column_says, profile_chosen
from .pages import AVisit, Fields, Files, Pages, filled
from .visit import Visit
from .work import seen_task


Number = Annotated[str, Path(pattern=r"^[\w-]+$")]
READ = "/registers/read/{number}"

pages = Pages()


@pages.show("/registers", Verb.LOAD_REGISTER)
def registers(visit: AVisit) -> Response:
    lines = list_registers(workspace=visit.workspace)
    return visit.page("registers/list.html", lines=lines[::-1])


@pages.show("/registers/new", Verb.LOAD_REGISTER)
def new_register(visit: AVisit) -> Response:
    return visit.page("registers/new.html", kinds=_kinds(visit))


@pages.take("/registers/new", Verb.LOAD_REGISTER)
def read(visit: AVisit, fields: Fields, files: Files) -> Response:
    form = filled(LoadedAs, fields)
    if not files:
        raise UserError("Choose the file that was exported from your case system.")
    held = hold_files(files, workspace=visit.workspace)
    return visit.begin(
        BackgroundTaskKind.READ_REGISTER, about=form.name, held=held, dates=form.dates,
        as_before=form.as_before,
    )  # fmt: skip


@pages.show(READ, Verb.LOAD_REGISTER)
def was_read(visit: AVisit, number: Number) -> Response:
    task = seen_task(number, visit)
    if task.kind is not BackgroundTaskKind.READ_REGISTER:
        raise NotFoundError("There is no such work.")
    if not task.is_over:
        return visit.go(f"/tasks/{number}")
    columns = []
    for column in task.result.get("columns", ()):
        columns.append((column, column_says(column)))
    return visit.page("registers/read.html", task=task, columns=columns)


@pages.take(READ + "/again", Verb.LOAD_REGISTER, shown_at=READ)
def read_again(visit: AVisit, number: Number, fields: Fields) -> Response:
    task = seen_task(number, visit)
    asked = {**task.asked, "dates": fields.get("dates", "")}
    if task.result:
        asked["profile"] = profile_chosen(task, fields)
    return visit.begin(task.kind, about=task.about, **asked)


@pages.take(READ + "/keep", Verb.LOAD_REGISTER, shown_at=READ)
def keep(visit: AVisit, number: Number) -> Response:
    task = seen_task(number, visit)
    if task.error:
        raise UserError("Put right first what is wrong with the register.")
    return visit.begin(BackgroundTaskKind.KEEP_REGISTER, about=task.about, **task.asked)


def _kinds(visit: Visit) -> list[tuple[str, str]]:
    kinds = []
    for name in sorted(visit.workspace.shapes):
        kinds.append((name, name.replace("_", " ")))
    return kinds
