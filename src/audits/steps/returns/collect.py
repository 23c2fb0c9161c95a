"""Collect returns: keep every byte first, read it second, take it out of the inbox last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audits.collection import Arrival, Inbox, saved_mail
from audits.domain.answer import Problem, ProblemCode
from audits.domain.errors import AuditsError, NotTakenError, TakenError, TryAgainError
from audits.domain.status import ReturnOutcome
from audits.queries.collected import Collected
from audits.queries.pack_by_code import find_pack
from audits.queries.ready_work import unwritten_queries
from audits.steps.action_packs.post import write_planned_books
from audits.steps.dispatch.notices import Noticed, NoticeOutcome
from audits.steps.dispatch.record_bounce import record_bounce
from audits.steps.packs.ask_again import write_queries
from audits.steps.received.claim import being_read, claim_return, claimed, release_return
from audits.steps.received.keep import keep_return
from audits.steps.received.put_aside import (
    LeftBehind,
    forget_taken_out,
    leave_behind,
    put_mail_aside,
)
from audits.steps.received.refuse_file import refuse_file
from audits.steps.received.senders import STRANGER, packs_out, strangers
from audits.storage import ReturnFile, TrailEntry, View
from audits.storage.secrets import pack_key, unit_passwords
from audits.workbook import Reading, read_return
from audits.workspace import Workspace

from .store import WAIVED_CAME, store_reading


MOST_TOLD = 5  # sentences of what could not be taken


def collect_inbox(
    inbox: Inbox, *, workspace: Workspace
) -> Iterator[Collected | Noticed | LeftBehind]:
    """Keep, read and clear every file that waits in an inbox, one at a time, and every notice.

    A process killed at any line loses nothing: a file leaves the inbox only once its bytes are
    kept and read, and the same bytes are kept once. A notice leaves once it is recorded. What
    cannot be taken at present stops nothing else, and is told of at the end.

    Raises:
        TryAgainError: if the inbox cannot be used, or something in it could not be taken.
    """
    failures: list[TryAgainError] = []
    with inbox.turn(), workspace.open_uow().kept_open():
        waiting = inbox.waiting()
        forget_taken_out(_name_of(inbox, workspace), waiting, workspace=workspace)
        for arrival in waiting:
            try:
                taken = _take(arrival, inbox, workspace)
            except NotTakenError as failure:
                failures.append(failure)
                continue
            yield from taken
            if not any(map(_stays, taken)):
                failures += _not_settled(arrival, inbox)
    if failures:
        raise _together(failures)


def _take(
    arrival: Arrival, inbox: Inbox, workspace: Workspace
) -> tuple[Collected | Noticed | LeftBehind, ...]:
    """Take in one thing that waits; it still lies in the inbox."""
    if arrival.left:
        return (leave_behind(arrival, _name_of(inbox, workspace), workspace=workspace),)
    if arrival.notice is not None:
        return (record_bounce(arrival.notice, workspace=workspace),)
    data = inbox.read(arrival)
    if arrival.unread:
        return (_put_aside(data, arrival, workspace),)
    if arrival.sender is None:
        return tuple(_collect_file(data, arrival.name, arrival.reference, workspace))
    return (collect_return(data, arrival.name, sender=arrival.sender, workspace=workspace),)


def _name_of(inbox: Inbox, workspace: Workspace) -> str:
    """Return what the settings call an inbox; "" for one that is not theirs."""
    return next((name for name, known in workspace.inboxes.items() if known is inbox), "")


def _collect_file(
    data: bytes, name: str, reference: str, workspace: Workspace
) -> Iterator[Collected]:
    """Keep and read a file that a person put there; from a saved mail, every file in it."""
    files, rest = saved_mail(data, name, reference)
    for file in files:
        yield collect_return(file.content, file.name, workspace=workspace)
    if rest is not None:
        yield _put_aside(data, rest, workspace)


def _put_aside(raw: bytes, arrival: Arrival, workspace: Workspace) -> Collected:
    row, problem = put_mail_aside(raw, arrival, workspace=workspace)
    return Collected("", row.sha256, ReturnOutcome.QUARANTINED, problems=(problem,))


def _not_settled(arrival: Arrival, inbox: Inbox) -> list[TryAgainError]:
    """Take something out of the inbox, and return what kept that from being done."""
    try:
        inbox.settle(arrival)
    except TryAgainError as failure:
        return [failure]
    return []


def _together(failures: Sequence[TryAgainError]) -> TryAgainError:
    """Return several failures as one, each sentence once."""
    says = list(dict.fromkeys(map(str, failures)))
    sentences = says[:MOST_TOLD]
    if len(says) > MOST_TOLD:
        sentences.append(f"And {len(says) - MOST_TOLD} more.")
    return TryAgainError(" ".join(sentences))


def _stays(taken: Collected | Noticed | LeftBehind) -> bool:
    """Tell whether something stays in the inbox, to be met again."""
    if isinstance(taken, LeftBehind):
        return True
    if isinstance(taken, Noticed):
        return taken.outcome is NoticeOutcome.LEFT
    return taken.is_being_read


def collect_files(
    files: Iterable[tuple[str, bytes]], *, workspace: Workspace
) -> Iterator[Collected]:
    """Keep and read files that a person hands over by name, one at a time."""
    with workspace.open_uow().kept_open():
        for name, data in files:
            yield from _collect_file(data, name, "", workspace)


def collect_return(
    data: bytes,
    name: str,
    *,
    sender: str | None = None,
    only_for: str | None = None,
    workspace: Workspace,
) -> Collected:
    """Keep one received file and read it; bytes that were read before are a duplicate.

    A file from an address that is no contact's is kept and set aside unread, and nobody is
    answered. It is read once a person collects it by hand, or a contact sends the same. What was
    handed in ``only_for`` a unit, on its own page, is taken for no other.
    """
    kept = keep_return(data, name, sender=sender, only_for=only_for, workspace=workspace)
    if kept.outcome is None:
        return read_kept(kept.id, name, workspace=workspace)
    if kept.id in strangers(workspace=workspace):
        return _set_aside(kept, name)
    return _again(kept, name, workspace=workspace)


def read_kept(ref: str, name: str = "", *, workspace: Workspace) -> Collected:
    """Read a kept return, store all it says in one transaction, and ask again what is wrong.

    Of several processes that come to one return at once, the first one reads it, and what the
    others get says so.
    """
    try:
        claim = claim_return(ref, workspace=workspace)
        try:
            collected = _read_claimed(ref, claim, name, workspace=workspace)
        except AuditsError:
            release_return(ref, claim, workspace=workspace)
            raise
    except TakenError:
        with workspace.open_view() as view:
            return _elsewhere(view.get(ReturnFile, ref), name)
    for pack in unwritten_queries(workspace=workspace):
        write_queries(pack, workspace=workspace)
    write_planned_books(workspace=workspace)
    return collected


def _read_claimed(ref: str, claim: str, name: str, *, workspace: Workspace) -> Collected:
    with workspace.open_view() as view:
        row = view.get(ReturnFile, ref)
    readings = read_return(
        workspace.stores.returns.read(row.sha256),
        find_pack=lambda code: find_pack(code, workspace),
        key=pack_key(workspace.vault),
        passwords=_passwords(name, workspace),
    )
    with workspace.open_uow() as uow:
        row = claimed(ref, claim, uow)
        rows = [row if n == 0 else _part_of(row, reading) for n, reading in enumerate(readings)]
        stored = [
            store_reading(reading, file, uow=uow, workspace=workspace)
            for reading, file in zip(readings, rows, strict=True)
        ]
        collected = [_collected(name, *pair, uow) for pair in zip(rows, stored, strict=True)]
        if row.unit is None:
            refuse_file(stored[0], row, uow=uow, workspace=workspace)
        uow.commit()
    return replace(collected[0], also=tuple(collected[1:]))


def _part_of(row: ReturnFile, reading: Reading) -> ReturnFile:
    """Return the row for another pack in the same file."""
    return ReturnFile(
        id=f"{row.id}-{reading.code}",
        sha256=row.sha256,
        received_at=row.received_at,
        size=row.size,
        route=row.route,
        part_of=row.id,
        only_for=row.only_for,
    )


def _collected(name: str, row: ReturnFile, reading: Reading, view: View) -> Collected:
    return Collected(
        file=name,
        sha256=row.sha256,
        outcome=ReturnOutcome(str(row.outcome)),
        cycle=row.cycle,
        unit=row.unit,
        answers=sum(answer.value is not None for answer in reading.answers),
        problems=reading.problems,
        was_waived=view.count(
            TrailEntry, TrailEntry.about == row.id, TrailEntry.verb == WAIVED_CAME
        )
        > 0,
    )


def _passwords(name: str, workspace: Workspace) -> Iterator[str]:
    """Yield the passwords of packs that are out, first of those that the file's name speaks of."""
    with workspace.open_view() as view:
        packs = packs_out(view)
    packs.sort(key=lambda pack: pack.unit.casefold() not in name.casefold())
    for pack in packs:
        yield from unit_passwords(workspace.vault, pack)


def _set_aside(kept: ReturnFile, name: str) -> Collected:
    problem = Problem(ProblemCode.UNKNOWN_SENDER, STRANGER, is_query=False)
    return Collected(name, kept.sha256, ReturnOutcome.QUARANTINED, problems=(problem,))


def _again(kept: ReturnFile, name: str, *, workspace: Workspace) -> Collected:
    with workspace.open_uow() as uow:
        uow.note("return received again", kept.id)
        uow.commit()
    return Collected(name, kept.sha256, ReturnOutcome.DUPLICATE, kept.cycle, kept.unit)


def _elsewhere(kept: ReturnFile, name: str) -> Collected:
    """Return what is told of a return that another process reads, or has just read."""
    problem = Problem(ProblemCode.BEING_READ, being_read(kept.id), is_query=False)
    return replace(
        Collected(name, kept.sha256, ReturnOutcome.DUPLICATE, kept.cycle, kept.unit),
        problems=(problem,),
        is_being_read=kept.outcome is None,
    )
