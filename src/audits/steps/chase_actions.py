"""Chase actions up their ladder: each rung once, several of one unit in one letter."""

import hashlib
from collections import defaultdict
from typing import Any

from audits.actions import ActionRung as Rung, due_action_rung, overdue_days
from audits.domain.action import Action
from audits.domain.days import day_in_words
from audits.domain.message import Purpose
from audits.domain.status import ActionStatus
from audits.storage import ActionRung, Meeting, Unit, UnitOfWork

from .action_letters import post_about_actions, unit_of
from .parts import Parts
from .review_actions import ActionFilter, reviewed


def chase_actions(*, parts: Parts) -> tuple[str, ...]:
    """Make the letters that are due about actions, and name the actions that reached a rung.

    Reminders and the first notice go to the owner; what is higher goes to the board's named
    person, who takes it to the QEG member, the chair or the board. A meeting takes its own from
    `audits action bring-forward`. A rung is written down once for each date an action was due on.
    """
    letters: dict[tuple[str, Purpose], list[tuple[Action, Rung]]] = defaultdict(list)
    with parts.open_uow() as uow:
        reached = _reached(uow, parts)
        for action, rung, unit, purpose in reached:
            if unit is not None and purpose is not None:
                letters[unit.code, purpose].append((action, rung))
        for (code, purpose), about in letters.items():
            _write(uow.get(Unit, code), purpose, about, uow=uow, parts=parts)
        if reached:
            uow.note("actions chased", "actions", actions=[each[0].id for each in reached])
        uow.commit()
    return tuple(action.id for action, *_ in reached)


def _reached(
    uow: UnitOfWork, parts: Parts
) -> list[tuple[Action, Rung, Unit | None, Purpose | None]]:
    today = parts.today()
    days = {body: [m.day for m in uow.all(Meeting, body=body)] for body in ("qeg", "board")}
    found = []
    for _, action, _, _ in reviewed(ActionFilter(status=ActionStatus.OPEN), uow=uow, parts=parts):
        rung = due_action_rung(
            action, today, qeg_meetings=days["qeg"], board_meetings=days["board"]
        )
        if rung is None or action.due is None:
            continue
        unit, purpose = _whom(action, rung, uow, parts)
        told = unit.code if unit else ""
        row = ActionRung(
            action=action.id, step=rung.step, due=action.due, reached_on=today, told=told
        )
        if uow.add_once(row):
            found.append((action, rung, unit, purpose))
    return found


def _whom(
    action: Action, rung: Rung, uow: UnitOfWork, parts: Parts
) -> tuple[Unit | None, Purpose | None]:
    """Return who is written to and why; nobody where a meeting takes it up by itself."""
    if "owner" in rung.to:
        return unit_of(action.owner, uow), Purpose.ACTION_REMINDER
    if {"qeg", "board"} & set(rung.to):
        return None, None
    return uow.find(Unit, parts.board.named_person), Purpose.ACTION_ESCALATION


def _write(
    unit: Unit,
    purpose: Purpose,
    about: list[tuple[Action, Rung]],
    *,
    uow: UnitOfWork,
    parts: Parts,
) -> None:
    today = parts.today()
    actions: list[dict[str, Any]] = [
        {
            "id": action.id,
            "title": action.title,
            "owner": action.owner,
            "due": day_in_words(action.due) if action.due else "no date",
            "late": overdue_days(action, today),
            "to": " and ".join(rung.to).replace("_", " "),
        }
        for action, rung in about
    ]
    said = "/".join(f"{action.id}-{rung.step}-{action.due}" for action, rung in about)
    mark = f"{today}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
    is_overdue = any(action.due and action.due <= today for action, _ in about)
    facts = {"actions": actions, "is_overdue": is_overdue}
    post_about_actions(purpose, unit, facts, mark=mark, uow=uow, parts=parts)
