"""Action workbooks as they were sent."""

from audits.domain.pack import Pack
from audits.queries.packs import PACKS
from audits.storage import ActionBook, View


def book_of(code: str, view: View) -> ActionBook | None:
    """Return an action workbook's newest edition by its code (``P7``), or one by its token."""
    if "." in code:
        return view.find(ActionBook, code)
    editions = view.all(ActionBook, ActionBook.code == code, order_by=ActionBook.edition)
    return editions[-1] if editions else None


def pack_in(book: ActionBook) -> Pack:
    """Return what an action workbook asked."""
    return PACKS.validate_python(book.content["pack"])
