"""Answers typed on the sheet Queries, which lists what is asked again and has no place for them.

Each of its rows has a reference of its own kind. What stands in a row and was not issued there was
typed by somebody, in whichever column: it answers the row's question.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from audits.domain.pack import Pack, Query
from audits.domain.spelling import spelt

from .cover import query_parts, texts_of_query
from .places import ReferenceCell, Spot, by_sheet
from .references import without_references


LINK = re.compile(r".+, cell [A-Z]{1,3}[0-9]+")  # "Cases, cell F5"
Place = tuple[int, int]


def query_spots(
    reference_cells: Iterable[ReferenceCell], editions: Mapping[str, Pack], cells: Iterable[Spot]
) -> Iterator[Spot]:
    """Yield what was typed in the rows of Queries, with the note that stands beside its cell.

    ``editions`` are the packs as they were issued, by their tokens (``P7.2``). A row with two
    references answers nothing: nobody can tell which of them is meant.
    """
    beside = {(spot.key, spot.edition): spot for spot in cells}
    for sheet, cells_of_rows in by_sheet(reference_cells):
        is_turned = len(cells_of_rows) > 1 and len({cell.row for cell in cells_of_rows}) == 1
        rows = Counter(_row(cell, is_turned) for cell in cells_of_rows)
        for cell in cells_of_rows:
            pack = editions.get(cell.reference.token)
            if pack is None or rows[_row(cell, is_turned)] > 1:
                continue
            for at, text in _typed(cell, pack, is_turned=is_turned):
                ref = cell.reference
                spot = Spot(
                    ref.case, ref.question or 0, sheet, at, edition=ref.edition,
                    line=(cell.row, cell.column), typed=text,
                )  # fmt: skip
                yield _with_note(spot, beside.get((spot.key, spot.edition)))


def _row(cell: ReferenceCell, is_turned: bool) -> int:
    if is_turned:
        return cell.column
    return cell.row


def _query_of(cell: ReferenceCell, pack: Pack) -> Query | None:
    parts = query_parts(pack)
    for query in pack.queries:
        if parts[query.case, query.question] == cell.reference.part:
            return query
    return None


def _typed(cell: ReferenceCell, pack: Pack, *, is_turned: bool) -> Iterator[tuple[Place, str]]:
    """Yield what stands in a row and is not one of the texts that were issued in it."""
    query = _query_of(cell, pack)
    if query is None:
        return
    issued = Counter(map(spelt, texts_of_query(pack, query)))
    for at, text in cell.sheet.cells.items():
        plain = without_references(cell.sheet.struck.get(at, text))
        is_in_row = at[1 if is_turned else 0] == _row(cell, is_turned)
        if not is_in_row or not plain or LINK.fullmatch(plain):
            continue
        issued[spelt(plain)] -= 1
        if issued[spelt(plain)] < 0:
            yield at, plain.removeprefix(query.says).strip() or plain


def _with_note(spot: Spot, cell: Spot | None) -> Spot:
    if cell is None:
        return spot
    return replace(spot, note_at=cell.note_at, note_sheet=cell.sheet)
