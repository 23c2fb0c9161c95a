"""Store what one file says about one pack: outcome, problems, answers, concerns, the reply."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.edition import token_of
from audits.domain.message import Purpose
from audits.domain.pack import CONCERN
from audits.domain.status import TAKING_ANSWERS, WITHOUT_ANSWERS, CycleStatus, ReturnOutcome
from audits.queries.editions import edition_named, newest_edition
from audits.queries.free_text import people_of
from audits.queries.packs import pack_of
from audits.queries.return_status import is_waived
from audits.reporting import outcome_in_words
from audits.steps.action_packs.take import take_book
from audits.steps.cycle.wishes import settle_wish
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.dispatch.withdraw import withdraw_letters
from audits.steps.findings.freeze import refreeze_findings
from audits.steps.moderation.disagreements import settle_differences
from audits.steps.packs.ask_again import ask_again, is_waiting, note_problems
from audits.steps.packs.query_editions import Before, heed_editions
from audits.steps.received.senders import is_made_for_agency
from audits.storage import (
    ActionBook,
    AnswerRow,
    CurrentAnswer,
    Cycle,
    IssuedPack,
    ReturnFile,
    UnitOfWork,
    View,
)
from audits.templates import template_of
from audits.workbook import Reading, answered_before, mask_personal, questions_of
from audits.workspace import Workspace

from .certified import find_certifier, keep_certificate
from .concerns import raise_concern
from .typed import answered_or_not_known, only_typed, settle_whole_rows, taken_back


WAIVED_CAME = "waived return taken"
UNPLACED = (
    "Words that may mean a child at risk stand in the workbook where no answer is read: in a text "
    "box, a comment or a second column on the sheet {}. Open the workbook, or ring the sender."
)
NOT_THEIRS = Problem(
    ProblemCode.OTHER_UNIT,
    "This workbook was made for another unit, so nothing of it was taken here. It is kept, and the "
    "business unit looks at it. Hand in the workbook that was made for your own unit.",
    is_query=False,
)
NEWER_STANDS = "A newer edition of the pack was answered otherwise; the newer answer stands."


def store_reading(
    reading: Reading, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace
) -> Reading:
    """Store a reading under its return and give back what was stored, masked."""
    pack = newest_edition(IssuedPack, reading.code, uow) if reading.code else None
    book = edition_named(ActionBook, reading.code, uow) if reading.code and pack is None else None
    if book is not None and is_made_for_agency(row.only_for, book.agency, uow):
        return take_book(reading, row, book, uow=uow, workspace=workspace)
    reading, certified = find_certifier(reading, pack, uow)
    about = [pack.cycle] if pack else []
    why = f"masking a return of {', '.join(about)}"
    reading = mask_personal(reading, people_of(about, why, view=uow, workspace=workspace))
    if book is not None or (pack is not None and row.only_for not in (None, pack.unit)):
        return _set_aside(reading, row, NOT_THEIRS, pack=pack, uow=uow, workspace=workspace)
    if pack is None:
        _settle(reading, row, uow=uow, workspace=workspace)
        return reading
    cycle = uow.get(Cycle, pack.cycle)
    row.cycle, row.unit, row.pack = pack.cycle, pack.unit, pack.code
    row.late = row.received_at > _due(reading, pack, uow)
    if cycle.status not in TAKING_ANSWERS:
        return _set_aside(reading, row, _too_late(cycle), pack=pack, uow=uow, workspace=workspace)
    reading = _take(reading, row, pack=pack, uow=uow, workspace=workspace)
    if certified is not None:
        keep_certificate(certified, row, pack, uow=uow, workspace=workspace)
    plan = template_of(cycle.template).moderation
    if plan is not None and cycle.status is CycleStatus.MODERATING:
        settle_differences(cycle, plan, uow=uow, workspace=workspace)
    if cycle.status is CycleStatus.ANALYSED:
        refreeze_findings(cycle, uow=uow, workspace=workspace)
    return reading


def _take(
    reading: Reading, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, workspace: Workspace
) -> Reading:
    """Take the answers of a return to an open cycle, and ask again what is wrong with them."""
    was_waived = is_waived(pack.cycle, pack.unit, uow)
    before = uow.current_answers(pack.code)
    reading, aside, outdated = _heeded(reading, row, before, pack, uow)
    is_return = reading.outcome is not ReturnOutcome.NOTED
    _settle(reading, row, uow=uow, workspace=workspace)
    answers = [answer for answer in reading.answers if _is_taken(answer, before)]
    answers += taken_back(reading, before)
    uow.replace_current_answers([_as_row(answer, row, pack) for answer in answers])
    for answer in aside:
        uow.add(AnswerRow(**{**_as_row(answer, row, pack), "current": False}))
    if row.typed is not None:
        settle_whole_rows(reading, row, pack, uow=uow, workspace=workspace)
    if is_return:
        _supersede(row, uow)
        withdraw_letters(pack.cycle, pack.unit, why="it has returned", uow=uow)
    if is_return and was_waived:
        uow.note(WAIVED_CAME, row.id, unit=pack.unit, cycle=pack.cycle)
    _raise_concerns(reading, row, pack=pack, uow=uow, workspace=workspace)
    asked = ask_again(row, pack=pack, uow=uow, workspace=workspace)
    if is_return and (outdated or not asked):
        waiting = not asked and is_waiting(pack, uow)
        also: dict[str, object] = {"asked": asked, "was_waived": was_waived, "waiting": waiting}
        is_in = not asked and not waiting
        also["wished_until"] = is_in and settle_wish(pack, uow=uow, workspace=workspace)
        _acknowledge(row, outdated, also, pack=pack, uow=uow, workspace=workspace)
    return reading


def _heeded(
    reading: Reading, row: ReturnFile, before: Before, pack: IssuedPack, uow: UnitOfWork
) -> tuple[Reading, Sequence[Answer], Sequence[Problem]]:
    """Return what of a reading counts beside what came before.

    With it come the answers that do not count and are kept, and which of them are outdated.
    """
    if row.typed is not None:
        return only_typed(reading, row, pack, uow), (), ()
    reading, aside = heed_editions(reading, before, pack, uow)
    known = answered_or_not_known(reading, before, pack)
    reading = answered_before(reading, pack_of(pack), known)
    outdated = _outdated(reading, before)
    return replace(reading, problems=(*reading.problems, *outdated)), aside, outdated


def _acknowledge(
    row: ReturnFile,
    outdated: Sequence[Problem],
    also: Mapping[str, object],
    *,
    pack: IssuedPack,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    """Say that a return was received, and which of its answers a newer edition stands against."""
    issued = pack_of(pack)
    words = {question.id: question.asks for question in questions_of(issued)}
    older = []
    for problem in outdated:
        older.append(f"{problem.case}: {words[problem.question]}".removeprefix(": "))
    newest = newest_edition(IssuedPack, pack.code, uow) or pack
    facts = {
        "outcome": outcome_in_words(ReturnOutcome(str(row.outcome))),
        "older": older,
        "file_name": newest.file_name,
        **also,
    }
    make_letter_due(Purpose.RECEIPT, pack, facts, mark=row.id, uow=uow, workspace=workspace)


def _set_aside(
    reading: Reading,
    row: ReturnFile,
    problem: Problem,
    *,
    pack: IssuedPack | None,
    uow: UnitOfWork,
    workspace: Workspace,
) -> Reading:
    """Set aside a return of which nothing is taken; a concern is passed on all the same."""
    if pack is not None:
        _raise_concerns(reading, row, pack=pack, uow=uow, workspace=workspace)
    quarantined = ReturnOutcome.QUARANTINED
    reading = replace(reading, answers=(), problems=(problem,), outcome=quarantined)
    _settle(reading, row, uow=uow, workspace=workspace)
    return reading


def _too_late(cycle: Cycle) -> Problem:
    return Problem(
        ProblemCode.OTHER_CYCLE,
        f"This pack belongs to {cycle.ref}, which is {cycle.status} and takes no more answers. "
        "Look for the pack of the current audit and return that one.",
    )


def _settle(reading: Reading, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Write down what became of a return, and all that is wrong with it."""
    row.outcome = reading.outcome
    if row.late and reading.outcome is ReturnOutcome.ACCEPTED:
        row.outcome = ReturnOutcome.LATE
    uow.add(row)
    note_problems(reading, row, uow=uow, workspace=workspace)
    uow.note("return read", row.id, outcome=str(row.outcome), problems=len(reading.problems))


def _due(reading: Reading, pack: IssuedPack, view: View) -> datetime:
    """Return when the newest edition that a return answers was due."""
    newest = max((answer.edition for answer in reading.answers), default=1)
    return view.get(IssuedPack, token_of(pack.code, newest)).due_at


def _outdated(reading: Reading, before: Before) -> list[Problem]:
    """Say which answers to an older edition, or notes beside them, contradict a newer one's."""
    problems = []
    for answer in reading.answers:
        if _is_older(answer, before) and _contradicts(answer, before[answer.about]):
            problem = Problem(
                ProblemCode.OLDER_EDITION, NEWER_STANDS, answer.sheet, answer.cell,
                *answer.about, is_query=False,
            )  # fmt: skip
            problems.append(problem)
    return problems


def _is_older(answer: Answer, before: Before) -> bool:
    stood = before.get(answer.about, CurrentAnswer())
    return stood.value is not None and answer.edition < stood.edition


def _contradicts(answer: Answer, newer: CurrentAnswer) -> bool:
    return answer.value not in (None, newer.value) or answer.note not in ("", newer.note)


def _is_taken(answer: Answer, before: Before) -> bool:
    """Tell whether an answer counts from now on.

    A blank in a later return does not take back what an earlier one said, nor does an older
    edition that comes after a newer one.
    """
    if before.get(answer.about, CurrentAnswer()).value is None:
        return True
    return answer.value is not None and not _is_older(answer, before)


def _as_row(answer: Answer, row: ReturnFile, pack: IssuedPack) -> dict[str, Any]:
    return {
        "return_id": row.id,
        "pack": pack.code,
        "cycle": pack.cycle,
        "unit": pack.unit,
        "case_ref": answer.case,
        "question": answer.question,
        "value": answer.value,
        "original": answer.original,
        "note": answer.note,
        "sheet": answer.sheet,
        "cell": answer.cell,
        "edition": answer.edition,
        "current": True,
    }


def _supersede(row: ReturnFile, uow: UnitOfWork) -> None:
    """Mark the unit's earlier returns as replaced; their bytes and answers stay."""
    for earlier in uow.all(
        ReturnFile,
        ReturnFile.cycle == row.cycle,
        ReturnFile.unit == row.unit,
        order_by=ReturnFile.received_at,
    ):
        if earlier.id != row.id and earlier.outcome not in (None, *WITHOUT_ANSWERS):
            earlier.outcome, row.supersedes = ReturnOutcome.SUPERSEDED, earlier.id
            uow.add(earlier)
    uow.add(row)


def _concerns_by_case(reading: Reading) -> dict[str, Answer]:
    """Return what is said of a child at risk: where it is asked, or else wherever it stands."""
    concerns: dict[str, Answer] = {}
    for problem in reading.problems:
        if problem.code is ProblemCode.MAYBE_CONCERN:
            says = UNPLACED.format(problem.sheet)
            concerns[problem.case] = Answer(problem.case, CONCERN.id, says, "")
    for answer in reading.answers:
        if answer.question == CONCERN.id and answer.value:
            concerns[answer.case] = answer
    return concerns


def _raise_concerns(
    reading: Reading, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Raise each concern of a return; its words are kept even where its answer does not count."""
    for case, answer in sorted(_concerns_by_case(reading).items()):
        kept = uow.first(
            AnswerRow,
            AnswerRow.return_id == row.id,
            AnswerRow.case_ref == case,
            AnswerRow.question == CONCERN.id,
        )
        if kept is None:
            uow.add(AnswerRow(**{**_as_row(answer, row, pack), "current": False}))
        raise_concern(case, row, pack=pack, uow=uow, workspace=workspace)
