"""Add, change and take away units, by the rules of the whole list."""

from dataclasses import replace

from audits.domain.errors import UserError
from audits.domain.reasons import check_why
from audits.steps.masks import masks
from audits.storage import Agency, Contact, Unit, UnitOfWork, is_empty
from audits.workspace import Workspace

from .as_listed import WHY, UnitFacts, check_rows, facts_of, person_of, row_of, what_differs
from .leaving import Gone, leave


OF_UNIT = ("agency", "unit", "route", "unit_route", "key_route")


@masks("why", about="")
def add_unit(unit: str, facts: UnitFacts, *, why: str, workspace: Workspace) -> None:
    """Add a unit, and its agency if that is new; a unit that had left is here again.

    Raises:
        UserError: if it is there already, or something of it cannot be so, or without a reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.find(Unit, unit)
        if row is not None and row.left_on is None:
            raise UserError(f"There is a unit '{unit}' already: {row.name}.")
        row = row or Unit(code=unit, agency=facts.agency, name="")
        _take_facts(row, facts, uow, workspace)
        row.left_on = None
        uow.add(row)
        uow.note("unit added", unit, why=why, agency=facts.agency)
        uow.commit()


@masks("why", about="")
def change_unit(unit: str, facts: UnitFacts, *, why: str, workspace: Workspace) -> None:
    """Change what is known of a unit, and by which routes its people are written to.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if something of it cannot be so, or without a reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.get(Unit, unit)
        before = facts_of(row)
        _take_facts(row, facts, uow, workspace)
        uow.add(row)
        uow.note(
            "unit changed", unit, why=why, what=what_differs(before, replace(facts, agency_name=""))
        )
        uow.commit()


@masks("why", about="")
def remove_unit(unit: str, *, why: str, workspace: Workspace) -> Gone:
    """Let a unit leave, also in the middle of an audit, and return what was under way for it.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if it has left already or is written to when a child may be at risk, or without a
            reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.get(Unit, unit)
        if row.left_on is not None:
            raise UserError(f"{row.name} has left already.")
        if unit == workspace.business_unit.named_person:
            raise UserError(
                f"{row.name} is written to when a child may be at risk, so it cannot leave. Have "
                "your administrator name another unit as named_person first."
            )
        gone = leave(row, why=why, uow=uow, workspace=workspace)
        uow.commit()
    return gone


def _take_facts(row: Unit, facts: UnitFacts, uow: UnitOfWork, workspace: Workspace) -> None:
    """Write facts into a unit's row, once nothing is wrong with them."""
    facts = replace(facts, name=" ".join(facts.name.split()), agency=facts.agency.strip())
    if not facts.name:
        raise UserError("Say what the unit is called.")
    people = uow.all(Contact, Contact.unit == row.code, is_empty(Contact.left_on))
    rows = [row_of(row.code, facts, person_of(contact)) for contact in people]
    rows = rows or [row_of(row.code, facts, None)]
    check_rows(rows, OF_UNIT, uow, workspace)
    agency = uow.find(Agency, facts.agency)
    if agency is None:
        if not facts.agency_name.strip():
            raise UserError(f"There is no agency '{facts.agency}'. Say what it is called.")
        uow.add(Agency(code=facts.agency, name=facts.agency_name.strip()))
    row.agency, row.name = facts.agency, facts.name
    row.channel, row.key_channel = facts.route, facts.key_route
    row.protected = facts.protected
