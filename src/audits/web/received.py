"""What has come in and what went out: returns, concerns, messages."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.background_task import BackgroundTaskKind
from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.domain.ticks import COLLECT_RETURNS, SEND_DUE
from audits.queries.agencies import names_of_units
from audits.queries.concerns import list_concerns
from audits.queries.dispatches import show_dispatch
from audits.queries.unplaced import describe_file
from audits.steps.dispatch.settle import confirm_not_sent, confirm_sent
from audits.steps.received.place import answer_sender, read_all_the_same
from audits.steps.received.settle_return import settle_return
from audits.steps.returns.concerns import acknowledge_concern
from audits.steps.returns.remind import remind_everybody
from audits.steps.returns.show_concern import show_concern
from audits.steps.sample.uploads import hold_files

from .forms import Acknowledgement, MadeSure, Reason, Sender, Settled
from .pages import AVisit, Fields, Files, Pages, filled
from .visit import Visit
from .work import seen_task


pages = Pages()
Number = Annotated[int, Path(ge=1)]
FILE, IT, MESSAGE = "/returns/{received}", ("{received}",), "/messages/{key}"
Received = Annotated[str, Path(pattern=r"^[\w-]+$")]


@pages.show("/concerns", Verb.SEE_CONCERNS)
def concerns(visit: AVisit) -> Response:
    concerns = list_concerns(workspace=visit.workspace)
    return visit.page("received/concerns.html", concerns=concerns, names=_names(visit))


@pages.take("/concerns/{number}/acknowledge", Verb.ACKNOWLEDGE_CONCERN, shown_at="/concerns")
def acknowledge(visit: AVisit, number: Number, fields: Fields) -> Response:
    form = filled(Acknowledgement, fields)
    acknowledge_concern(number, by=form.by, done=form.done, workspace=visit.workspace)
    return visit.go("/concerns", "acknowledged")


@pages.take("/concerns/{number}/child", Verb.SEE_CONCERN, shown_at="/concerns")
def child(visit: AVisit, number: Number, fields: Fields) -> Response:
    form = filled(Reason, fields)
    concern = show_concern(number, why=form.why, workspace=visit.workspace)
    return visit.page("received/child.html", concern=concern)


@pages.show("/returns/new", Verb.COLLECT_RETURNS)
def new_return(visit: AVisit) -> Response:
    return visit.page("received/new.html")


@pages.take("/returns/new", Verb.COLLECT_RETURNS)
def collect(visit: AVisit, files: Files) -> Response:
    if not files:
        raise UserError("Choose the workbook that a unit has filled in.")
    held = hold_files(files, of="return", workspace=visit.workspace)
    return visit.begin(BackgroundTaskKind.COLLECT_FILES, about="", held=held)


@pages.show("/returns/read/{number}", Verb.COLLECT_RETURNS)
def was_collected(visit: AVisit, number: Received) -> Response:
    task = seen_task(number, visit)
    if task.kind is not BackgroundTaskKind.COLLECT_FILES or not task.is_over:
        return visit.go(f"/tasks/{number}")
    return visit.page(
        "received/collected.html", collected=task.result["files"], names=_names(visit)
    )


@pages.show("/returns/{received}", Verb.SEE_RETURN)
def one_return(visit: AVisit, received: Received) -> Response:
    file = describe_file(received, workspace=visit.workspace)
    senders = []
    for cycle, unit, name in file.out:
        senders.append((f"{cycle}/{unit}", f"{name}, {cycle}"))
    return visit.page(
        "received/return.html", detail=file.detail, file=file, senders=senders,
        names=file.names,
    )  # fmt: skip


@pages.take(FILE + "/read", Verb.SETTLE_RETURN, shown_at=FILE, about=IT)
def read_file(visit: AVisit, received: Received, fields: Fields) -> Response:
    form = filled(MadeSure, fields)
    read_all_the_same(received, why=form.read_why, workspace=visit.workspace)
    visit.ask_for(COLLECT_RETURNS)
    return visit.go("/", "file_read")


@pages.take(FILE + "/answer", Verb.SETTLE_RETURN, shown_at=FILE, about=IT)
def answer(visit: AVisit, received: Received, fields: Fields) -> Response:
    form = filled(Sender, fields)
    cycle, _, unit = form.sender.partition("/")
    answer_sender(received, cycle, unit, why=form.answer_why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go("/", "sender_answered")


@pages.take(FILE + "/settle", Verb.SETTLE_RETURN, shown_at=FILE, about=IT)
def settle(visit: AVisit, received: Received, fields: Fields) -> Response:
    form = filled(Reason, fields)
    settle_return(received, why=form.why, workspace=visit.workspace)
    return visit.go("/", "settled")


@pages.take("/chase", Verb.CHASE, shown_at="/")
def remind(visit: AVisit) -> Response:
    is_any_new = remind_everybody(workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    done = "reminded" if is_any_new else "reminded_before"
    return visit.go("/", done)


@pages.show("/messages/{key:path}", Verb.SEE_DISPATCH)
def message(visit: AVisit, key: str) -> Response:
    message = show_dispatch(key, workspace=visit.workspace)
    return visit.page("received/message.html", message=message, names=_names(visit))


@pages.take("/messages/{key:path}", Verb.CONFIRM_DISPATCH, shown_at=MESSAGE, about=("{key}",))
def settle_message(visit: AVisit, key: str, fields: Fields) -> Response:
    form = filled(Settled, fields)
    settled = confirm_sent if form.arrived == "yes" else confirm_not_sent
    settled(key, why=form.why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/messages/{key}", "dispatch_settled")


def _names(visit: Visit) -> dict[str, str]:
    """Return what units are called, by their codes."""
    return names_of_units(workspace=visit.workspace)
