"""Give a contact a new link to their unit's pages, or take one back."""

from audits.domain.access import UNIT_LINK_LASTS
from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.reasons import check_why
from audits.domain.status import ENDED_CYCLE
from audits.queries.recipients import CONTACT
from audits.reporting import render_letter
from audits.steps.dispatch.letters import make_due
from audits.steps.dispatch.own_links import place_for_links, revoke, revoke_links_of
from audits.steps.masks import masks
from audits.storage import (
    Contact,
    Cycle,
    IssuedPack,
    Unit,
    UnitLink,
    UnitOfWork,
    View,
    none_of,
    one_of,
)
from audits.workspace import Workspace


WHY = "Say why. It is kept with what you do."


@masks("why", about="")
def send_new_link(unit: str, contact: int, *, why: str, workspace: Workspace) -> None:
    """Make a letter with a new link due to one contact; those that they had open nothing more.

    Raises:
        NotFoundError: if the unit has no such contact.
        UserError: if letters have no links here, or without a reason.
        StatusError: if nothing is asked of the unit at present.
    """
    check_why(why, WHY)
    if not workspace.letters_have_links:
        raise UserError("Letters have no links here: the website has no address of its own yet.")
    with workspace.open_uow() as uow:
        person, home = uow.find(Contact, contact), uow.get(Unit, unit)
        if person is None or person.unit != unit or person.left_on is not None:
            raise NotFoundError(f"{home.name} has no such contact.")
        cycle = _newest_cycle(home, uow)
        revoke_links_of(contact, uow=uow, workspace=workspace)
        make_link_letter_due(person, home, cycle, uow=uow, workspace=workspace)
        uow.note("new link asked for", unit, why=why, contact=contact)
        uow.commit()


def make_link_letter_due(
    person: Contact, home: Unit, cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Make a letter with a new link due to one contact alone, in the caller's transaction."""
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "title": cycle.title,
        "cycle": cycle.ref,
        "unit_name": home.name,
        "name": person.name,
        "own_links": place_for_links(workspace),
    }
    make_due(
        Purpose.LINK, home, render_letter(str(Purpose.LINK), facts), about=cycle.ref,
        mark=str(uow.next_number("new link")), cycle=cycle.ref, office=f"{CONTACT}:{person.id}",
        uow=uow, workspace=workspace,
    )  # fmt: skip


@masks("why", about="")
def revoke_link(unit: str, link: int, *, why: str, workspace: Workspace) -> None:
    """Have a unit's link open nothing any more; whoever came by it is signed out.

    Raises:
        NotFoundError: if the unit has no such link.
        StatusError: if it was taken back before.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.find(UnitLink, link)
        if row is None or row.unit != unit:
            raise NotFoundError("The unit has no such link.")
        if row.revoked_at is not None:
            raise StatusError("This link was taken back before.")
        revoke(row, why=why, uow=uow, workspace=workspace)
        uow.commit()


def keep_links_open(*, workspace: Workspace) -> None:
    """Have every link work for as long as if it were new: where all data is made up.

    The demonstration's letters are of 2017, and whoever looks at them is not.
    """
    with workspace.open_uow() as uow:
        for link in uow.all(UnitLink, order_by=UnitLink.id):
            link.ends_at = workspace.clock() + UNIT_LINK_LASTS
            uow.add(link)
            uow.note("link kept open", link.unit, link=link.id)
        uow.commit()


def _newest_cycle(unit: Unit, view: View) -> Cycle:
    """Return the cycle of the newest pack that a unit has and that is not over."""
    refs = view.values(IssuedPack.cycle, IssuedPack.unit == unit.code)
    cycles = view.all(
        Cycle, one_of(Cycle.ref, sorted(set(refs))), none_of(Cycle.status, ENDED_CYCLE),
        order_by=Cycle.due_at,
    )  # fmt: skip
    if not cycles:
        raise StatusError(f"Nothing is asked of {unit.name}, so a link would show nothing.")
    return cycles[-1]
