"""Issued packs as they are kept: what a unit was asked, edition by edition."""

from typing import Any

from pydantic import TypeAdapter

from audits.domain.pack import Pack
from audits.storage import IssuedPack


PACKS: TypeAdapter[Pack] = TypeAdapter(Pack)


def pack_of(row: IssuedPack) -> Pack:
    """Return what a unit was asked, as it was issued."""
    return PACKS.validate_python(row.content)


def as_content(pack: Pack) -> dict[str, Any]:
    """Return a pack as its row keeps it."""
    content: dict[str, Any] = PACKS.dump_python(pack, mode="json")
    return content
