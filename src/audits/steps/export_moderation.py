"""Write the moderation workbook: an edition is planned, written, and only then counts as made."""

from pathlib import Path

from audits.domain.errors import ModerationError
from audits.storage import ModerationBook, UnitOfWork, write_whole
from audits.workbook import write_grade_book

from .grade_books import as_content, book_of, make_book
from .moderate import being_moderated
from .parts import Parts
from .secrets_of import pack_key


def export_moderation(
    ref: str, *, parts: Parts, second: bool = False, folder: Path | None = None
) -> Path:
    """Write a cycle's moderation workbook to a folder and return the file.

    It holds what is known now. A new edition is made only if something has changed since the last
    one; after a crash the planned one is written. Without ``folder`` it goes beside the papers.

    Raises:
        ModerationError: if there is no moderation, or nothing to grade.
        StatusError: if the cycle is not being moderated.
    """
    row = _plan(ref, second=second, parts=parts)
    book = write_grade_book(book_of(row), pack_key(parts.vault), made_at=row.made_at)
    path = (folder or parts.stores.papers / ref) / row.file_name
    write_whole(path, book)
    sha256 = parts.stores.packs.keep(book, suffix=".xlsx")
    with parts.open_uow() as uow:
        kept = uow.get(ModerationBook, row.id)
        if kept.sha256 != sha256:
            kept.sha256 = sha256
            uow.add(kept)
            uow.note("moderation workbook written", ref, book=row.id, sha256=sha256)
            uow.commit()
    return path


def _plan(ref: str, *, second: bool, parts: Parts) -> ModerationBook:
    with parts.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        before = uow.all(ModerationBook, cycle=ref, is_second=second, order_by="edition")
        code = before[-1].code if before else f"M{uow.next_number('moderation')}"
        edition = before[-1].edition if before else 0
        made = make_book(
            cycle, code=code, edition=edition, second=second, uow=uow, parts=parts
        )  # fmt: skip
        if not made.sheets:
            raise ModerationError(f"{ref} has no cases to grade in such a workbook.")
        if before and as_content(made) == before[-1].content:
            return before[-1]
        row = _next(made_code=code, edition=edition + 1, ref=ref, second=second, parts=parts)
        made = make_book(
            cycle, code=code, edition=row.edition, second=second, uow=uow, parts=parts
        )  # fmt: skip
        row.content = as_content(made)
        _add(row, uow)
        uow.commit()
        return row


def _next(*, made_code: str, edition: int, ref: str, second: bool, parts: Parts) -> ModerationBook:
    what = "second-rating" if second else "moderation"
    return ModerationBook(
        id=f"{made_code}.{edition}",
        code=made_code,
        edition=edition,
        cycle=ref,
        is_second=second,
        file_name=f"{ref}-{what}-{edition}.xlsx",
        content={},
        made_at=parts.clock(),
    )


def _add(row: ModerationBook, uow: UnitOfWork) -> None:
    uow.add(row)
    uow.note("moderation workbook planned", row.cycle, book=row.id)
