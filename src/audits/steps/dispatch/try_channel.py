"""Try a channel: a message to whoever asks, by the channel itself, which stands in no ledger."""

from audits.domain.errors import ChannelError, NotFoundError
from audits.domain.message import Message
from audits.storage import Account
from audits.workspace import Workspace


SUBJECT = "A test of how messages go out"
BODY = (
    "You asked for this message to see whether messages go out by the route '{channel}'.\n\n"
    "It arrived, so they do. There is nothing to do.\n\n{contact}\n"
)


def try_channel(channel: str, *, account: str, workspace: Workspace) -> str:
    """Send somebody a test to the address of their own account, and return the address.

    That it was tried, and whether it failed, stands in the trail.

    Raises:
        NotFoundError: if there is no such channel or account.
        ChannelError: if it did not go, with why.
    """
    if channel not in workspace.channels:
        raise NotFoundError(f"There is no channel '{channel}'.")
    with workspace.open_uow() as uow:
        address = uow.get(Account, account).email
        number = uow.next_number("channel test")
        uow.note("channel tried", channel, test=number)
        uow.commit()
    body = BODY.format(channel=channel, contact=workspace.business_unit.contact)
    message = Message(f"test/{account}/channel/{number}", account, (address,), SUBJECT, body)
    try:
        workspace.channels[channel].send(message)
    except ChannelError as error:
        _note_failure(channel, number, error, workspace)
        raise
    return address


def _note_failure(channel: str, number: int, error: ChannelError, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        uow.note("channel failed", channel, test=number, how=type(error).__name__)
        uow.commit()
