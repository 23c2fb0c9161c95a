"""The pack or action workbook that a code in a returned file stands for."""

from audits.domain.pack import Pack
from audits.queries.action_packs import pack_in
from audits.queries.editions import edition_named
from audits.queries.packs import pack_of
from audits.storage import ActionBook, IssuedPack
from audits.workspace import Workspace


def find_pack(code: str, workspace: Workspace) -> Pack | None:
    """Return the newest edition of a pack or action workbook by its code, if we issued one.

    By its token (``P7.2``) it is that edition.
    """
    with workspace.open_view() as view:
        row = edition_named(IssuedPack, code, view)
        if row is not None:
            return pack_of(row)
        book = edition_named(ActionBook, code, view)
    return pack_in(book) if book else None
