"""Issued packs as they are kept: what a unit was asked, edition by edition."""

from pydantic import TypeAdapter

from audits.domain.pack import Pack
from audits.storage import IssuedPack

from .pack_content import PackContent


PACKS: TypeAdapter[Pack] = TypeAdapter(Pack)


def pack_of(row: IssuedPack) -> Pack:
    """Return what a unit was asked, as it was issued."""
    return PACKS.validate_python(row.content)


def as_content(pack: Pack) -> PackContent:
    """Return a pack as its row keeps it."""
    content: PackContent = PACKS.dump_python(pack, mode="json")
    return content
