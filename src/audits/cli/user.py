"""Commands on the website's accounts: who may sign in, and as what."""

from typing import Annotated

import typer

from audits.domain.permissions import Role
from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows


user = typer.Typer(no_args_is_help=True)

Account = Annotated[str, typer.Argument(help="The account's number, for example U2.")]
RoleOption = Annotated[Role, typer.Option(help="What the person may do, for example qeg.")]
Agencies = Annotated[
    list[str] | None,
    typer.Option("--agency", help="An agency lead's agency, for example police. Once for each."),
]
Why = Annotated[str, typer.Option(help="Why, for example 'has left'. It goes into the trail.")]


@user.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The person's name, for example 'Kim Officer'.")],
    email: Annotated[
        str,
        typer.Option(
            help="The address that the person signs in with, for example kim@agency.example."
        ),
    ],
    role: RoleOption,
    agency: Agencies = None,
) -> None:
    """Add an account and print the link by which its owner chooses a password."""
    from audits.steps.access.accounts import add_account

    workspace = build_here()
    account = add_account(name, email=email, role=role, agencies=agency or [], workspace=workspace)
    say(f"The account {account} is added.")
    _say_link(account)


@user.command("invite")
def invite(account: Account) -> None:
    """Print a new link for an account whose owner has lost a password or a link."""
    _say_link(account)


@user.command("list")
@lists(status="role")
def list_(*, options: ListOptions) -> None:
    """List who has an account on the website."""
    from audits.queries.accounts import list_accounts

    rows = list_accounts(workspace=build_here())
    columns = ("id", "name", "email", "role", "agencies", "has_password", "disabled_at")
    show_rows(rows, columns, options, nothing="Nobody has an account. To add one: audits user add")


@user.command("role")
def role(account: Account, role: RoleOption, why: Why, agency: Agencies = None) -> None:
    """Give an account another role, and sign it out."""
    from audits.steps.access.accounts import change_role

    change_role(account, role, why=why, agencies=agency or [], workspace=build_here())
    say(f"The account {account} is {role.value.replace('_', ' ')} now, and signed out.")


@user.command("disable")
def disable(account: Account, why: Why) -> None:
    """Stop an account: nobody can sign in with it any more, at once."""
    from audits.steps.access.accounts import disable_account

    disable_account(account, why=why, workspace=build_here())
    say(f"Nobody can sign in with {account} any more.")


@user.command("enable")
def enable(account: Account, why: Why) -> None:
    """Allow the owner of a disabled account in again, with the role it had."""
    from audits.steps.access.accounts import enable_account

    enable_account(account, why=why, workspace=build_here())
    say(f"The owner of {account} can sign in again.")


@user.command("forget-codes")
def forget_codes(account: Account, why: Why) -> None:
    """Ask somebody for no code from a telephone any more: they have lost it."""
    from audits.steps.access.codes import forget_codes as forget

    forget(account, why=why, workspace=build_here())
    say(f"{account} is signed out and asked for no code until codes are set up again.")


def _say_link(account: str) -> None:
    from audits.steps.access.accounts import invite as make_link

    workspace = build_here()
    token = make_link(account, workspace=workspace)
    address = workspace.public_address
    say("Send its owner this link. It works once, for three days:")
    say(f"{address}/welcome/{token}")
