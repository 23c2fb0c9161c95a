"""A pack as a workbook, built from nothing each time, and never from the register."""

from collections.abc import Sequence
from datetime import datetime

from audits.domain.answer import Answer, TypedAnswer
from audits.domain.pack import Pack
from audits.xlsx import Looks, finish, new_book, saved, with_results

from .cover import write_cover, write_lists, write_meanings, write_queries
from .layout import tables
from .references import reference
from .rules import scales_of
from .sheets import TableWriter


def write_pack(
    pack: Pack,
    key: bytes,
    *,
    made_at: datetime,
    answers: Sequence[Answer] = (),
    typed: Sequence[TypedAnswer] = (),
) -> bytes:
    """Return a pack as an .xlsx workbook; the same pack is always the same bytes.

    ``key`` makes the check codes of its references; ``answers`` are filled in, for a unit that is
    asked again, and what its people ``typed`` on a page instead of them, word for word. ``made_at``
    is the only date in the file.
    """
    book = new_book()
    looks = Looks(book)
    laid_out = tables(pack)
    counts = write_cover(book, pack, token=pack.token, tables=laid_out, looks=looks)
    given = {(answer.case, answer.question): answer for answer in answers}
    again = {(query.case, query.question): query.says for query in pack.queries} or None
    by_hand = {answer.about: answer for answer in typed}
    writer = TableWriter(book, pack, key, looks=looks, given=given, queries=again, typed=by_hand)
    sheets = list(map(writer.write, laid_out))
    write_meanings(book, scales_of(pack), looks)
    write_lists(book, scales_of(pack), reference(pack.token, "A00", key))
    if pack.queries:
        write_queries(book, pack, key, writer.places, looks)
    finish(
        book, f"{pack.title} {pack.cycle}", pack.board, made_at=made_at,
        footer=f"{pack.cycle} {pack.unit} {pack.token}",
    )  # fmt: skip
    results = {1: {counted.cell: writer.missing_in(counted) for counted in counts}}
    for place, sheet in enumerate(sheets, start=book.index(sheets[0]) + 1):
        results[place] = writer.results[sheet.title]
    return with_results(saved(book), results)
