"""Whether this machine's clock agrees with its database's: leases are kept by it."""

from datetime import timedelta

from audits.domain.amounts import many
from audits.domain.errors import WorkspaceError
from audits.workspace import Workspace


# Of two machines that are each so near to the database's, none is a minute from the other.
AGREES = timedelta(seconds=30)


def check_clock(*, workspace: Workspace) -> None:
    """Refuse to work by a clock that is another than that of the database's server.

    Raises:
        WorkspaceError: if they are more than half a minute apart.
    """
    apart = workspace.ticks.clock_is_ahead()
    if abs(apart) > AGREES:
        seconds = many(round(abs(apart).total_seconds()), "second")
        side = "ahead of" if apart > timedelta() else "behind"
        raise WorkspaceError(
            f"This machine's clock is {seconds} {side} the database server's. Set both by the same "
            "time service, and do it again."
        )
