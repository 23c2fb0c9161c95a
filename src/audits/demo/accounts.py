"""One made-up account a role, to look at the website with."""

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


def links_that_sign_in(workspace: Workspace) -> dict[str, str]:
    """Return the token of a link for each person, by name and role; each works once."""
    known = {line.email: line.id for line in list_accounts(workspace=workspace)}
    links = {}
    for role, name in PEOPLE.items():
        email = f"{role}@partnership.example"
        account = known.get(email) or add_account(name, email=email, role=role, workspace=workspace)
        links[f"{name}, {role.replace('_', ' ')}"] = offer_sign_in(account, workspace=workspace)
    return links
