"""A template that somebody sent to a page: read and told of, tried, and kept once it is right."""

from collections.abc import Mapping
from typing import Any, TypedDict

from audits.domain.background_task import BackgroundTask
from audits.queries.authored_template import AuthoredTemplate, read_authored
from audits.queries.template_changes import template_changes
from audits.queries.template_trial import try_template
from audits.queries.template_versions import check_may_be_kept
from audits.steps.sample.uploads import held_files, hold_files
from audits.steps.templates.keep import keep_template
from audits.templates import AuditTemplate, freeze
from audits.workspace import Workspace


class ReadTemplate(TypedDict):
    """What was read of a template, as the page shows it.

    ``frozen`` is the template as text. ``before`` is the version that is used now, ``parts`` and
    ``questions`` what differs from it: of each question its id, its words and what becomes of it.
    """

    kind: str
    title: str
    version: int
    frozen: str
    doubts: list[str]
    before: int | None
    parts: list[str]
    questions: list[list[str]]


def read_held_template(task: BackgroundTask, workspace: Workspace) -> ReadTemplate:
    """Read the workbook of a background task, keep nothing, and return what it says.

    Raises:
        TemplateError: naming every cell that does not fit, or why no audit may be opened with it.
    """
    authored = _authored(task, workspace)
    template = authored.template
    with workspace.open_view() as view:
        check_may_be_kept(template, view)
    changes = template_changes(template, workspace=workspace)
    questions = []
    for change in changes.questions:
        questions.append([change.question, change.asks, change.becomes.value])
    return ReadTemplate(
        kind=template.kind, title=template.title, version=template.version,
        frozen=freeze(template), doubts=list(authored.doubts), before=changes.before,
        parts=list(changes.parts), questions=questions,
    )  # fmt: skip


def keep_held_template(task: BackgroundTask, workspace: Workspace) -> Mapping[str, Any]:
    """Keep the template of a background task, and return its kind and version."""
    name, data = next(held_files(task.asked["held"], workspace=workspace))
    template = keep_template(data, name, workspace=workspace).template
    return {"kind": template.kind, "version": template.version}


def _authored(task: BackgroundTask, workspace: Workspace) -> AuthoredTemplate:
    name, data = next(held_files(task.asked["held"], workspace=workspace))
    folder = workspace.stores.templates
    return read_authored(data, name, folder=folder, shapes=workspace.shapes)


def try_held_template(task: BackgroundTask, workspace: Workspace) -> Mapping[str, Any]:
    """Try the template of a background task on made-up answers; what comes of it is held a day."""
    template = _asked(task, workspace)
    trial = try_template(template, workspace=workspace)
    (pack,) = hold_files([(trial.pack_name, trial.pack)], of="made-up pack", workspace=workspace)
    return {
        "kind": template.kind, "version": template.version, "pack": pack,
        "paper": trial.paper.as_data(),
    }  # fmt: skip


def _asked(task: BackgroundTask, workspace: Workspace) -> AuditTemplate:
    """Return which template is tried: the one that was sent, or the one that is used now."""
    if "held" in task.asked:
        return _authored(task, workspace).template
    return workspace.template(task.about)
