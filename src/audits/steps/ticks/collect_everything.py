"""Collect whatever came back, and do all that follows from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audits.domain.status import CycleStatus, DispatchStatus
from audits.queries.collected import Collected
from audits.queries.ready_work import (
    due_concerns,
    issued_cycles,
    unread_returns,
    unwritten_queries,
)
from audits.steps.action_packs.post import write_planned_books
from audits.steps.dispatch.notices import Noticed
from audits.steps.dispatch.send import send_dispatch
from audits.steps.packs.ask_again import write_queries
from audits.steps.progress.advance import advance
from audits.steps.received.put_aside import LeftBehind
from audits.steps.returns.collect import collect_files, collect_inbox, read_kept
from audits.workspace import Workspace

from .runner import Runner


@dataclass
class Everything:
    """What was taken in, by the inbox it came from ("" is none), and which cycles went on."""

    taken: dict[str, list[Collected | Noticed | LeftBehind]] = field(default_factory=dict)
    moved: dict[str, CycleStatus | None] = field(default_factory=dict)

    def take(self, source: str, what: Iterable[Collected | Noticed | LeftBehind]) -> None:
        """Add what is taken from an inbox, one by one: a failure loses none before it."""
        for item in what:
            self.taken.setdefault(source, []).append(item)


def collect_everything(
    *, run: Runner, workspace: Workspace, files: Sequence[tuple[str, bytes]] = ()
) -> Everything:
    """Collect every inbox, or these files by name; pass concerns on; take complete cycles on.

    What a process that died left half done goes first. What fails is with ``run``.
    """
    everything = Everything()

    def read(ref: str) -> None:
        everything.take("", [read_kept(ref, workspace=workspace)])

    def collect(inbox: str) -> None:
        everything.taken[inbox] = []
        for item in collect_inbox(workspace.inboxes[inbox], workspace=workspace):
            everything.take(inbox, [item])
            run.note_progress(inbox)

    def send(key: str) -> DispatchStatus:
        return send_dispatch(key, workspace=workspace, still_mine=run.still_mine)

    def write(pack: str) -> None:
        write_queries(pack, workspace=workspace)

    def go_on(ref: str) -> CycleStatus | None:
        return advance(ref, workspace=workspace)

    run.each("read", run.part(unread_returns) or (), read)
    if files:
        everything.take("", collect_files(files, workspace=workspace))
    else:
        run.each("collect from", workspace.inboxes, collect)
    run.each("send", run.part(due_concerns) or (), send, tries_again=True)
    run.each("write queries", run.part(unwritten_queries) or (), write)
    run.part(write_planned_books)
    everything.moved = run.each("advance", run.part(issued_cycles) or (), go_on)
    return everything
