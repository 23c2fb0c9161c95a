"""Take a turn at a tick: held by a lease, renewed while it works, given up with how it went."""

import os
import threading
from types import TracebackType
from typing import Self

from audits.domain.errors import AuditsError, UserError
from audits.storage import TickLeases
from audits.workspace import Workspace


RENEWED = 4  # times in the length of a lease
QUIET = 120  # renewals without anything done after which a turn counts as stuck: an hour
NAMED = 5  # parts that a failure names
REASONS = 3  # sentences on why they failed


class TickError(UserError):
    """Workspace of a tick failed; the others were done, and the next tick tries again."""


class Turn:
    """This process's turn at a tick; a context manager that gives it up when it is left.

    A thread renews the lease, so that one long piece of work does not lose it. It ends with the
    process; once whoever started the process is gone, for nobody hears how it goes; and once
    nothing was ``done`` for an hour, so that a stuck one loses its turn. What failed is written
    down, and left with one error that names it.
    """

    def __init__(self, name: str, leases: TickLeases, holder: str) -> None:
        self.name = name
        self.failed: list[str] = []
        self._reasons: dict[str, None] = {}  # each sentence once, in the order they came
        self._leases = leases
        self._holder = holder
        self._over = threading.Event()
        self._quiet = 0
        self._started_by = os.getppid()
        self._renewing = threading.Thread(target=self._renew, daemon=True)

    def claim(self) -> bool:
        """Take the turn, if nobody else has it, and tell whether it was got."""
        return self._leases.claim_tick(self.name, self._holder)

    def still_mine(self) -> bool:
        """Tell whether this process may still act: asked before anything leaves the house."""
        return self._leases.still_mine(self.name, self._holder)

    def done(self, part: str, error: BaseException | None = None) -> None:
        """Write down that a part of the tick is done, or that it failed and with what."""
        self._quiet = 0
        if isinstance(error, AuditsError):
            self.failed.append(part)
            self._reasons[str(error)] = None
        elif error is not None:
            self.failed.append(f"{part} ({type(error).__name__})")

    def __enter__(self) -> Self:
        self._renewing.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._over.set()
        self._renewing.join()
        failed = self._what_failed()
        outcome = _in_words(error) if error else failed
        unwritten = self._give_up(outcome)
        if error is None and (failed or unwritten):
            again = f"All else was done. The next {self.name} tries them again." if failed else ""
            raise TickError(" ".join(filter(None, (failed, again, unwritten))))

    def _give_up(self, failed: str) -> str:
        """Give up the lease with how it went; return why that could not be written down, if so.

        The lease then runs out by itself, and whoever comes next writes down that this was cut off.
        """
        try:
            self._leases.give_up(self.name, self._holder, error=failed)
        except UserError as error:
            return str(error)
        return ""

    def _what_failed(self) -> str:
        if not self.failed:
            return ""
        more = len(self.failed) - NAMED
        named = ", ".join(self.failed[:NAMED]) + (f" and {more} more" if more > 0 else "")
        return " ".join((f"Failed: {named}.", *list(self._reasons)[:REASONS]))

    def _renew(self) -> None:
        pause = self._leases.length.total_seconds() / RENEWED
        while self._quiet < QUIET and not self._over.wait(pause):
            if os.getppid() != self._started_by:
                return
            self._quiet += 1
            self._leases.renew(self.name, self._holder)


def take_turn(name: str, *, workspace: Workspace) -> Turn | None:
    """Take a turn at a tick and return it, to be worked in; None if another process has it."""
    turn = Turn(name, workspace.ticks, workspace.process)
    if not turn.claim():
        return None
    return turn


def _in_words(error: BaseException) -> str:
    """Return the sentence of an error of ours; of any other its type, for its words may name."""
    if isinstance(error, AuditsError):
        return str(error)
    return type(error).__name__
