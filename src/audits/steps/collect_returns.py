"""Collect returns: keep every byte first, read it second, take it out of the inbox last."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from audits.collection import Inbox
from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.message import Purpose
from audits.domain.pack import CONCERN, Pack
from audits.domain.status import CycleStatus, ReturnOutcome
from audits.reporting import outcome_in_words
from audits.storage import (
    AnswerRow,
    Concern,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    UnitOfWork,
)
from audits.workbook import Reading, mask_personal, read_return

from .issue_packs import pack_of
from .letters import post
from .parts import Parts
from .secrets_of import pack_key


OPEN = (CycleStatus.ISSUED, CycleStatus.MODERATING)
SET_ASIDE = (ReturnOutcome.QUARANTINED, ReturnOutcome.REFUSED)


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


def collect_inbox(inbox: Inbox, *, parts: Parts) -> Iterator[Collected]:
    """Keep, read and clear every file that waits in an inbox, one at a time.

    A process killed at any line loses nothing: a file leaves the inbox only once its bytes are
    kept and read, and the same bytes are kept once.
    """
    with inbox.turn():
        for arrival in inbox.waiting():
            data = inbox.read(arrival)
            yield collect_return(data, arrival.name, parts=parts)
            inbox.settle(arrival)


def collect_return(data: bytes, name: str, *, parts: Parts) -> Collected:
    """Keep one received file and read it; bytes that were read before are a duplicate."""
    kept = keep_return(data, name, parts=parts)
    if kept.outcome is not None:
        return _again(kept, name, parts=parts)
    return read_kept(kept.id, name, parts=parts)


def keep_return(data: bytes, name: str, *, parts: Parts) -> ReturnFile:
    """Seal a file's bytes, then note that it came; the sender's name for it goes to the vault."""
    sha256 = parts.stores.returns.keep(data)
    ref = f"R-{sha256[:12]}"
    parts.vault.keep("file name", ref, name.encode())
    row = ReturnFile(
        id=ref, sha256=sha256, received_at=parts.clock(), size=len(data), route="folder", late=False
    )
    with parts.open_uow() as uow:
        if uow.add_once(row):
            uow.note("return received", ref, sha256=sha256, size=len(data))
            uow.commit()
        return uow.get(ReturnFile, ref)


def unread_returns(*, parts: Parts) -> tuple[str, ...]:
    """Return what was kept by a process that died before it could read it."""
    with parts.open_uow() as uow:
        return tuple(row.id for row in uow.all(ReturnFile, outcome=None))


def read_kept(ref: str, name: str = "", *, parts: Parts) -> Collected:
    """Read a kept return and store all it says, in one transaction."""
    with parts.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
    data = parts.stores.returns.read(row.sha256)
    reading = read_return(
        data, find_pack=lambda code: _find_pack(code, parts), key=pack_key(parts.vault)
    )
    with parts.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        reading = _store(reading, row, uow=uow, parts=parts)
        uow.note("return read", ref, outcome=str(row.outcome), problems=len(reading.problems))
        uow.commit()
    return Collected(
        file=name,
        sha256=row.sha256,
        outcome=ReturnOutcome(str(row.outcome)),
        cycle=row.cycle,
        unit=row.unit,
        answers=sum(answer.value is not None for answer in reading.answers),
        problems=reading.problems,
    )


def _again(kept: ReturnFile, name: str, *, parts: Parts) -> Collected:
    with parts.open_uow() as uow:
        uow.note("return received again", kept.id)
        uow.commit()
    return Collected(name, kept.sha256, ReturnOutcome.DUPLICATE, kept.cycle, kept.unit)


def _pack_row(code: str, uow: UnitOfWork) -> IssuedPack | None:
    editions = uow.all(IssuedPack, code=code.partition(".")[0], order_by="edition")
    return editions[-1] if editions else None


def _find_pack(code: str, parts: Parts) -> Pack | None:
    with parts.open_uow() as uow:
        row = _pack_row(code, uow)
    return pack_of(row) if row else None


def _store(reading: Reading, row: ReturnFile, *, uow: UnitOfWork, parts: Parts) -> Reading:
    pack = _pack_row(reading.code, uow) if reading.code else None
    if pack is not None:
        reading = _for_an_open_cycle(reading, uow.get(Cycle, pack.cycle))
        reading = mask_personal(reading, _names(pack, parts))
        row.cycle, row.unit, row.pack = pack.cycle, pack.unit, pack.id
        _mark_late(row, uow.get(Cycle, pack.cycle))
    row.outcome = _outcome(reading, row)
    uow.add(row)
    for problem in reading.problems:
        uow.add(_problem_row(problem, row))
    if pack is not None and reading.answers:
        _store_answers(reading, row, pack=pack, uow=uow, parts=parts)
        _acknowledge(reading, row, pack=pack, uow=uow, parts=parts)
    return reading


def _for_an_open_cycle(reading: Reading, cycle: Cycle) -> Reading:
    if cycle.status in OPEN:
        return reading
    problem = Problem(
        ProblemCode.OTHER_CYCLE,
        f"This pack belongs to {cycle.ref}, which is {cycle.status} and takes no more answers. "
        "Look for the pack of the current audit and return that one.",
    )
    quarantined = ReturnOutcome.QUARANTINED
    return replace(reading, answers=(), problems=(problem,), outcome=quarantined)


def _names(pack: IssuedPack, parts: Parts) -> dict[str, list[dict[str, str]]]:
    cases = (case.ref for case in pack_of(pack).cases)
    why = f"masking a return of {pack.cycle}"
    return {ref: json.loads(parts.vault.look("case", ref, why=why) or b"[]") for ref in cases}


def _mark_late(row: ReturnFile, cycle: Cycle) -> None:
    row.late = cycle.due_at is not None and row.received_at > cycle.due_at


def _outcome(reading: Reading, row: ReturnFile) -> ReturnOutcome:
    if row.late and reading.outcome is ReturnOutcome.ACCEPTED:
        return ReturnOutcome.LATE
    return reading.outcome


def _problem_row(problem: Problem, row: ReturnFile) -> ReturnProblem:
    return ReturnProblem(
        return_id=row.id,
        code=problem.code,
        message=problem.message,
        sheet=problem.sheet,
        cell=problem.cell,
        case_ref=problem.case,
        question=problem.question,
        is_query=problem.is_query,
    )


def _store_answers(
    reading: Reading, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, parts: Parts
) -> None:
    given = {
        (row.case_ref, row.question)
        for row in uow.all(AnswerRow, pack=pack.code, current=True)
        if row.value is not None
    }
    # A blank in a later return does not take back what an earlier one said.
    taken = [a for a in reading.answers if a.value or (a.case, a.question) not in given]
    uow.replace_current_answers([_answer_row(answer, row, pack) for answer in taken])
    _supersede(row, uow)
    for case in sorted({a.case for a in taken if a.question == CONCERN.id and a.value}):
        _raise_concern(case, row, pack=pack, uow=uow, parts=parts)


def _answer_row(answer: Answer, row: ReturnFile, pack: IssuedPack) -> AnswerRow:
    return AnswerRow(
        return_id=row.id,
        pack=pack.code,
        cycle=pack.cycle,
        unit=pack.unit,
        case_ref=answer.case,
        question=answer.question,
        value=answer.value,
        original=answer.original,
        note=answer.note,
        sheet=answer.sheet,
        cell=answer.cell,
        current=True,
    )


def _supersede(row: ReturnFile, uow: UnitOfWork) -> None:
    """Mark the unit's earlier returns as replaced; their bytes and answers stay."""
    for earlier in uow.all(ReturnFile, cycle=row.cycle, unit=row.unit, order_by="received_at"):
        if earlier.id != row.id and earlier.outcome not in (None, *SET_ASIDE):
            earlier.outcome, row.supersedes = ReturnOutcome.SUPERSEDED, earlier.id
            uow.add(earlier)
    uow.add(row)


def _raise_concern(
    case: str, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, parts: Parts
) -> None:
    concern = Concern(
        return_id=row.id, cycle=pack.cycle, unit=pack.unit, case_ref=case, raised_at=parts.clock()
    )
    if uow.add_once(concern):
        uow.note("immediate concern raised", case, by=pack.unit, return_id=row.id)
    mark = hashlib.sha256(f"{row.id}/{case}".encode()).hexdigest()[:12]
    facts = {"case": case, "return_id": row.id}
    to = parts.board.named_person
    post(Purpose.CONCERN, pack, facts, mark=mark, to=to, uow=uow, parts=parts)


def _acknowledge(
    reading: Reading, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, parts: Parts
) -> None:
    facts = {
        "outcome": outcome_in_words(ReturnOutcome(str(row.outcome))),
        "problems": [problem.message for problem in reading.problems if problem.is_query],
    }
    post(Purpose.RECEIPT, pack, facts, mark=row.id, uow=uow, parts=parts)
