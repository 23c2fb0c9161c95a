"""The pack or action workbook that a code in a returned file stands for."""

from audits.domain.pack import Pack
from audits.queries.action_packs import book_of, pack_in
from audits.queries.packs import newest_edition, pack_of
from audits.storage import IssuedPack
from audits.workspace import Workspace


def find_pack(code: str, workspace: Workspace) -> Pack | None:
    """Return the newest edition of a pack or action workbook by its code, if we issued one.

    By its token (``P7.2``) it is that edition.
    """
    with workspace.open_view() as view:
        row = view.find(IssuedPack, code) if "." in code else newest_edition(code, view)
        book = book_of(code, view) if row is None else None
    if book is not None:
        return pack_in(book)
    return pack_of(row) if row else None
