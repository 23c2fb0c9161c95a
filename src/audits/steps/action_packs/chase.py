"""Chase actions up their ladder: each rung once, several of one unit in one letter."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audits.actions import (
    BOARD_MEMBER,
    ActionRung as Rung,
    ActionStep,
    due_action_rung,
    overdue_days,
)
from audits.domain.action import Action
from audits.domain.days import day_in_words
from audits.domain.ladder import Addressee
from audits.domain.message import Purpose
from audits.domain.partnership import MeetingRole, Partnership
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter, reviewed
from audits.queries.owners import unit_of
from audits.queries.recipients import Address, addresses
from audits.steps.action_packs.letters import post_about_actions
from audits.storage import ActionRung, Meeting, UnitOfWork, View
from audits.workspace import Workspace


# Who is written to on the steps that go beyond the owner; meetings take up the others.
OFFICES = {
    ActionStep.QEG_MEMBER: Addressee.QEG_MEMBER,
    ActionStep.CHAIR_LETTER: Addressee.CHAIR,
}


def chase_actions(*, workspace: Workspace) -> tuple[str, ...]:
    """Make the letters that are due about actions, and name the actions that reached a rung.

    Reminders and the first notice go to the owner; what is higher goes to its agency's member
    of the quality group and then to the chair, or to the named person where nobody is. What a
    meeting is to decide is listed for it. A rung is written down once for each date an action was
    due on.
    """
    letters: dict[tuple[object, ...], _Letter] = {}
    with workspace.open_uow() as uow:
        refs = []
        for action, rung, heard, purpose in _reached(uow, workspace):
            refs.append(action.id)
            for address in heard:
                key = (address.unit.code, address.to, address.instead_of, purpose)
                letters.setdefault(key, _Letter(address, purpose)).about.append((action, rung))
        for letter in letters.values():
            _write(letter, uow=uow, workspace=workspace)
        if refs:
            uow.note("actions chased", "actions", actions=refs)
        uow.commit()
    return tuple(refs)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter in the making: to whom, why, and about which actions on which rungs."""

    address: Address
    purpose: Purpose
    about: list[tuple[Action, Rung]] = field(default_factory=list)


def _reached(
    uow: UnitOfWork, workspace: Workspace
) -> list[tuple[Action, Rung, tuple[Address, ...], Purpose]]:
    today = workspace.today()
    quality_group = _meetings(MeetingRole.QUALITY_GROUP, uow, workspace)
    executive = _meetings(MeetingRole.EXECUTIVE, uow, workspace)
    reached = []
    for _, action, _, _ in reviewed(
        ActionFilter(status=ActionStatus.OPEN), view=uow, workspace=workspace
    ):
        rung = due_action_rung(action, today, qeg_meetings=quality_group, board_meetings=executive)
        if rung is None or action.due is None:
            continue
        heard, purpose = _whom(action, rung, uow, workspace)
        unit = heard[0].unit.code if heard else ""
        row = ActionRung(
            action=action.id, step=rung.step, due=action.due, reached_on=today, told=unit
        )
        if uow.add_once(row):
            reached.append((action, rung, heard, purpose))
    return reached


def _meetings(role: MeetingRole, view: View, workspace: Workspace) -> list[date]:
    body = workspace.partnership.meeting(role).code
    return view.values(Meeting.day, Meeting.body == body)


def _whom(
    action: Action, rung: Rung, view: View, workspace: Workspace
) -> tuple[tuple[Address, ...], Purpose]:
    """Return who is written to and why; nobody where a meeting takes it up by itself."""
    unit = unit_of(action.owner, view, workspace)
    if "owner" in rung.to:
        return (Address(unit),) if unit else (), Purpose.ACTION_REMINDER
    office = OFFICES.get(rung.step)
    if office is None:
        return (), Purpose.ACTION_ESCALATION
    agency = unit.agency if unit else action.owner
    holders = addresses(office, unit, agency, view=view, workspace=workspace)
    return tuple(holders), Purpose.ACTION_ESCALATION


def _called(role: str, partnership: Partnership) -> str:
    """Return what who is told of an action is called."""
    if role == BOARD_MEMBER:
        return f"{partnership.noun} member"
    if role == Addressee.QEG_MEMBER:
        return partnership.office(Addressee.QEG_MEMBER).name
    return role.replace("_", " ")


def _write(letter: _Letter, *, uow: UnitOfWork, workspace: Workspace) -> None:
    today = workspace.today()
    actions: list[dict[str, Any]] = []
    rungs = []
    is_overdue = False
    for action, rung in letter.about:
        rungs.append(f"{action.id}-{rung.step}-{action.due}")
        is_overdue = is_overdue or bool(action.due and action.due <= today)
        due = day_in_words(action.due) if action.due else "no date"
        to = " and ".join(_called(body, workspace.partnership) for body in rung.to)
        actions.append(
            {
                "id": action.id,
                "title": action.title,
                "owner": action.owner,
                "due": due,
                "late": overdue_days(action, today),
                "to": to,
            }
        )
    digest = hashlib.sha256("/".join(rungs).encode()).hexdigest()
    mark = f"{today}-{digest[:8]}"
    missing = letter.address.instead_of
    facts = {
        "actions": actions,
        "is_overdue": is_overdue,
        "nobody_as": workspace.partnership.office(missing).name if missing else "",
        "is_office": bool(letter.address.to),
    }
    post_about_actions(
        letter.purpose, letter.address.unit, facts, mark=mark, office=letter.address.to, uow=uow,
        workspace=workspace,
    )  # fmt: skip
