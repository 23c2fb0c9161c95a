"""How the parts of a tick are done: one after another, or in a flow each as a task of its own."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from audits.domain.errors import AuditsError
from audits.workspace import Workspace


R = TypeVar("R")


class Runner(Protocol):
    """What does the parts of a tick. One that fails stops no other and no later part."""

    def each(
        self, what: str, refs: Iterable[str], does: Callable[[str], R], *, tries_again: bool = False
    ) -> dict[str, R]:
        """Do a thing to each reference, and return the results of those done.

        ``what`` and the reference name the part. One that ``tries_again`` may be done again at
        once, if certainly nothing was done.
        """
        ...

    def part(self, does: Callable[..., R]) -> R | None:
        """Do a part that has no reference of its own, on the workspace; None if it failed."""
        ...

    def still_mine(self) -> bool:
        """Tell whether this process may still act: asked before anything leaves the house."""
        ...

    def note_progress(self, part: str) -> None:
        """Take notice that something was done in a part that may last long."""
        ...


class OneByOne:
    """Does the parts of a tick in this process; holds each failure by what was done and to what."""

    def __init__(self, workspace: Workspace) -> None:
        self.failed: dict[tuple[str, str], AuditsError] = {}
        self._workspace = workspace

    def each(
        self,
        what: str,
        refs: Iterable[str],
        does: Callable[[str], R],
        *,
        tries_again: bool = False,  # noqa: ARG002 -- whoever typed a command types it again
    ) -> dict[str, R]:
        """Do a thing to each reference, and return the results of those done."""
        results: dict[str, R] = {}
        for ref in refs:
            try:
                results[ref] = does(ref)
            except AuditsError as error:
                self.failed[what, ref] = error
        return results

    def part(self, does: Callable[..., R]) -> R | None:
        """Do a part that has no reference of its own, on the workspace; None if it failed."""
        try:
            return does(workspace=self._workspace)
        except AuditsError as error:
            self.failed[does.__name__.replace("_", " "), ""] = error
        return None

    def still_mine(self) -> bool:
        """Return True: nobody takes a turn away from a process that took none."""
        return True

    def note_progress(self, part: str) -> None:
        """Take no notice: nobody waits for a lease of this process."""

    def check(self, *, but: tuple[type[AuditsError], ...] = ()) -> None:
        """Raise the first of what failed, if anything did.

        Raises:
            AuditsError: as the part raised it, unless it is one of ``but``.
        """
        for error in self.failed.values():
            if not isinstance(error, but):
                raise error
