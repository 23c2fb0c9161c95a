"""Who acts in the stories of whole audits: officers, the quality group, the chair, three leads.

Two leads have accounts; the third comes by the link in a letter, and the code that is mailed to it.
"""

from dataclasses import dataclass
from pathlib import Path

from builders.web_board import workspace_at
from builders.web_pages import PEOPLE

from audits.domain.permissions import Role
from audits.queries.accounts import list_accounts
from audits.steps.access.accounts import add_account
from audits.storage import Contact
from audits.workspace import Workspace


WITH_ACCOUNT = ("police", "social_care")  # agencies whose leads have accounts
BY_LINK = "health"  # the one whose lead has none
LEADS = (*WITH_ACCOUNT, BY_LINK)


@dataclass(frozen=True)
class Somebody:
    """Somebody who has an account: their name, what they are, and for which agencies."""

    name: str
    role: Role
    agencies: tuple[str, ...] = ()


CAST = {
    "officer": Somebody(PEOPLE[Role.BUSINESS_UNIT], Role.BUSINESS_UNIT),
    "moderator": Somebody("Mo Derator", Role.BUSINESS_UNIT),
    "panel": Somebody(PEOPLE[Role.QEG], Role.QEG),
    "second": Somebody("Nia Nurse", Role.QEG),
    "chair": Somebody(PEOPLE[Role.READER], Role.READER),
    **{unit: Somebody(f"Lee of {unit}", Role.AGENCY_LEAD, (unit,)) for unit in WITH_ACCOUNT},
}


def give_cast_accounts(home: Path) -> None:
    """Give everybody their account, in the same order everywhere."""
    workspace = workspace_at(home)
    for key, who in CAST.items():
        add_account(
            who.name, email=_email(key), role=who.role, agencies=who.agencies, workspace=workspace
        )


def account_of(key: str, workspace: Workspace) -> str:
    """Return the account of one of the cast."""
    lines = list_accounts(workspace=workspace)
    return next(line.id for line in lines if line.email == _email(key))


def actor_of(key: str, workspace: Workspace) -> str:
    """Return by which name the trail knows one of the cast, or the contact of a unit."""
    if key in CAST:
        return f"{CAST[key].name} ({account_of(key, workspace)})"
    with workspace.open_view() as view:
        [contact] = view.all(Contact, Contact.unit == key)
    return f"{contact.name} (contact {contact.id})"


def _email(key: str) -> str:
    return f"{key.replace('_', '-')}@accounts.example"
