"""Check stored answers against the sealed returns, and findings against the answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audits.domain.answer import Answer
from audits.domain.errors import UserError
from audits.domain.finding import Finding
from audits.domain.retention import KeptClass
from audits.domain.status import ANALYSED_OR_LATER
from audits.masking import Person
from audits.queries.case_answers import findings_now
from audits.queries.editions import newest_edition
from audits.queries.finding_rows import finding_row
from audits.queries.free_text import people_of
from audits.queries.pack_by_code import find_pack
from audits.storage import AnswerRow, Cycle, FindingRow, IssuedPack, ReturnFile, is_filled
from audits.storage.secrets import pack_key, unit_passwords
from audits.workbook import Reading, mask_personal, read_return
from audits.workspace import Workspace

from .destroyed import what_is_gone


WHY = "checking answers against their return"


def answer_faults(workspace: Workspace) -> Iterator[str]:
    """Yield a sentence for each stored answer that its return does not give when it is read again.

    Both are masked as things are masked now, so that a better mask is no fault.
    """
    with workspace.open_view() as view:
        returns = view.all(ReturnFile, is_filled(ReturnFile.pack), order_by=ReturnFile.id)
        gone = what_is_gone(view)
    for row in returns:
        if gone.cannot_compare(row.cycle):
            continue
        # One return at a time: the answers and packs of ten years are too much to hold at once.
        with workspace.open_view() as view:
            pack = newest_edition(IssuedPack, row.pack or "", view)
            answers = view.all(AnswerRow, AnswerRow.return_id == row.id, order_by=AnswerRow.id)
        if pack is not None and answers:
            yield from _faults_of_return(row, pack, answers, workspace)


def finding_faults(workspace: Workspace) -> Iterator[str]:
    """Yield a sentence for each frozen finding whose numbers the answers do not give."""
    with workspace.open_view() as view:
        gone = what_is_gone(view)
        for status in ANALYSED_OR_LATER:
            for cycle in view.all(Cycle, Cycle.status == status, order_by=Cycle.ref):
                if gone.has(KeptClass.ANSWERS, cycle.ref):
                    continue
                kept = view.all(
                    FindingRow, FindingRow.cycle == cycle.ref, order_by=FindingRow.number
                )
                yield from _faults_of_findings(cycle, kept, findings_now(cycle, view))


def _faults_of_return(
    row: ReturnFile, pack: IssuedPack, answers: Sequence[AnswerRow], workspace: Workspace
) -> Iterator[str]:
    try:
        readings = read_return(
            workspace.stores.returns.read(row.sha256),
            find_pack=lambda code: find_pack(code, workspace),
            key=pack_key(workspace.vault),
            passwords=list(unit_passwords(workspace.vault, pack)),
        )
    except UserError as error:
        yield f"{row.id} cannot be read again. {error}"
        return
    reading = next((reading for reading in readings if reading.code == pack.code), None)
    if reading is None:
        yield f"{row.id} does not speak of pack {pack.code} when it is read again."
        return
    with workspace.open_view() as view:
        people = people_of([pack.cycle], WHY, view=view, workspace=workspace)
    yield from _faults_of_answers(row.id, reading, answers, people)


def _faults_of_answers(
    ref: str, reading: Reading, answers: Sequence[AnswerRow], people: Sequence[Person]
) -> Iterator[str]:
    """Yield a sentence for each stored answer that is not in a reading."""
    read = _by_question(reading.answers)
    stored = [_as_answer(row, read.get((row.case_ref, row.question))) for row in answers]
    now, then = _masked(reading, list(read.values()), people), _masked(reading, stored, people)
    if len(now) < len(read) or len(then) < len(stored):
        yield f"{ref} cannot be compared: masking its texts took too long. Try again."
        return
    given = _by_question(now)
    for answer in then:
        if not _agree(answer, given.get((answer.case, answer.question))):
            where = f"{answer.case} {answer.question}".strip()
            yield f"The answer of {ref} to {where} is not what the return says."


def _by_question(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    """Return answers by the case and the question that they are about."""
    return {(answer.case, answer.question): answer for answer in answers}


def _agree(stored: Answer, read: Answer | None) -> bool:
    """Tell whether an answer is what was read; one that was left open takes earlier ones back."""
    if read is None:
        return stored.value is None and not stored.original and not stored.note
    return stored == read


def _as_answer(row: AnswerRow, read: Answer | None) -> Answer:
    return Answer(
        row.case_ref, row.question, row.value, row.original, row.note, row.sheet, row.cell,
        row.edition, is_choice=read is not None and read.is_choice,
    )  # fmt: skip


def _masked(
    reading: Reading, answers: Sequence[Answer], people: Sequence[Person]
) -> tuple[Answer, ...]:
    bare = replace(reading, answers=tuple(answers), problems=(), comments=())
    return mask_personal(bare, people).answers


def _faults_of_findings(
    cycle: Cycle, kept: Sequence[FindingRow], shown: Sequence[Finding]
) -> Iterator[str]:
    """Yield which findings differ.

    Words that the quality group or a unit put in their place do not count.
    """
    now = {}
    for number, finding in enumerate(shown, start=1):
        now[finding.id] = finding_row(finding, cycle.ref, number)
    for row in kept:
        again = now.pop(row.id, None)
        if again is None:
            yield f"Finding {row.id} is not among what the answers show."
        elif _numbers(row) != _numbers(again):
            yield f"Finding {row.id} has other numbers than the answers give."
    for gone in now:
        yield f"Finding {gone} is what the answers show, and is not there."


def _numbers(row: FindingRow) -> dict[str, object]:
    apart = {"id", "number", "text", "agreed_at", "agreed_by"}
    return row.model_dump(mode="json", exclude=apart)
