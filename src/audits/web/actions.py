"""Actions: the plan, one of them whole, what is said and decided about it, and Excel both ways.

Whoever acts for an agency sees its own actions alone: `own_action` looks at each that an address
names, and `visit.agencies` at every list. Whoever came by a unit's link was let in to that unit's
own actions alone (`pages`), and nothing is asked a second time.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Path
from fastapi.responses import Response

from audits.domain.action import ActionOrder, Origin, Rag, Standing
from audits.domain.days import day_from
from audits.domain.errors import UserError
from audits.domain.remedies import Verb
from audits.domain.status import ACTION_MOVES, ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import describe_action
from audits.queries.actions_page import actions_page, check_may_see, is_owned_by, names_of_owners
from audits.queries.factors import factors_of_action
from audits.steps.action_packs.write import export_list
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.import_plan import import_actions
from audits.steps.actions.keep_evidence import EvidenceFile, open_evidence
from audits.steps.actions.measure import Measured, measure_action
from audits.steps.actions.meeting import check_was_held
from audits.steps.actions.share import share_action
from audits.steps.findings.factors import name_action_factors
from audits.steps.sample.uploads import held_files, hold_files

from .action_forms import ActionUpdate, Decided, Gauged, Moved, NewAction, Opened, PlanTaken, Shared
from .downloads import download
from .errors import NotAllowedError
from .factors import ticked
from .pages import AVisit, Fields, Files, Pages, filled, page_number
from .rendering import RAG_WORDS
from .visit import Visit


E = TypeVar("E", bound=StrEnum)
WITH = "with."  # begins a field that stands for somebody who contributes
ONE, IT = "/actions/{ref}", ("{ref}",)
ASKED = ("view", "owner", "colour", "theme", "source", "meeting", "sort")
SOURCES = tuple((origin.value, origin.replace("_", " ").capitalize()) for origin in Origin)
DECISIONS = {
    (ActionStatus.PROPOSED, ActionStatus.OPEN): "Take it on",
    (ActionStatus.COMPLETE, ActionStatus.OPEN): "Keep it open",
    (ActionStatus.CLOSED, ActionStatus.OPEN): "Open it again",
    (ActionStatus.COMPLETE, ActionStatus.CLOSED): "Close it",
    (ActionStatus.PROPOSED, ActionStatus.WITHDRAWN): "Withdraw it",
    (ActionStatus.OPEN, ActionStatus.WITHDRAWN): "Withdraw it",
}

pages = Pages()


def own_action(visit: AVisit, ref: Annotated[str, Path(pattern=r"^\w+$")]) -> str:
    """Return the action that an address names; another agency's is not there."""
    if not visit.who.unit:
        check_may_see(ref, visit.agencies, workspace=visit.workspace)
    return ref


def changed_action(visit: AVisit, ref: Annotated[str, Depends(own_action)]) -> str:
    """Return the action that a form changes: whoever only contributes to it may look."""
    if not _may_change(ref, visit):
        raise NotAllowedError
    return ref


def _may_change(ref: str, visit: Visit) -> bool:
    return bool(visit.who.unit) or is_owned_by(ref, visit.agencies, workspace=visit.workspace)


Ref = Annotated[str, Depends(own_action)]
Mine = Annotated[str, Depends(changed_action)]


@pages.show("/actions", Verb.SEE_ACTIONS)
def actions(visit: AVisit, page: str = "1") -> Response:
    number = page_number(page)
    wanted = _wanted(visit)
    listed = actions_page(wanted, number, workspace=visit.workspace)
    asked = {name: visit.request.query_params.get(name, "") for name in ASKED}
    return visit.page(
        "actions/list.html", listed=listed, wanted=wanted, number=number, sources=SOURCES,
        asked=asked, address=_address, colours=RAG_WORDS, views=Standing,
    )  # fmt: skip


@pages.show("/actions/export", Verb.EXPORT_ACTIONS)
def export(visit: AVisit) -> Response:
    return download("action-plan.xlsx", export_list(_wanted(visit), workspace=visit.workspace))


@pages.show("/actions/new", Verb.ADD_ACTION)
def new_action(visit: AVisit) -> Response:
    names = names_of_owners(workspace=visit.workspace)
    owners = sorted(names.items(), key=lambda pair: pair[1])
    return visit.page("actions/new.html", owners=owners)


@pages.take("/actions/new", Verb.ADD_ACTION)
def add(visit: AVisit, fields: Fields) -> Response:
    form = filled(NewAction, fields)
    ref = add_action(
        form.title, owner=form.owner, due=form.due, measure=form.measure, theme=form.theme,
        source=form.source or "other", lead=form.lead, workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/actions/{ref}", "action_added", about=ref)


@pages.show("/actions/import", Verb.IMPORT_ACTIONS)
def plan(visit: AVisit) -> Response:
    return visit.page("actions/import.html")


@pages.take("/actions/import", Verb.IMPORT_ACTIONS)
def take_plan(visit: AVisit, fields: Fields, files: Files) -> Response:
    form = filled(PlanTaken, fields)
    held: tuple[str, ...] = (form.held,) if form.held else ()
    if files:
        held = hold_files(files[:1], of="plan", workspace=visit.workspace)
    for _, data in held_files(held, workspace=visit.workspace):
        rows = import_actions(
            data, source=form.source or "other", document=form.document,
            published=form.published, workspace=visit.workspace, dry_run=not form.keep,
        )  # fmt: skip
        added = sum(row.outcome == "added" for row in rows)
        if form.keep:
            return visit.go("/actions", "imported", about=str(added))
        return visit.page("actions/plan.html", rows=rows, added=added, form=form, held=held[0])
    raise UserError("Choose the workbook or CSV file that holds the plan.")


@pages.show(ONE, Verb.SEE_ACTIONS)
def action(visit: AVisit, ref: Ref) -> Response:
    detail = describe_action(ref, workspace=visit.workspace)
    decisions = []
    for status in ACTION_MOVES[detail.status]:
        words = DECISIONS.get((detail.status, status))
        if words:
            decisions.append((status.value, words))
    names = names_of_owners(workspace=visit.workspace)
    factors: Mapping[str, str] = {}
    if detail.factors or visit.may_do(Verb.NAME_FACTORS):
        factors = factors_of_action(ref, workspace=visit.workspace)
    return visit.page(
        "actions/one.html", action=detail, decisions=sorted(decisions), names=names,
        may_change=_may_change(ref, visit), factors=factors,
    )  # fmt: skip


@pages.take(ONE + "/update", Verb.UPDATE_ACTION, shown_at=ONE, about=IT)
def update(visit: AVisit, ref: Mine, fields: Fields, files: Files) -> Response:
    form = filled(ActionUpdate, fields)
    status = ActionStatus.COMPLETE if form.complete else None
    kept = [EvidenceFile(data, name.rpartition(".")[2], form.shows) for name, data in files]
    change = Change(form.text, form.percent, status=status, files=tuple(kept))
    update_action(ref, workspace=visit.workspace, text=form.text, change=change)
    return visit.go(f"/actions/{ref}", "updated", about=ref)


@pages.take(ONE + "/share", Verb.GIVE_OWNER, shown_at=ONE, about=IT)
def share(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Shared, fields)
    contributors = []
    for name in fields:
        if name.startswith(WITH):
            contributors.append(name.removeprefix(WITH))
    share_action(
        ref, owner=form.owner, contributors=contributors, why=form.share_why,
        workspace=visit.workspace,
    )  # fmt: skip
    return visit.go(f"/actions/{ref}", "action_shared", about=ref)


@pages.take(ONE + "/move", Verb.MOVE_ACTION, shown_at=ONE, about=IT)
def move(visit: AVisit, ref: Mine, fields: Fields) -> Response:
    form = filled(Moved, fields)
    update_action(ref, workspace=visit.workspace, text=form.move_why, due=form.until)
    return visit.go(f"/actions/{ref}", "action_moved", about=ref)


@pages.take(ONE + "/decide", Verb.CLOSE_ACTION, shown_at=ONE, about=IT)
def decide(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Decided, fields)
    check_was_held(form.meeting, workspace=visit.workspace)
    change = Change(
        form.saw, status=form.decision, due=form.by_when, reason=form.anyway,
        meeting=form.meeting, minute=form.minute,
    )  # fmt: skip
    update_action(ref, workspace=visit.workspace, text=form.saw, change=change)
    return visit.go(f"/actions/{ref}", "action_decided", about=ref)


@pages.take(ONE + "/measure", Verb.MEASURE_ACTION, shown_at=ONE, about=IT)
def measure(visit: AVisit, ref: Mine, fields: Fields) -> Response:
    form = filled(Gauged, fields)
    measured = Measured(
        form.figure, form.kind, form.better, form.dated("baseline"), form.dated("target"),
        form.dated("after"), form.baseline_cycle, form.after_cycle,
    )  # fmt: skip
    measure_action(ref, measured, workspace=visit.workspace)
    return visit.go(f"/actions/{ref}", "action_measured", about=ref)


@pages.take(ONE + "/why", Verb.NAME_FACTORS, shown_at=ONE, about=IT)
def why(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    name_action_factors(ref, ticked(fields), workspace=visit.workspace)
    return visit.go(f"/actions/{ref}", "factors_named")


@pages.take(ONE + "/evidence", Verb.OPEN_EVIDENCE, shown_at=ONE)
def evidence(visit: AVisit, ref: Ref, fields: Fields) -> Response:
    form = filled(Opened, fields)
    name, data = open_evidence(ref, form.number, why=form.why, workspace=visit.workspace)
    return download(name, data)


def _wanted(visit: Visit) -> ActionFilter:
    """Return which actions an address asks for, of those that whoever asks may see."""
    asked = visit.request.query_params
    return ActionFilter(
        owner=asked.get("owner", ""),
        rag=_one_of(Rag, asked.get("colour", "")),
        source=asked.get("source", ""),
        theme=asked.get("theme", ""),
        meeting=day_from(asked.get("meeting", "")),
        standing=_one_of(Standing, asked.get("view", "")) or Standing.OPEN,
        order=_one_of(ActionOrder, asked.get("sort", "")) or ActionOrder.OVERDUE,
        agencies=visit.agencies,
    )


def _one_of(kind: type[E], text: str) -> E | None:
    return kind(text) if text in set(kind) else None


def _address(asked: dict[str, str], **changed: object) -> str:
    """Return the address of a list that asks for the same, but for what is changed."""
    kept = {name: str(value) for name, value in {**asked, **changed}.items() if value}
    return f"/actions?{urlencode(kept)}" if kept else "/actions"
