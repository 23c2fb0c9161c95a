"""One made-up account a role, and an agency lead's link, to look at the website with."""

import re
from pathlib import Path

from audits.domain.permissions import Role
from audits.queries.accounts import list_accounts
from audits.steps.access.accounts import add_account, offer_sign_in
from audits.workspace import Workspace


PEOPLE = {
    Role.BUSINESS_UNIT: "Kim Officer",
    Role.QEG: "Sam Member",
    Role.READER: "Alex Chair",
    Role.ADMINISTRATOR: "Ada Ministrator",
}

LEAD_OF = "police"  # whose letter holds the link that is printed
LINK = re.compile(r"https?://\S+/link/[\w-]+")


def links_that_sign_in(workspace: Workspace) -> dict[str, str]:
    """Return the token of a link for each person, by name and role; each works once."""
    known = {line.email: line.id for line in list_accounts(workspace=workspace)}
    links = {}
    for role, name in PEOPLE.items():
        email = f"{role}@partnership.example"
        account = known.get(email) or add_account(name, email=email, role=role, workspace=workspace)
        links[f"{name}, {role.replace('_', ' ')}"] = offer_sign_in(account, workspace=workspace)
    return links


def link_in_a_letter(workspace: Workspace) -> str:
    """Return the link in the newest letter to an agency lead that has one; "" if none has."""
    letters = sorted((workspace.stores.home / "outbox" / LEAD_OF).glob("*.txt"), key=_when_written)
    for letter in reversed(letters):
        links = LINK.findall(letter.read_text(encoding="utf-8"))
        if links:
            return str(links[0])
    return ""


def _when_written(letter: Path) -> float:
    return letter.stat().st_mtime
