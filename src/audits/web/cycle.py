"""Audits: the list, one of them as a list of tasks, its draw, and each unit's return."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from audits.domain.allowance import WaiverReason
from audits.domain.background_task import BackgroundTaskKind
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Verb
from audits.domain.status import CycleStatus
from audits.domain.ticks import COLLECT_RETURNS, SEND_DUE
from audits.queries.agencies import names_of_units
from audits.queries.certificate import certificate_files, frame_file
from audits.queries.cycle_page import cycle_page
from audits.queries.cycle_titles import cycles_in_short
from audits.queries.cycles import cycle_status
from audits.queries.draw import describe_draw
from audits.queries.recipients import list_recipients
from audits.queries.units import units_to_join
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.open import open_cycle
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.packs.send_again import issue_pack_to, send_pack_again
from audits.steps.progress.approve import approve_cycle
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.remind import remind_unit
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.replace_case import replace_case
from audits.steps.sample.verify import write_certificate

from .downloads import download
from .forms import Extension, Joined, NewCycle, Reason, Replacement, SentAgain, Waiver
from .pages import AVisit, Fields, Pages, filled
from .tasks import FLOW_PLACES, story_in_words, tasks_of


Ref = Annotated[str, Path(pattern=r"^[\w.-]+$")]
Unit = Annotated[str, Path(pattern=r"^[\w.-]+$")]
UNIT_PAGE = "/audits/{ref}/units/{unit}"
DRAW, CYCLE = "/audits/{ref}/draw", ("{ref}",)
SHOWN = 200  # audits in a list

pages = Pages()


@pages.show("/audits", Verb.SEE_CYCLES)
def audits(visit: AVisit, status: str = "", kind: str = "") -> Response:
    cycles = cycles_in_short(workspace=visit.workspace)
    titles = sorted({cycle.title for cycle in cycles})
    shown = []
    for cycle in reversed(cycles):
        if status in ("", cycle.status) and kind in ("", cycle.title):
            shown.append(cycle)
    return visit.page(
        "cycle/list.html", cycles=shown[:SHOWN], more=len(shown) > SHOWN, titles=titles,
        statuses=list(CycleStatus), status=status, kind=kind,
    )  # fmt: skip


@pages.show("/audits/new", Verb.OPEN_CYCLE)
def new_audit(visit: AVisit) -> Response:
    kinds = list(visit.workspace.titles().items())
    return visit.page("cycle/new.html", kinds=kinds)


@pages.take("/audits/new", Verb.OPEN_CYCLE)
def open_audit(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewCycle, fields)
    ref = open_cycle(form.kind, form.on, workspace=visit.workspace, why=form.why)
    return visit.go(f"/audits/{ref}", "opened", about=ref)


@pages.show("/audits/{ref}", Verb.SEE_CYCLES)
def audit(visit: AVisit, ref: Ref) -> Response:
    page = cycle_page(ref, workspace=visit.workspace)
    group = visit.workspace.partnership.quality_group.short
    tasks = tasks_of(page, group=group)
    story = list(story_in_words(page))
    return visit.page(
        "cycle/one.html", page=page, tasks=tasks, story=story, flow_places=FLOW_PLACES
    )


@pages.take("/audits/{ref}/issue", Verb.ISSUE_PACKS, shown_at="/audits/{ref}", about=CYCLE)
def issue(visit: AVisit, ref: Ref) -> Response:
    cycle_status(ref, workspace=visit.workspace)  # or it is not there
    return visit.begin(BackgroundTaskKind.ISSUE_PACKS, about=ref)


@pages.show("/audits/{ref}/recipients", Verb.CONFIRM_RECIPIENTS)
def recipients(visit: AVisit, ref: Ref) -> Response:
    lines = list_recipients(ref, workspace=visit.workspace)
    names = names_of_units(workspace=visit.workspace)
    return visit.page("cycle/recipients.html", ref=ref, lines=lines, names=names)


@pages.take("/audits/{ref}/recipients", Verb.CONFIRM_RECIPIENTS, about=CYCLE)
def confirm(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Reason, fields)
    confirm_recipients(ref, why=form.why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/audits/{ref}", "confirmed", about=ref)


@pages.show("/audits/{ref}/go-on", Verb.GO_ON_WITHOUT)
def show_go_on(visit: AVisit, ref: Ref) -> Response:
    page = cycle_page(ref, workspace=visit.workspace)
    return visit.page("cycle/go_on.html", page=page)


@pages.take("/audits/{ref}/go-on", Verb.GO_ON_WITHOUT, about=CYCLE)
def go_on(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Reason, fields)
    approve_cycle(ref, workspace=visit.workspace, decision=form.why)
    return visit.go(f"/audits/{ref}", "went_on", about=ref)


@pages.show("/audits/{ref}/cancel", Verb.CANCEL_CYCLE)
def show_cancel(visit: AVisit, ref: Ref) -> Response:
    return visit.page("cycle/cancel.html", page=cycle_page(ref, workspace=visit.workspace))


@pages.take("/audits/{ref}/cancel", Verb.CANCEL_CYCLE, about=CYCLE)
def cancel(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Reason, fields)
    cancel_cycle(ref, form.why, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}", "cancelled", about=ref)


@pages.show("/audits/{ref}/draw", Verb.SEE_DRAW)
def draw_page(visit: AVisit, ref: Ref) -> Response:
    draw = describe_draw(ref, workspace=visit.workspace)
    return visit.page("cycle/draw.html", draw=draw, flow_places=FLOW_PLACES)


@pages.take("/audits/{ref}/draw", Verb.DRAW_SAMPLE, about=CYCLE)
def draw(visit: AVisit, ref: Ref) -> Response:
    draw_sample(ref, workspace=visit.workspace)
    write_certificate(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/draw", "drawn", about=ref)


@pages.take(DRAW + "/approve", Verb.APPROVE_DRAW, shown_at=DRAW, about=CYCLE)
def approve(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    approve_cycle(ref, workspace=visit.workspace, decision=fields.get("why", ""))
    return visit.go(f"/audits/{ref}/draw", "approved", about=ref)


@pages.take(DRAW + "/replace", Verb.REPLACE_CASE, shown_at=DRAW, about=CYCLE)
def replace(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Replacement, fields)
    new = replace_case(ref, form.case, why=form.why, workspace=visit.workspace)
    write_certificate(ref, workspace=visit.workspace)
    return visit.go(f"/audits/{ref}/draw", "replaced", about=new)


@pages.show("/audits/{ref}/certificate", Verb.SEE_DRAW)
def certificate(visit: AVisit, ref: Ref) -> Response:
    name = f"{ref}-certificate.txt"
    return download(name, certificate_files(ref, workspace=visit.workspace)[name])


@pages.show(UNIT_PAGE, Verb.SEE_RETURNS)
def unit_page(visit: AVisit, ref: Ref, unit: Unit) -> Response:
    page = cycle_page(ref, workspace=visit.workspace)
    for line in page.units:
        if line.unit == unit:
            reasons = [(reason.value, reason.words) for reason in WaiverReason]
            return visit.page("cycle/unit.html", page=page, unit=line, reasons=reasons)
    raise NotFoundError(f"{ref} did not ask {unit}.")


@pages.take(UNIT_PAGE + "/send-again", Verb.SEND_AGAIN, shown_at=UNIT_PAGE, about=CYCLE)
def send_again(visit: AVisit, ref: Ref, unit: Unit, fields: Fields) -> Response:
    form = filled(SentAgain, fields)
    send_pack_again(ref, unit, why=form.send_why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/audits/{ref}/units/{unit}", "sent_again", about=unit)


@pages.show("/audits/{ref}/join", Verb.ISSUE_TO_UNIT)
def joining(visit: AVisit, ref: Ref) -> Response:
    units = units_to_join(ref, workspace=visit.workspace)
    return visit.page("cycle/join.html", ref=ref, units=units)


@pages.take("/audits/{ref}/join", Verb.ISSUE_TO_UNIT, about=CYCLE)
def join(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Joined, fields)
    issue_pack_to(ref, form.unit, why=form.why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/audits/{ref}", "joined", about=form.unit)


@pages.take("/audits/{ref}/again", Verb.OPEN_CYCLE, shown_at="/audits/{ref}", about=CYCLE)
def run_again(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Reason, fields)
    page = cycle_page(ref, workspace=visit.workspace)
    new = open_cycle(page.kind, page.opened_on, again=True, why=form.why, workspace=visit.workspace)
    return visit.go(f"/audits/{new}", "opened", about=new)


@pages.show("/audits/{ref}/frame", Verb.SEE_DRAW)
def frame(visit: AVisit, ref: Ref) -> Response:
    return download(f"{ref}-frame.csv", frame_file(ref, workspace=visit.workspace))


@pages.take(UNIT_PAGE + "/extend", Verb.EXTEND_RETURN, shown_at=UNIT_PAGE, about=CYCLE)
def extend(visit: AVisit, ref: Ref, unit: Unit, fields: Fields) -> Response:
    form = filled(Extension, fields)
    extend_return(ref, unit, until=form.until, why=form.why, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    return visit.go(f"/audits/{ref}", "extended", about=unit)


@pages.take(UNIT_PAGE + "/remind", Verb.CHASE, shown_at=UNIT_PAGE, about=CYCLE)
def remind(visit: AVisit, ref: Ref, unit: Unit) -> Response:
    is_any_new = remind_unit(ref, unit, workspace=visit.workspace)
    visit.ask_for(SEND_DUE)
    done = "unit_reminded" if is_any_new else "unit_reminded_before"
    return visit.go(f"/audits/{ref}/units/{unit}", done, about=unit)


@pages.take(UNIT_PAGE + "/waive", Verb.WAIVE_RETURN, shown_at=UNIT_PAGE, about=CYCLE)
def waive(visit: AVisit, ref: Ref, unit: Unit, fields: Fields) -> Response:
    form = filled(Waiver, fields)
    waive_return(ref, unit, why=form.waiver_why, reason=form.reason, workspace=visit.workspace)
    visit.ask_for(COLLECT_RETURNS)  # it takes on the cycles for which nothing is left to wait
    return visit.go(f"/audits/{ref}", "waived", about=unit)
