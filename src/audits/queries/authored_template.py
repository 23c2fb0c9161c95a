"""A template that an officer wrote in Excel: what it says, what in it looks like a slip."""

from dataclasses import dataclass
from pathlib import Path

from audits import resource_folder
from audits.templates import (
    AuditTemplate,
    Placed,
    as_yaml,
    doubts_about,
    find_template,
    template_content,
    template_form,
    template_from,
)
from audits.workbook import read_template_book, write_template_book
from audits.workspace import Workspace

from .counted_columns import Shapes, check_counted


@dataclass(frozen=True, slots=True)
class AuthoredTemplate:
    """A template from a workbook, as the text of its file, with what looks like a slip by cell."""

    template: AuditTemplate
    text: str
    doubts: tuple[str, ...]


def read_authored(data: bytes, name: str, *, folder: Path, shapes: Shapes) -> AuthoredTemplate:
    """Return the template that a workbook holds, with what it may use in a folder and of registers.

    Raises:
        TemplateError: if it is no such workbook, or naming every cell that does not fit.
    """
    shipped = resource_folder("audit_templates")
    authored = read_template_book(data, template_form(folder, beside=shipped))
    content, places = authored.content, authored.places
    template = template_from(content, places, name=name, folder=folder, beside=shipped)
    check_counted(template, shapes, Placed(name, content, places).refusal)
    doubts = doubts_about(content, places, name=name, folder=folder, beside=shipped)
    return AuthoredTemplate(template, as_yaml(content), doubts)


def template_workbook(kind: str, *, workspace: Workspace) -> bytes:
    """Return a template as the workbook in which an officer changes it.

    Raises:
        NotFoundError: naming the kinds there are.
    """
    shipped, own = resource_folder("audit_templates"), workspace.stores.templates
    source = find_template(kind, [shipped, own])
    content = template_content(source, beside=shipped)
    form = template_form(source.parent, beside=shipped)
    return write_template_book(content, form, made_at=workspace.clock())
