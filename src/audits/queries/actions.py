"""The action plan as plain values: the list, one action whole, what a meeting must decide."""

from datetime import date
from typing import Any

from audits.actions import smart_lint, weigh, why_brought
from audits.domain.action import Action, Rag
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.storage import ActionMeasure, ActionUpdate, ListedAction, Meeting, View
from audits.workspace import Parts

from .action_list import EVERY, ActionFilter, Reviewed, reviewed
from .evidence import describe_evidence, evidence_of
from .measures import impact_of


Record = dict[str, Any]


def list_actions(wanted: ActionFilter = EVERY, *, parts: Parts) -> list[Record]:
    """Return the actions that are wanted, the most overdue first."""
    with parts.open_view() as view:
        return [record_of(each) for each in reviewed(wanted, view=view, parts=parts)]


def describe_action(ref: str, *, parts: Parts) -> Record:
    """Return one action with its evidence, history, measure in words and what its wording lacks.

    Raises:
        NotFoundError: if there is no such action.
    """
    from .promised_actions import promised_in  # no list looks into answers

    with parts.open_view() as view:
        found = reviewed(ActionFilter(ref=ref), view=view, parts=parts)
        if not found:
            raise NotFoundError(f"There is no action '{ref}'.", remedy=Remedy(Verb.SEE_ACTIONS))
        history = [
            _update(row)
            for row in view.all(ActionUpdate, ActionUpdate.action == ref, order_by=ActionUpdate.id)
        ]
        files = [describe_evidence(row) for row in evidence_of([ref], view)]
        listed, action, _, _ = found[0]
        promised = promised_in(listed.row.answer, view)
    return {
        **record_of(found[0]),
        "impact_in_words": impact_in_words(listed.measure),
        "doubts": list(smart_lint(action)),
        "evidence_files": files,
        "history": history,
        "promised_in": promised,
    }


def bring_forward(meeting: date | None = None, *, parts: Parts) -> list[Record]:
    """Return what a meeting must decide (QEG's next, unless one is named), each with the question.

    Proposed actions, those their owner calls complete, and those a fortnight overdue by then.

    Raises:
        NotFoundError: if none is named and no meeting is to come.
    """
    with parts.open_view() as view:
        day = meeting or next_meeting(view, parts)
        return [
            {**record_of(each), "decide": why, "impact_in_words": impact_in_words(each[0].measure)}
            for each, why in brought_to(day, view=view, parts=parts)
        ]


def brought_to(day: date, *, view: View, parts: Parts) -> list[tuple[Reviewed, str]]:
    """Return the actions that a meeting must decide about, with what it must decide."""
    wanted = ActionFilter(meeting=max(day, parts.today()))
    found = [(each, why_brought(each[1], day)) for each in reviewed(wanted, view=view, parts=parts)]
    return [(each, why) for each, why in found if why]


def next_meeting(view: View, parts: Parts, body: str = "qeg") -> date:
    """Return the day of the next meeting that is known.

    Raises:
        NotFoundError: if none is.
    """
    days = [row.day for row in view.all(Meeting, Meeting.body == body, order_by=Meeting.day)]
    coming = next((day for day in days if day >= parts.today()), None)
    if coming is None:
        raise NotFoundError(
            f"No meeting of {body.upper()} is to come. Name its day, or add it.",
            remedy=(Remedy(Missing.MEETING), Remedy(Verb.ADD_MEETING)),
        )
    return coming


def impact_in_words(measure: ActionMeasure | None) -> str:
    """Return what an action's measure shows, with its interval; "" where it has none."""
    if measure is None:
        return ""
    from audits.statistics import compare_rounds  # a list, which says none of it, does without

    return weigh(impact_of(measure), compare_rounds).words


def record_of(each: Reviewed) -> Record:
    """Return an action as a record of plain values."""
    listed, action, colour, late = each
    return {**_contract(action, colour, late), **_more(listed), "measured": _measured(listed)}


def _contract(action: Action, colour: Rag, late: int) -> Record:
    return {
        "id": action.id,
        "title": action.title,
        "source": action.source,
        "recommendation": action.recommendation,
        "cycle": action.cycle or None,
        "owner": action.owner,
        "due": _iso(action.due),
        "rag": str(colour),
        "status": str(action.status),
        "overdue_days": late,
        "measure": action.measure,
        "findings": list(action.findings),
        "times_moved": action.times_moved,
        "percent_done": action.percent_done,
    }


def _more(listed: ListedAction) -> Record:
    row = listed.row
    texts = {
        name: getattr(row, name)
        for name in (
            "theme", "lead", "deputy", "updated_by", "typed_why", "evidence", "completed_by",
            "impact", "closed_by", "closed_why", "minute", "reaudit_kind", "reaudit_cycle",
        )
    }  # fmt: skip
    days = {
        name: _iso(getattr(row, name))
        for name in (
            "start_on", "original_due", "opened_on", "updated_at", "completed_at", "closed_at",
            "meeting", "reaudit_on",
        )
    }  # fmt: skip
    return {
        "origin": str(row.origin),
        "kind": str(row.kind),
        "typed_rag": str(row.typed_rag) if row.typed_rag else None,
        "contributors": list(listed.agencies),
        **texts,
        **days,
    }


def _measured(listed: ListedAction) -> Record | None:
    measure = listed.measure
    if measure is None:
        return None
    impact = impact_of(measure)
    levels = {"baseline": impact.baseline, "target": impact.target, "after": impact.after}
    return {
        "name": measure.name,
        "kind": measure.kind,
        "better": measure.better,
        **{
            name: {"level": str(dated.level), "on": dated.on.isoformat()} if dated else None
            for name, dated in levels.items()
        },
        "after_cycle": measure.after_cycle,
    }


def _update(row: ActionUpdate) -> Record:
    return {
        "at": row.at.isoformat(),
        "by": row.by,
        "text": row.text,
        "percent_done": row.percent_done,
        "due_before": _iso(row.due_before),
        "due_after": _iso(row.due_after),
        "status_before": row.status_before,
        "status_after": row.status_after,
        "reason": row.reason,
        "meeting": _iso(row.meeting),
        "minute": row.minute,
        "return": row.return_id,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
