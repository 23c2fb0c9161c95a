"""Ask again about an action workbook: its next edition, open only where something is wrong."""

from dataclasses import asdict

from audits.domain.answer import CaseQuestion
from audits.domain.pack import Pack, Query
from audits.steps.editions import asking_again
from audits.storage import ActionBook, UnitOfWork
from audits.workbook import Reading
from audits.workspace import Workspace

from .letters import Account
from .write import contents


ANSWER_WITHIN = 5  # working days


def plan_queries(
    reading: Reading,
    book: ActionBook,
    pack: Pack,
    account: Account,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> bool:
    """Plan the next edition of a workbook if something in it is to be asked again; tell whether.

    Its letter gives the account of the return: it is the receipt.
    """
    queries = _queries(reading)
    if not queries:
        return False
    due = workspace.calendar.deadline(workspace.today(), ANSWER_WITHIN)
    again = asking_again(pack, queries, due=due, workspace=workspace)
    stem = book.file_name.removesuffix(".xlsx").removesuffix(f"-{book.edition}")
    next_one = ActionBook(
        id=again.token,
        code=book.code,
        edition=again.edition,
        agency=book.agency,
        meeting=book.meeting,
        file_name=f"{stem}-{again.edition}.xlsx",
        content={**contents(again, reading.answers), "receipt": asdict(account)},
        made_at=workspace.clock(),
        due_at=due,
    )
    uow.add(next_one)
    uow.note("action queries raised", book.code, edition=again.edition, queries=len(queries))
    return True


def _queries(reading: Reading) -> list[Query]:
    """Return what is to be asked again, one for each cell, with all that is wrong there."""
    wrote = {answer.about: answer.original for answer in reading.answers}
    messages: dict[CaseQuestion, list[str]] = {}
    for problem in reading.problems:
        if problem.is_query and problem.case and problem.question:
            messages.setdefault(problem.about, []).append(problem.message)
    queries = []
    for about, texts in messages.items():
        says = " ".join(dict.fromkeys(texts))
        queries.append(Query(*about, says, wrote.get(about, "")))
    return queries
