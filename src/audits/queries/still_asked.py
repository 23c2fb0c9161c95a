"""What a unit is still asked: the cells of its pack whose answers need another look."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from audits.domain.pack import Pack, Query
from audits.storage import AnswerRow, IssuedPack, ReturnFile, ReturnProblem, View, is_empty, one_of

from .packs import pack_of


Key = tuple[str, str]  # a case and a question


def open_queries(code: str, view: View) -> list[ReturnProblem]:
    """Return the queries of a pack that no later return has settled, in the order they came up."""
    files = view.values(ReturnFile.id, ReturnFile.pack == code)
    return view.all(
        ReturnProblem,
        one_of(ReturnProblem.return_id, files),
        ReturnProblem.is_query,
        is_empty(ReturnProblem.settled_at),
        order_by=ReturnProblem.id,
    )


def answers_given(code: str, view: View) -> Mapping[Key, AnswerRow]:
    """Return the answers of a pack that count now."""
    rows = view.all(AnswerRow, AnswerRow.pack == code, AnswerRow.current)
    return {(row.case_ref, row.question): row for row in rows}


def asked_by(
    problem: ReturnProblem, cells: "PackCells", given: Mapping[Key, AnswerRow]
) -> Iterator[Query]:
    """Yield what a problem asks about each of its cells."""
    answered = {key for key, row in given.items() if row.value is not None}
    for case, question in cells_asked_by(problem, cells, answered):
        row = given.get((case, question))
        original = row.original if row else ""
        yield Query(case, question, problem.message, original)


def cells_asked(row: IssuedPack, view: View) -> set[Key]:
    """Return each case and question that a pack is still asked about."""
    given, in_pack = answers_given(row.code, view), PackCells(pack_of(row))
    cells: set[Key] = set()
    for problem in open_queries(row.code, view):
        cells.update(query.about for query in asked_by(problem, in_pack, given))
    return cells


class PackCells:
    """The cells of a pack, laid out once however many problems ask about them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    @cached_property
    def all(self) -> dict[Key, None]:
        """Return each case and question, in the pack's order."""
        return self._cells(required=False)

    @cached_property
    def required(self) -> dict[Key, None]:
        """Return those that must be answered, in the same order."""
        return self._cells(required=True)

    def _cells(self, *, required: bool) -> dict[Key, None]:
        from audits.workbook import asked_about  # most returns are asked nothing more

        return dict.fromkeys(asked_about(self._pack, required=required))


def cells_asked_by(
    problem: ReturnProblem, cells: PackCells, answered: Collection[Key]
) -> Iterator[Key]:
    """Yield the cells that a problem asks about: one, or all that lack an answer in a lost row."""
    about = (problem.case_ref, problem.question)
    if problem.question:
        if about in cells.all:
            yield about
        return
    for cell in cells.required:
        if cell[0] and cell[0] == problem.case_ref and cell not in answered:
            yield cell


def still_asked(
    packs: Sequence[IssuedPack], waiting: Mapping[str, Sequence[ReturnProblem]], view: View
) -> dict[str, int]:
    """Return by its code how many answers each pack is still asked for, if any.

    The packs have their content; ``waiting`` are the queries that are not settled, by pack. Takes
    one statement, however many packs there are.
    """
    asked = [pack for pack in packs if pack.code in waiting]
    answered = view.answered_cells({row.code for row in asked if _has_lost_row(waiting[row.code])})
    counts = {}
    for row in asked:
        in_pack, given = PackCells(pack_of(row)), answered.get(row.code, ())
        cells: set[Key] = set()
        for problem in waiting[row.code]:
            cells.update(cells_asked_by(problem, in_pack, given))
        if cells:
            counts[row.code] = len(cells)
    return counts


def _has_lost_row(queries: Sequence[ReturnProblem]) -> bool:
    """Tell whether one of these asks for whatever is not answered in a row."""
    return not all(query.question for query in queries)
