"""Registers: the list, and the conversation in which one is read and kept."""

from fastapi.responses import Response

from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.queries.registers import list_registers
from audits.register import Order, Source
from audits.steps.sample.load_register import load_register
from audits.steps.sample.uploads import held_files, hold_files

from .forms import LoadedAs
from .pages import AVisit, Fields, Files, Pages, filled
from .visit import Visit


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
    held = tuple(part for part in form.held.split() if part)
    if files:
        held = hold_files(files, workspace=visit.workspace)
    sources = [Source(name, data) for name, data in held_files(held, workspace=visit.workspace)]
    if not sources:
        raise UserError("Choose the file that was exported from your case system.")
    orders = {"all": Order(form.dates)} if form.dates else None
    loaded = load_register(
        sources, name=form.name, workspace=visit.workspace, dates=orders, dry_run=not form.keep
    )
    if form.keep:
        return visit.go("/registers", "register_kept")
    return visit.page(
        "registers/report.html", report=loaded.report.as_json(form.name), name=form.name,
        dates=form.dates, held=" ".join(held), kinds=_kinds(visit),
    )  # fmt: skip


def _kinds(visit: Visit) -> list[tuple[str, str]]:
    kinds = []
    for name in sorted(visit.workspace.shapes):
        kinds.append((name, name.replace("_", " ")))
    return kinds
