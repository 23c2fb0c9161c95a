"""Issued packs as they are kept: what a unit was asked, edition by edition."""

from typing import Any

from pydantic import TypeAdapter

from audits.domain.pack import Pack
from audits.storage import IssuedPack, View


PACKS: TypeAdapter[Pack] = TypeAdapter(Pack)


def pack_of(row: IssuedPack) -> Pack:
    """Return what a unit was asked, as it was issued."""
    return PACKS.validate_python(row.content)


def as_content(pack: Pack) -> dict[str, Any]:
    """Return a pack as its row keeps it."""
    content: dict[str, Any] = PACKS.dump_python(pack, mode="json")
    return content


def newest_edition(code: str, view: View) -> IssuedPack | None:
    """Return the latest edition of a pack, if there is a pack of this code (``P7``)."""
    editions = view.all(IssuedPack, IssuedPack.code == code, order_by=IssuedPack.edition)
    return editions[-1] if editions else None
