"""Each person's own link to their unit's pages, put into a letter as it is sent.

What is kept of the letter only says where they stood: whoever reads it there, or in a backup, can
open nothing with it.
"""

import secrets
from collections.abc import Iterator, Sequence

from audits.domain.access import UNIT_LINK_LASTS
from audits.storage import (
    Contact,
    Dispatch,
    LetterAbout,
    Unit,
    UnitLink,
    UnitOfWork,
    digest_of_token,
    is_empty,
)
from audits.workspace import Workspace


PLACE = "(Here is each person's own link to the website. It is put in as the letter is sent.)"
BEFORE = (
    "Our website has the workbook too, takes it back, and shows at once what was read of it. You "
    "need no account: open your own link and press the button there."
)
AFTER = "A link is for the person it names alone. Please do not pass it on."


def place_for_links(workspace: Workspace) -> str:
    """Return what stands in a kept letter for the links; "" where letters have none."""
    return PLACE if workspace.letters_have_links else ""


def with_own_links(dispatch: Dispatch, to: Sequence[str], *, workspace: Workspace) -> str:
    """Return a letter's words as they go out, with a new link for each of its readers.

    Called again for the same letter, it makes others: those of an earlier call still open, should
    that letter have gone.
    """
    body = dispatch.body
    if PLACE not in body:
        return body
    links: list[str] = []
    if workspace.letters_have_links:
        with workspace.open_uow() as uow:
            links.extend(_links(dispatch, to, uow, workspace))
            uow.commit()
    if not links:
        return body.replace(f"{PLACE}\n\n", "").replace(PLACE, "")
    return body.replace(PLACE, "\n\n".join([BEFORE, *links, AFTER]))


def _links(
    dispatch: Dispatch, to: Sequence[str], uow: UnitOfWork, workspace: Workspace
) -> Iterator[str]:
    """Yield a line for each contact who reads a letter, of each unit that it is about."""
    about = _about(dispatch, uow)
    for code, cycle in about.items():
        unit = uow.get(Unit, code)
        for person in uow.all(
            Contact, Contact.unit == code, is_empty(Contact.left_on), order_by=Contact.id
        ):
            if person.email not in to:
                continue
            name = f"{person.name}, {unit.name}" if len(about) > 1 else person.name
            token = _make(person, cycle, uow, workspace)
            yield f"{name}:\n{workspace.public_address}/link/{token}"


def _about(dispatch: Dispatch, uow: UnitOfWork) -> dict[str, str]:
    """Return the units that a letter is about, each with its cycle: the one that is due last."""
    rows = uow.all(LetterAbout, LetterAbout.dispatch == dispatch.key, order_by=LetterAbout.due)
    if rows:
        return {row.unit: row.cycle for row in rows}
    return {dispatch.unit: dispatch.cycle} if dispatch.cycle else {}


def _make(person: Contact, cycle: str, uow: UnitOfWork, workspace: Workspace) -> str:
    """Keep a link of which nothing is known but its digest, and return its token."""
    token, now = secrets.token_urlsafe(32), workspace.clock()
    link = UnitLink(
        token_sha256=digest_of_token(token), contact=person.id or 0, unit=person.unit,
        cycle=cycle, email=person.email, made_at=now, ends_at=now + UNIT_LINK_LASTS,
    )  # fmt: skip
    uow.add(link)
    uow.note("link made", person.unit, contact=person.id, link=link.id)
    return token


def revoke_links_of(contact: int, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Have no earlier link of a contact open anything, in the caller's transaction."""
    for link in uow.all(UnitLink, UnitLink.contact == contact, is_empty(UnitLink.revoked_at)):
        revoke(link, uow=uow, workspace=workspace)


def revoke(link: UnitLink, *, uow: UnitOfWork, workspace: Workspace, why: str = "") -> None:
    """Have a link open nothing any more, in the caller's transaction."""
    link.revoked_at = workspace.clock()
    uow.add(link)
    uow.note("link revoked", link.unit, why=why, link=link.id)
