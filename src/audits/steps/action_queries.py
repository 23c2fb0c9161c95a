"""Ask again about an action workbook: its next edition, open only where something is wrong."""

from dataclasses import replace

from audits.domain.message import Purpose
from audits.domain.pack import Pack, Query
from audits.storage import ActionBook, UnitOfWork
from audits.workbook import Reading

from .action_books import contents, pack_in, write_book
from .action_letters import post_about_actions, unit_of
from .issue_packs import words_for
from .parts import Parts
from .raise_queries import INSTRUCTIONS


ANSWER_WITHIN = 5  # working days


def plan_queries(
    reading: Reading, book: ActionBook, pack: Pack, *, uow: UnitOfWork, parts: Parts
) -> None:
    """Plan the next edition of a workbook if something in it is to be asked again."""
    wrote = {(a.case, a.question): a.original for a in reading.answers}
    queries = {
        (p.case, p.question): Query(
            p.case, p.question, p.message, wrote.get((p.case, p.question), "")
        )
        for p in reading.problems
        if p.is_query and p.case and p.question
    }
    if not queries:
        return
    due = parts.calendar.deadline(parts.today(), ANSWER_WITHIN)
    again = replace(
        pack,
        edition=book.edition + 1,
        deadline=words_for(due, parts),
        instructions=INSTRUCTIONS,
    )
    stem = book.file_name.removesuffix(".xlsx").removesuffix(f"-{book.edition}")
    next_one = ActionBook(
        id=f"{book.code}.{again.edition}",
        code=book.code,
        edition=again.edition,
        agency=book.agency,
        meeting=book.meeting,
        file_name=f"{stem}-{again.edition}.xlsx",
        content=contents(again, reading.answers, list(queries.values())),
        made_at=parts.clock(),
        due_at=due,
    )
    uow.add(next_one)
    uow.note("action queries raised", book.code, edition=again.edition, queries=len(queries))


def write_planned_books(*, parts: Parts) -> tuple[str, ...]:
    """Write the editions that were planned, make their letters due, and name them.

    May be called again: what a process that died had planned is written by the next.
    """
    with parts.open_uow() as uow:
        planned = uow.all(ActionBook, sha256="", order_by="id")
    for book in planned:
        sha256 = parts.stores.packs.keep(write_book(book, parts=parts), suffix=".xlsx")
        with parts.open_uow() as uow:
            kept = uow.get(ActionBook, book.id)
            kept.sha256 = sha256
            uow.add(kept)
            _post(kept, uow=uow, parts=parts)
            uow.note("action queries written", book.id, sha256=sha256)
            uow.commit()
    return tuple(book.id for book in planned)


def _post(book: ActionBook, *, uow: UnitOfWork, parts: Parts) -> None:
    """Make the letter due that takes an edition to its agency."""
    unit = unit_of(book.agency, uow)
    assert unit is not None  # noqa: S101 -- every agency that has a workbook has a unit
    pack = pack_in(book)
    facts = {
        "title": pack.title,
        "cycle": f"({book.code})",
        "is_protected": False,
        "queries": len(book.content["queries"]),
        "deadline": pack.deadline,
        "file_name": book.file_name,
    }
    files = ((book.file_name, book.sha256),)
    post_about_actions(Purpose.QUERY, unit, facts, mark=book.id, files=files, uow=uow, parts=parts)
