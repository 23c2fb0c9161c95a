"""What the forms about agencies, units and people hold."""

from typing import Annotated

from .forms import Form, Why, needed


class UnitTyped(Form):
    """What somebody says of a unit, and why."""

    unit: str = ""
    name: Annotated[str, needed("Say what the unit is called.")] = ""
    agency: Annotated[str, needed("Choose which agency it belongs to.")] = ""
    agency_name: str = ""
    route: str = "folder"
    key_route: str = ""
    protected: str = ""
    why: Why = ""


class PersonTyped(Form):
    """What somebody says of a person who is written to, and why."""

    name: Annotated[str, needed("Give the person's name.")] = ""
    email: Annotated[str, needed("Give the person's address.")] = ""
    role: str = ""
    route: str = ""
    deputy: str = ""
    qeg: str = ""
    send_again: str = ""
    why: Why = ""


class RightAddress(Form):
    """The address of somebody whose mail came back."""

    email: Annotated[str, needed("Give the address that is right.")] = ""


class Leaving(Form):
    """Why somebody or something leaves, or is back."""

    leave_why: Why = ""


class NewLink(Form):
    """Why somebody is sent a new link."""

    link_why: Why = ""


class LinkRevoked(Form):
    """Why a link is taken back."""

    revoke_why: Why = ""
