"""Write the moderation workbook: an edition is planned, written, and only then counts as made."""

from dataclasses import replace
from pathlib import Path

from audits.domain.errors import ModerationError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.steps.editions import file_of_edition, keep_edition
from audits.storage import ModerationBook, UnitOfWork, write_whole
from audits.storage.secrets import pack_key
from audits.workbook import write_grade_book
from audits.workspace import Workspace

from .begin_and_end import being_moderated
from .book import book_of, is_kept_in, make_book, row_of


def export_moderation(
    ref: str,
    *,
    workspace: Workspace,
    second: bool = False,
    every_grade: bool = False,
    folder: Path | None = None,
) -> Path:
    """Write a cycle's moderation workbook to a folder and return the file.

    Open in it are the grades that call for a person or, with ``every_grade``, all.
    It holds what is known now. A new edition is made only if something has changed since the last
    one; after a crash the planned one is written. Without ``folder`` it goes beside the papers.

    Raises:
        ModerationError: if there is no moderation, nothing to grade, or the file that is there has
            been filled in.
        StatusError: if the cycle is not being moderated.
    """
    row = _plan(ref, second=second, every_grade=every_grade, workspace=workspace)
    key = pack_key(workspace.vault)
    book = file_of_edition(
        row, lambda: write_grade_book(book_of(row), key, made_at=row.made_at), workspace
    )
    path = (folder or workspace.stores.papers / ref) / row.file_name
    _check_is_untouched(path, book)
    write_whole(path, book)
    keep_edition(row, book, then=_note_written, workspace=workspace)
    return path


def _note_written(row: ModerationBook, uow: UnitOfWork) -> None:
    uow.note("moderation workbook written", row.cycle, book=row.id, sha256=row.sha256)


def _plan(ref: str, *, second: bool, every_grade: bool, workspace: Workspace) -> ModerationBook:
    with workspace.open_uow() as uow:
        cycle = being_moderated(ref, uow)
        before = uow.all(
            ModerationBook,
            ModerationBook.cycle == ref,
            ModerationBook.is_second == second,
            order_by=ModerationBook.edition,
        )
        code = before[-1].code if before else f"M{uow.next_number('moderation')}"
        edition = before[-1].edition if before else 0
        made = make_book(
            cycle, code=code, edition=edition, second=second, view=uow, workspace=workspace,
            every_grade=every_grade,
        )  # fmt: skip
        if not made.sheets:
            raise ModerationError(f"{ref} has no cases to grade in such a workbook.")
        if before and is_kept_in(before[-1], made):
            return before[-1]
        row = row_of(replace(made, edition=edition + 1), made_at=workspace.clock())
        uow.add(row)
        uow.note("moderation workbook planned", ref, book=row.id)
        uow.commit()
        return row


def _check_is_untouched(path: Path, book: bytes) -> None:
    """Refuse to write over a workbook that somebody has begun to fill in."""
    if path.exists() and path.read_bytes() != book:
        raise ModerationError(
            f"{path} is there already and was changed since it was written. Import it first, or "
            "write the workbook to another folder.",
            remedy=(Remedy(Verb.IMPORT_GRADES), Remedy(Missing.FOLDER)),
        )
