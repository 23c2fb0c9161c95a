"""Take what an action workbook says: an agency's updates, a meeting's decisions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from audits.actions import RowAnswers, said_by
from audits.domain.answer import Answer, CaseQuestion, Problem, ProblemCode
from audits.domain.errors import UserError
from audits.domain.pack import Pack
from audits.domain.status import ActionStatus, ReturnOutcome
from audits.masking import Person
from audits.queries.action_packs import pack_in
from audits.queries.free_text import cycle_of, people_of
from audits.queries.owners import unit_of
from audits.steps.actions.change import Change, DueError, apply_change
from audits.steps.packs.ask_again import note_problems
from audits.storage import (
    ActionBook,
    ActionRow,
    ActionUpdate,
    ReturnFile,
    UnitOfWork,
    View,
    one_of,
)  # fmt: skip
from audits.workbook import Reading, mask_personal
from audits.workspace import Workspace

from .ask_again import plan_queries
from .letters import Account
from .post import post_receipt
from .row_changes import RowError, change_in, in_hundreds, text_of


AGENDA_FIRST = "This is a meeting's agenda, whose decisions are read in on purpose."
# A row that is gone from an action workbook says nothing of its action, which is no problem.
SAYS_NOTHING = frozenset({ProblemCode.ROW_MISSING, ProblemCode.MISSING})


def take_book(
    reading: Reading, row: ReturnFile, book: ActionBook, *, uow: UnitOfWork, workspace: Workspace,
    is_decided: bool = False,
) -> Reading:  # fmt: skip
    """Take what a returned action workbook says, each row by itself, and ask again what is wrong.

    A meeting's agenda is only taken where somebody says so (``is_decided``): agencies send files to
    the same inbox.
    """
    pack = pack_in(book)
    reading = mask_personal(reading, _people(pack, uow, workspace))
    unit = unit_of(book.agency, uow, workspace)
    row.pack, row.unit = book.code, unit.code if unit else None
    if book.meeting is not None and not is_decided:
        aside = (Problem(ProblemCode.AGENDA, AGENDA_FIRST, is_query=False),)
        reading = replace(reading, answers=(), problems=aside, outcome=ReturnOutcome.QUARANTINED)
        return _settle(reading, row, uow=uow, workspace=workspace)
    kept = tuple(_problems_here(reading))
    reading = replace(reading, problems=kept)
    taken, refused = _take_rows(reading, row, book, pack, uow=uow, workspace=workspace)
    wrong = [*kept, *refused]
    is_queried = any(map(attrgetter("is_query"), wrong))
    outcome = ReturnOutcome.QUERIED if is_queried else ReturnOutcome.ACCEPTED
    reading = _settle(
        replace(reading, problems=tuple(wrong), outcome=outcome), row, uow=uow, workspace=workspace
    )
    if book.agency:  # whoever reads an agenda in has it before them, and puts it right there
        _answer(reading, row, book, taken, uow=uow, workspace=workspace)
    return reading


def _problems_here(reading: Reading) -> Iterator[Problem]:
    """Yield what is a problem in an action workbook.

    A row that is gone is one only if something is written beside the table.
    """
    shown, nothing = _shown_complete(reading), SAYS_NOTHING
    if ProblemCode.EXTRA_TEXT in map(attrgetter("code"), reading.problems):
        nothing = SAYS_NOTHING - {ProblemCode.ROW_MISSING}
    for problem in reading.problems:
        if problem.code not in nothing and problem.about not in shown:
            yield problem


def _shown_complete(reading: Reading) -> set[CaseQuestion]:
    """Return the cells that do not matter: how much is done of what is complete, with evidence."""
    given = {answer.about: answer.value for answer in reading.answers}
    done = set()
    for (case, question), value in given.items():
        if question == value == "complete" and given.get((case, "evidence")):
            done.add((case, "done"))
    return done


def _people(pack: Pack, uow: UnitOfWork, workspace: Workspace) -> list[Person]:
    """Return everybody in the cases of the cycles that a workbook's actions come from."""
    cycles = {cycle_of(uow.get(ActionRow, case.ref), uow) for case in pack.cases} - {None}
    why = f"masking the action workbook {pack.code}"
    return people_of(sorted(map(str, cycles)), why, view=uow, workspace=workspace)


def _answer(
    reading: Reading,
    row: ReturnFile,
    book: ActionBook,
    taken: Sequence[str],
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    """Tell the sender what was taken and what was not: with what is asked again, or by itself."""
    refused = tuple(map(_spoken, filter(_is_told, reading.problems)))
    account = Account(tuple(taken), refused)
    if not plan_queries(reading, book, pack_in(book), account, uow=uow, workspace=workspace):
        post_receipt(book, row, account, uow=uow, workspace=workspace)


def _is_told(problem: Problem) -> bool:
    """Tell whether a problem is its sender's to know; others are for the business unit."""
    return problem.is_query or problem.code is ProblemCode.ACTION_REFUSED


def _spoken(problem: Problem) -> str:
    """Return a problem as its letter says it: about which action, or in which cell."""
    says = problem.message
    about = problem.case or " ".join(filter(None, (problem.sheet, problem.cell)))
    if not about or says.startswith(f"{about} "):
        return says
    return f"{about}: {says}"


def _settle(reading: Reading, row: ReturnFile, *, uow: UnitOfWork, workspace: Workspace) -> Reading:
    row.outcome = reading.outcome
    uow.add(row)
    note_problems(reading, row, uow=uow, workspace=workspace)
    uow.note("return read", row.id, outcome=str(row.outcome), problems=len(reading.problems))
    return reading


def _take_rows(
    reading: Reading,
    row: ReturnFile,
    book: ActionBook,
    pack: Pack,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> tuple[list[str], list[Problem]]:
    """Take each row that can be taken; return what was taken in words, and what was not."""
    by_action: dict[str, dict[str, Answer]] = defaultdict(dict)
    for answer in reading.answers:
        by_action[answer.case][answer.question] = answer
    once = by_action.pop("", {})
    group = workspace.partnership.quality_group.short
    wrong = {problem.case for problem in reading.problems if problem.is_query and problem.case}
    before = _said_before(book, uow)
    taken: list[str] = []
    refused: list[Problem] = []
    for case in pack.cases:
        answers = by_action.get(case.ref, {})
        row_answers = said_by(case.ref, answers)
        action = uow.get(ActionRow, case.ref)
        is_known = _is_known(row_answers, text_of(row_answers, book), action, before[case.ref])
        if row_answers == RowAnswers(case.ref) or case.ref in wrong or is_known:
            continue
        try:
            change = replace(change_in(row_answers, action, book, once, group), return_id=row.id)
            apply_change(action, change, uow=uow, workspace=workspace)
            taken.append(_in_words(case.ref, change))
        except UserError as error:
            refused.append(_problem(error, case.ref, answers))
    return taken, refused


def _in_words(ref: str, change: Change) -> str:
    parts = []
    if change.status is ActionStatus.COMPLETE:
        parts.append("complete")
    if change.percent_done is not None:
        parts.append(f"{change.percent_done} per cent done")
    if change.due:
        parts.append(f"due date moved to {change.due:%d/%m/%Y}")
    return f"{ref}: {', '.join(parts) or 'what you wrote'}."


def _said_before(book: ActionBook, view: View) -> Mapping[str, list[ActionUpdate]]:
    """Return what was taken from a workbook already, by action."""
    files = view.values(ReturnFile.id, ReturnFile.pack == book.code)
    by_action: dict[str, list[ActionUpdate]] = defaultdict(list)
    for update in view.all(
        ActionUpdate, one_of(ActionUpdate.return_id, files), order_by=ActionUpdate.id
    ):
        by_action[update.action].append(update)
    return by_action


def _is_known(
    answers: RowAnswers, text: str, action: ActionRow, before: Sequence[ActionUpdate]
) -> bool:
    """Tell whether a row says only what was taken from its workbook already.

    The same words with another percentage or another date say something new.
    """
    is_known = False
    days, percents = {None, action.due}, {None, action.percent_done}
    for update in before:
        if update.text == text:
            is_known = True
            days.add(update.due_after)
            percents.add(update.percent_done)
    moves = answers.due not in days
    counts = answers.choice != "complete" and in_hundreds(answers.percent_done) not in percents
    return is_known and not moves and not counts


def _problem(error: UserError, case: str, answers: Mapping[str, Answer]) -> Problem:
    asked = ""
    if isinstance(error, DueError):
        asked = "new_due"
    elif isinstance(error, RowError):
        asked = error.asked
    where = answers.get(asked) or next(iter(answers.values()), None)
    sheet, cell = (where.sheet, where.cell) if where else ("", "")
    return Problem(
        ProblemCode.ACTION_REFUSED,
        str(error),
        sheet=sheet,
        cell=cell,
        case=case,
        question=asked,
        is_query=bool(asked),
    )
