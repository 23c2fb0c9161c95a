"""Long work that pages asked for: how far each piece is, and what it came to."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.background_task import BackgroundTask, BackgroundTaskKind
from audits.domain.errors import NotFoundError
from audits.domain.permissions import may
from audits.domain.remedies import Verb
from audits.queries.background_tasks import progress_of

from .pages import SIGNED_IN, AVisit, Pages
from .visit import Visit


Number = Annotated[str, Path(pattern=r"^[\w-]+$")]
VERBS = {
    BackgroundTaskKind.READ_REGISTER: Verb.LOAD_REGISTER,
    BackgroundTaskKind.KEEP_REGISTER: Verb.LOAD_REGISTER,
    BackgroundTaskKind.ISSUE_PACKS: Verb.ISSUE_PACKS,
    BackgroundTaskKind.COLLECT_FILES: Verb.COLLECT_RETURNS,
    BackgroundTaskKind.MAKE_PAPER: Verb.MAKE_PAPER,
    BackgroundTaskKind.READ_TEMPLATE: Verb.IMPORT_TEMPLATE,
    BackgroundTaskKind.KEEP_TEMPLATE: Verb.IMPORT_TEMPLATE,
    BackgroundTaskKind.TRY_TEMPLATE: Verb.IMPORT_TEMPLATE,
}
# Whose page says what is wrong, and what else was read.
TOLD_ON_OWN_PAGE = (BackgroundTaskKind.READ_REGISTER, BackgroundTaskKind.READ_TEMPLATE)
# What is done, what is counted of it, and where somebody goes who wants to begin again.
WORDS = {
    BackgroundTaskKind.READ_REGISTER: ("Reading the register", "", "/registers/new"),
    BackgroundTaskKind.KEEP_REGISTER: ("Keeping the register", "", "/registers/new"),
    BackgroundTaskKind.ISSUE_PACKS: ("Writing the packs of {about}", "pack", "/audits/{about}"),
    BackgroundTaskKind.COLLECT_FILES: ("Reading what came back", "file", "/returns/new"),
    BackgroundTaskKind.MAKE_PAPER: ("Making papers of {about}", "paper", "/audits/{about}/papers"),
    BackgroundTaskKind.READ_TEMPLATE: ("Reading the template", "", "/admin/templates/new"),
    BackgroundTaskKind.KEEP_TEMPLATE: ("Keeping the template", "", "/admin/templates/new"),
    BackgroundTaskKind.TRY_TEMPLATE: ("Trying the template", "", "/admin/templates"),
}
ON_PERIOD = ("Making a paper on {about}", "", "/papers")  # a year, a month, a quarter, or today

pages = Pages()


@pages.show("/tasks", SIGNED_IN)
def all_work(visit: AVisit) -> Response:
    mine = []
    for task in visit.workspace.background_tasks.latest():
        if _may_see(task, visit):
            mine.append((task, _title(task)))
    return visit.page("work/list.html", tasks=mine)


@pages.show("/tasks/{number}", SIGNED_IN)
def work(visit: AVisit, number: Number) -> Response:
    task = seen_task(number, visit)
    if task.is_over and (not task.error or task.kind in TOLD_ON_OWN_PAGE):
        return _go_on(task, visit)
    _, counted, again = _words(task)
    return visit.page(
        "work/one.html", task=task, title=_title(task), counted=counted,
        again=again.format(about=task.about),
        progress=progress_of(task, workspace=visit.workspace),
    )  # fmt: skip


def seen_task(number: str, visit: Visit) -> BackgroundTask:
    """Return a background task that whoever asks may see.

    Raises:
        NotFoundError: if there is none, or it is not for them.
    """
    task = visit.workspace.background_tasks.find(number)
    if not _may_see(task, visit):
        raise NotFoundError("There is no such work.")
    return task


def _may_see(task: BackgroundTask, visit: Visit) -> bool:
    return visit.signed_in is not None and may(visit.signed_in.role, VERBS[task.kind])


def _title(task: BackgroundTask) -> str:
    return _words(task)[0].format(about=task.about)


def _words(task: BackgroundTask) -> tuple[str, str, str]:
    return ON_PERIOD if "paper" in task.asked else WORDS[task.kind]


def _go_on(task: BackgroundTask, visit: Visit) -> Response:
    """Go to what the work came to."""
    if task.kind is BackgroundTaskKind.READ_REGISTER:
        return visit.go(f"/registers/read/{task.id}")
    if task.kind is BackgroundTaskKind.KEEP_REGISTER:
        return visit.go("/registers", "register_kept")
    if task.kind is BackgroundTaskKind.READ_TEMPLATE:
        return visit.go(f"/admin/templates/read/{task.id}")
    if task.kind is BackgroundTaskKind.KEEP_TEMPLATE:
        return visit.go(f"/admin/templates/{task.result['kind']}", "template_kept")
    if task.kind is BackgroundTaskKind.TRY_TEMPLATE:
        return visit.go(f"/admin/templates/tried/{task.id}")
    if task.kind is BackgroundTaskKind.ISSUE_PACKS:
        return visit.go(f"/audits/{task.about}", "issued", about=task.about)
    if task.kind is BackgroundTaskKind.MAKE_PAPER:
        return visit.go(_words(task)[2].format(about=task.about), "made")
    return visit.go(f"/returns/read/{task.id}")
