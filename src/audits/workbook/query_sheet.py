"""Answers typed on the sheet Queries, which lists what is asked again and has no place for them.

Each of its rows has a reference of its own kind. What stands in a row and was not issued there was
typed by somebody, in whichever column: it answers the row's question.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from audits.domain.pack import Pack
from audits.domain.spelling import spelt
from audits.opening import FileSheet

from .cover import query_parts, texts_of_query
from .places import Found, Spot
from .references import without_references


LINK = re.compile(r".+, cell [A-Z]{1,3}[0-9]+")  # "Cases, cell F5"
Place = tuple[int, int]


def query_spots(
    found: Iterable[Found], editions: Mapping[str, Pack], cells: Iterable[Spot]
) -> Iterator[Spot]:
    """Yield what was typed in the rows of Queries, with the note that stands beside its cell.

    ``editions`` are the packs as they were issued, by their tokens (``P7.2``). A row with two
    references answers nothing: nobody can tell which of them is meant.
    """
    beside = {(spot.key, spot.edition): spot for spot in cells}
    for sheet, rows in _by_sheet(found):
        is_turned = len(rows) > 1 and len({each.row for each in rows}) == 1
        for row in rows:
            pack = editions.get(row.reference.token)
            if pack is None or sum(_line(row, is_turned) == _line(r, is_turned) for r in rows) > 1:
                continue
            for at, text in _typed(row, pack, is_turned=is_turned):
                ref = row.reference
                spot = Spot(
                    ref.case, ref.question or 0, sheet, at, edition=ref.edition,
                    line=(row.row, row.column), typed=text,
                )  # fmt: skip
                yield _with_note(spot, beside.get((spot.key, spot.edition)))


def _by_sheet(found: Iterable[Found]) -> Iterator[tuple[FileSheet, list[Found]]]:
    sheets: dict[int, list[Found]] = {}
    for each in found:
        sheets.setdefault(id(each.sheet), []).append(each)
    for rows in sheets.values():
        yield rows[0].sheet, rows


def _line(found: Found, is_turned: bool) -> int:
    if is_turned:
        return found.column
    return found.row


def _typed(found: Found, pack: Pack, *, is_turned: bool) -> Iterator[tuple[Place, str]]:
    """Yield what stands in a row and is not one of the texts that were issued in it."""
    keys = {part: key for key, part in query_parts(pack).items()}
    key = keys.get(found.reference.part)
    query = next((each for each in pack.queries if (each.case, each.question) == key), None)
    if query is None:
        return
    issued = Counter(map(spelt, texts_of_query(pack, query)))
    for at, text in found.sheet.cells.items():
        plain = without_references(found.sheet.struck.get(at, text))
        is_in_row = at[1 if is_turned else 0] == _line(found, is_turned)
        if not is_in_row or not plain or LINK.fullmatch(plain):
            continue
        issued[spelt(plain)] -= 1
        if issued[spelt(plain)] < 0:
            yield at, plain.removeprefix(query.says).strip() or plain


def _with_note(spot: Spot, cell: Spot | None) -> Spot:
    if cell is None:
        return spot
    return replace(spot, note_at=cell.note_at, note_sheet=cell.sheet)
