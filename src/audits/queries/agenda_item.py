"""One thing on a meeting's agenda, with all that a meeting looks at before it decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from audits.actions import Decision, possible
from audits.domain.agenda import ItemKind
from audits.domain.errors import NotFoundError
from audits.domain.level import Dated
from audits.domain.status import ActionStatus
from audits.statistics import clopper_pearson
from audits.storage import ActionMeasure, ActionRow, Cycle, View
from audits.templates import template_of
from audits.workspace import Workspace

from .actions import UpdateLine, impact_in_words, update_line
from .agenda import (
    Agenda,
    AgendaItem,
    AgendaRows,
    ItemKey,
    agenda_from,
    agenda_rows,
    items_of,
)
from .cycle_titles import CycleTitle, title_of
from .draw import DrawDetail, describe_draw
from .evidence import EvidenceLine, evidence_line, evidence_of
from .findings_page import IN_EVERY, Scale, ScaledFinding, scaled_finding
from .measures import impact_of
from .papers_read import ToSign, paper_to_sign


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands on its agenda: the items around it, and the next that waits."""

    agenda: Agenda
    item: AgendaItem
    number: int
    before: ItemKey | None
    after: ItemKey | None
    next_waiting: ItemKey | None


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """One level of a measure, and its range on a scale if it is a count of cases."""

    called: str
    dated: Dated
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class ActionToDecide:
    """An action as a meeting looks at it, the last said first; ``may`` is what it may decide."""

    place: ItemPlace
    status: ActionStatus
    owner: str
    lead: str
    due: date | None
    original_due: date | None
    times_moved: int
    percent_done: int
    source: str
    cycle: str | None
    measure: str
    evidence: str
    completed_by: str
    impact_in_words: str
    levels: tuple[MeasuredLevel, ...]
    evidence_files: tuple[EvidenceLine, ...]
    findings: tuple[ScaledFinding, ...]
    history: tuple[UpdateLine, ...]
    may: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class FindingsToAgree:
    """An audit's findings as a meeting looks at them, and the actions that open with them."""

    place: ItemPlace
    cycle: CycleTitle
    findings: tuple[ScaledFinding, ...]
    proposed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DrawToApprove:
    """A draw as a meeting looks at it before it approves it."""

    place: ItemPlace
    draw: DrawDetail


@dataclass(frozen=True, slots=True)
class PaperAtMeeting:
    """Both versions of a paper as a meeting looks at them before it signs the public one."""

    place: ItemPlace
    paper: ToSign


def action_to_decide(day: date, ref: str, *, workspace: Workspace) -> ActionToDecide:
    """Return an action on a meeting's agenda, in nine statements.

    Raises:
        NotFoundError: if no such meeting is known, or the action is not on its agenda.
    """
    key = ItemKey(ItemKind.ACTION, ref)
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace, action=ref)
        agenda = agenda_from(rows, day, workspace=workspace)
        number = _number(key, agenda)
        row, cycle = view.action_and_cycle(ref)
        measure = view.find(ActionMeasure, ref)
        evidence = evidence_of([ref], view)
        findings = _findings_of(row, cycle, view)
        names = view.owners()
    [item] = items_of([key], rows, {ref: row}, day)
    return ActionToDecide(
        place=_place(agenda, item, number), status=row.status,
        owner=names.get(row.owner, row.owner), lead=row.lead,
        due=row.due, original_due=row.original_due, times_moved=row.times_moved,
        percent_done=row.percent_done, source=row.source, cycle=row.cycle, measure=row.measure,
        evidence=row.evidence, completed_by=row.completed_by,
        impact_in_words=impact_in_words(measure),
        levels=tuple(_levels(measure)),
        evidence_files=tuple(map(evidence_line, evidence)),
        findings=findings,
        history=tuple(_history(ref, rows)),
        may=possible(row.status),
    )  # fmt: skip


def findings_to_agree(day: date, ref: str, *, workspace: Workspace) -> FindingsToAgree:
    """Return an audit's findings on a meeting's agenda, in seven statements.

    Raises:
        NotFoundError: if no such meeting is known, or the audit is not on its agenda.
    """
    key = ItemKey(ItemKind.FINDINGS, ref)
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
        agenda = agenda_from(rows, day, workspace=workspace)
        number = _number(key, agenda)
        cycle = view.get(Cycle, ref)
        findings = view.findings_without_answers(ref)
        is_proposed = ActionRow.status == ActionStatus.PROPOSED
        proposed = view.columns(
            (ActionRow.id, ActionRow.title), ActionRow.cycle == ref, is_proposed,
            order_by=ActionRow.id,
        )  # fmt: skip
    template = template_of(cycle.template)
    [item] = items_of([key], rows, {}, day)
    return FindingsToAgree(
        _place(agenda, item, number),
        title_of(cycle),
        tuple(scaled_finding(row, template) for row in findings),
        tuple(proposed),
    )


def draw_to_approve(day: date, ref: str, *, workspace: Workspace) -> DrawToApprove:
    """Return an audit's draw on a meeting's agenda.

    Raises:
        NotFoundError: if no such meeting is known, or the draw is not on its agenda.
    """
    place = _place_of(ItemKey(ItemKind.DRAW, ref), day, workspace)
    return DrawToApprove(place, describe_draw(ref, workspace=workspace))


def paper_at_meeting(day: date, ref: str, *, workspace: Workspace) -> PaperAtMeeting:
    """Return a paper to sign on a meeting's agenda, by where it is kept.

    Raises:
        NotFoundError: if no such meeting is known, or the paper is not on its agenda.
    """
    place = _place_of(ItemKey(ItemKind.PAPER, ref), day, workspace)
    return PaperAtMeeting(place, paper_to_sign(ref.rpartition("-")[0], ref, workspace=workspace))


def _place_of(key: ItemKey, day: date, workspace: Workspace) -> ItemPlace:
    with workspace.open_view() as view:
        rows = agenda_rows(day, view=view, workspace=workspace)
    agenda = agenda_from(rows, day, workspace=workspace)
    number = _number(key, agenda)
    [item] = items_of([key], rows, {}, day)
    return _place(agenda, item, number)


def _number(key: ItemKey, agenda: Agenda) -> int:
    """Return how many items stand before one on its agenda."""
    if key not in agenda.keys:
        raise NotFoundError(f"{key.ref} is not on the agenda of that meeting.")
    return agenda.keys.index(key)


def _place(agenda: Agenda, item: AgendaItem, number: int) -> ItemPlace:
    around = (None, *agenda.keys, None)
    next_waiting = agenda.next_waiting(number)
    return ItemPlace(agenda, item, number + 1, around[number], around[number + 2], next_waiting)


def _history(ref: str, rows: AgendaRows) -> Iterator[UpdateLine]:
    """Yield what was said about an action, the last first."""
    for update in reversed(rows.updates):
        if update.action == ref:
            yield update_line(update)


def _findings_of(row: ActionRow, cycle: Cycle | None, view: View) -> tuple[ScaledFinding, ...]:
    """Return the findings that an action rests on; those of the audit that it came from."""
    if cycle is None:
        return ()
    template = template_of(cycle.template)
    return tuple(scaled_finding(line, template) for line in view.findings_of_action(row.id))


def _levels(measure: ActionMeasure | None) -> Iterator[MeasuredLevel]:
    if measure is None:
        return
    impact = impact_of(measure)
    for called, dated in (
        ("Before", impact.baseline), ("Should be", impact.target), ("Since", impact.after),
    ):  # fmt: skip
        if dated is not None:
            scale = None if dated is impact.target else _scale(dated)
            yield MeasuredLevel(called, dated, scale)


def _scale(dated: Dated) -> Scale | None:
    """Return the range of a count of cases in every 100; None of a figure that covers all."""
    level = dated.level
    if not level.of:
        return None
    share = clopper_pearson(round(level.value), level.of)
    low, high = floor(IN_EVERY * share.low), ceil(IN_EVERY * share.high)
    seen = IN_EVERY * level.share
    return Scale(low, high, IN_EVERY, seen, is_share=True, is_weighted=False)
