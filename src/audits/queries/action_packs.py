"""Action workbooks as they were sent."""

from audits.domain.pack import Pack
from audits.queries.packs import PACKS
from audits.storage import ActionBook


def pack_in(book: ActionBook) -> Pack:
    """Return what an action workbook asked."""
    return PACKS.validate_python(book.content["pack"])
