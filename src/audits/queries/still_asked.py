"""What a unit is still asked: the cells of its pack whose answers need another look."""

from collections.abc import Iterable, Iterator, Mapping

from audits.domain.pack import Pack, Query
from audits.storage import AnswerRow, IssuedPack, ReturnFile, ReturnProblem, View, is_empty, one_of

from .packs import pack_of


Key = tuple[str, str]  # a case and a question


def open_queries(code: str, view: View) -> list[ReturnProblem]:
    """Return the queries of a pack that no later return has settled, in the order they came up."""
    ids = [
        file.id
        for file in view.all(ReturnFile, ReturnFile.pack == code, order_by=ReturnFile.received_at)
    ]
    return view.all(
        ReturnProblem,
        one_of(ReturnProblem.return_id, ids),
        ReturnProblem.is_query,
        is_empty(ReturnProblem.settled_at),
        order_by=ReturnProblem.id,
    )


def answers_given(code: str, view: View) -> Mapping[Key, AnswerRow]:
    """Return the answers of a pack that count now."""
    rows = view.all(AnswerRow, AnswerRow.pack == code, AnswerRow.current)
    return {(row.case_ref, row.question): row for row in rows}


def asked_by(problem: ReturnProblem, pack: Pack, given: Mapping[Key, AnswerRow]) -> Iterator[Query]:
    """Yield the cells that a problem asks about: one, or all that lack an answer in a lost row."""
    from audits.workbook import asked_about  # most returns are asked nothing more

    for case, question in asked_about(pack, required=not problem.question):
        row = given.get((case, question))
        if problem.case_ref != case or problem.question not in ("", question):
            continue
        if problem.question or (case and (row is None or row.value is None)):
            yield Query(case, question, problem.message, row.original if row else "")


def still_asked(packs: Iterable[IssuedPack], view: View) -> dict[str, int]:
    """Return of how many answers each unit has still to give or to put right, if of any."""
    found = {}
    for row in packs:
        waiting = open_queries(row.code, view)
        if not waiting:
            continue
        pack, given = pack_of(row), answers_given(row.code, view)
        cells = {(q.case, q.question) for each in waiting for q in asked_by(each, pack, given)}
        if cells:
            found[row.unit] = len(cells)
    return found
