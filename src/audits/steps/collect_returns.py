"""Collect returns: keep every byte first, read it second, take it out of the inbox last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from audits.collection import Inbox
from audits.domain.answer import Problem, ProblemCode
from audits.domain.message import Purpose
from audits.domain.pack import Pack
from audits.domain.status import ReturnOutcome
from audits.storage import Cycle, IssuedPack, ReturnFile, TrailEntry, UnitOfWork, View
from audits.workbook import Reading, read_return

from .action_books import book_of, pack_in
from .issue_packs import newest_edition, pack_of
from .letters import post
from .parts import Parts
from .post_action_books import write_planned_books
from .raise_queries import TAKES_ANSWERS, unwritten_queries, write_queries
from .secrets_of import pack_key, unit_password
from .senders import STRANGER, contact_of, judge_sender, strangers
from .store_reading import WAIVED_CAME, store_reading
from .take_notice import Noticed, NoticeOutcome, take_notice


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one file: its row, how many answers it gave, and what is wrong with it."""

    file: str = field(repr=False)
    sha256: str
    outcome: ReturnOutcome
    cycle: str | None = None
    unit: str | None = None
    answers: int = 0
    problems: tuple[Problem, ...] = ()
    also: tuple["Collected", ...] = ()  # of other packs in the same file
    was_waived: bool = False  # no return was expected any more; it is taken all the same


def collect_inbox(inbox: Inbox, *, parts: Parts) -> Iterator[Collected | Noticed]:
    """Keep, read and clear every file that waits in an inbox, one at a time, and every notice.

    A process killed at any line loses nothing: a file leaves the inbox only once its bytes are
    kept and read, and the same bytes are kept once. A notice leaves once it is recorded.
    """
    with inbox.turn(), parts.open_uow().kept_open():
        for arrival in inbox.waiting():
            taken: Collected | Noticed
            if arrival.notice is not None:
                taken = take_notice(arrival.notice, parts=parts)
            else:
                data = inbox.read(arrival)
                taken = collect_return(data, arrival.name, sender=arrival.sender, parts=parts)
            yield taken
            if taken.outcome is not NoticeOutcome.LEFT:
                inbox.settle(arrival)


def collect_files(files: Iterable[tuple[str, bytes]], *, parts: Parts) -> Iterator[Collected]:
    """Keep and read files that a person hands over by name, one at a time."""
    with parts.open_uow().kept_open():
        for name, data in files:
            yield collect_return(data, name, parts=parts)


def collect_return(data: bytes, name: str, *, sender: str | None = None, parts: Parts) -> Collected:
    """Keep one received file and read it; bytes that were read before are a duplicate.

    A file from an address that is no contact's is kept and set aside unread, and nobody is
    answered. It is read once a person collects it by hand, or a contact sends the same.
    """
    kept = keep_return(data, name, sender=sender, parts=parts)
    if kept.outcome is None:
        return read_kept(kept.id, name, parts=parts)
    if kept.id in strangers(parts=parts):
        return _set_aside(kept, name)
    return _again(kept, name, parts=parts)


def keep_return(data: bytes, name: str, *, sender: str | None = None, parts: Parts) -> ReturnFile:
    """Seal a file's bytes, then note that it came.

    The sender's name for it, and the sender's address, go to the vault.
    """
    sha256 = parts.stores.returns.keep(data)
    ref = f"R-{sha256[:12]}"
    parts.vault.keep("file name", ref, name.encode())
    if sender:
        parts.vault.keep("sender", ref, sender.encode())
    row = ReturnFile(
        id=ref, sha256=sha256, received_at=parts.clock(), size=len(data), route="folder", late=False
    )
    row.route = "folder" if sender is None else "mail"
    with parts.open_uow() as uow:
        is_new = uow.add_once(row)
        if is_new:
            uow.note("return received", ref, sha256=sha256, size=len(data), route=row.route)
        judge_sender(ref, sender, is_new=is_new, uow=uow, parts=parts)
        uow.commit()
        return uow.get(ReturnFile, ref)


def unread_returns(*, parts: Parts) -> tuple[str, ...]:
    """Return what was kept by a process that died before it could read it."""
    with parts.open_view() as view:
        return tuple(row.id for row in view.all(ReturnFile, outcome=None))


def read_kept(ref: str, name: str = "", *, parts: Parts) -> Collected:
    """Read a kept return, store all it says in one transaction, and ask again what is wrong."""
    with parts.open_view() as view:
        row = view.get(ReturnFile, ref)
    readings = read_return(
        parts.stores.returns.read(row.sha256),
        find_pack=lambda code: _find_pack(code, parts),
        key=pack_key(parts.vault),
        passwords=_passwords(name, parts),
    )
    with parts.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        rows = [row if n == 0 else _part_of(row, each) for n, each in enumerate(readings)]
        stored = [
            store_reading(reading, each, uow=uow, parts=parts)
            for reading, each in zip(readings, rows, strict=True)
        ]
        collected = [_collected(name, *each, uow) for each in zip(rows, stored, strict=True)]
        if row.unit is None:
            _reply(stored[0], row, uow=uow, parts=parts)
        uow.commit()
    for pack in unwritten_queries(parts=parts):
        write_queries(pack, parts=parts)
    write_planned_books(parts=parts)
    return replace(collected[0], also=tuple(collected[1:]))


def _reply(reading: Reading, row: ReturnFile, *, uow: UnitOfWork, parts: Parts) -> None:
    """Tell whoever seems to have sent a file that cannot be read what to return instead."""
    why = "finding who sent it"
    name = parts.vault.look("file name", row.id, why=why) or b""
    address = parts.vault.look("sender", row.id, why=why) if row.route == "mail" else None
    pack = _pack_from(address.decode(), uow) if address else _sender(name.decode(), uow)
    if pack is not None:
        facts = {"says": reading.problems[0].message}
        post(Purpose.REFUSAL, pack, facts, mark=row.id, uow=uow, parts=parts)


def _pack_from(address: str, view: View) -> IssuedPack | None:
    """Return the one pack that is out to the unit of a known sender, if there is one."""
    contact = contact_of(address, view)
    out = [pack for pack in _packs_out(view) if contact and pack.unit == contact.unit]
    return out[0] if len(out) == 1 else None


def _sender(name: str, view: View) -> IssuedPack | None:
    """Return the one pack that is out and that a file's name speaks of, if there is one."""
    words = name.casefold().replace("_", " ").replace("-", " ")
    out = _packs_out(view)
    named = [pack for pack in out if Path(pack.file_name).stem.casefold() in name.casefold()]
    named = named or [p for p in out if p.unit.casefold().replace("_", " ") in words]
    return named[0] if len(named) == 1 else None


def _part_of(row: ReturnFile, reading: Reading) -> ReturnFile:
    """Return the row for another pack in the same file."""
    return ReturnFile(
        id=f"{row.id}-{reading.code}",
        sha256=row.sha256,
        received_at=row.received_at,
        size=row.size,
        route=row.route,
        part_of=row.id,
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
        was_waived=view.count(TrailEntry, about=row.id, verb=WAIVED_CAME) > 0,
    )


def _passwords(name: str, parts: Parts) -> Iterator[str]:
    """Yield the passwords of packs that are out, first of those that the file's name speaks of."""
    with parts.open_view() as view:
        packs = _packs_out(view)
    packs.sort(key=lambda pack: pack.unit.casefold() not in name.casefold())
    for pack in packs:
        yield unit_password(parts.vault, pack.cycle, pack.unit)


def _packs_out(view: View) -> list[IssuedPack]:
    """Return the first edition of every pack whose cycle still takes answers."""
    cycles = [cycle.ref for status in TAKES_ANSWERS for cycle in view.all(Cycle, status=status)]
    return view.all(IssuedPack, cycle=cycles, edition=1, order_by="number")


def _find_pack(code: str, parts: Parts) -> Pack | None:
    with parts.open_view() as view:
        row = newest_edition(code, view)
        book = book_of(code, view) if row is None else None
    if book is not None:
        return pack_in(book)
    return pack_of(row) if row else None


def _set_aside(kept: ReturnFile, name: str) -> Collected:
    problem = Problem(ProblemCode.UNKNOWN_SENDER, STRANGER, is_query=False)
    return Collected(name, kept.sha256, ReturnOutcome.QUARANTINED, problems=(problem,))


def _again(kept: ReturnFile, name: str, *, parts: Parts) -> Collected:
    with parts.open_uow() as uow:
        uow.note("return received again", kept.id)
        uow.commit()
    return Collected(name, kept.sha256, ReturnOutcome.DUPLICATE, kept.cycle, kept.unit)
