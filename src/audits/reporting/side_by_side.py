"""Two versions of one paper beside each other: what of the one the public does not get."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .suppression import HIDDEN


BlockData = Mapping[str, Any]  # a block of a paper as it is published in JSON


@dataclass(frozen=True, slots=True)
class BesideBlock:
    """A block of the professional version, and what of it is not in the public one.

    ``is_left_out``: nothing of it is there; ``is_otherwise``: a table of the same name has other
    rows, or a finding's sentence stands without its numbers. ``items`` says of each sentence of a
    list whether it is left out.
    """

    block: BlockData
    is_left_out: bool = False
    is_otherwise: bool = False
    items: tuple[bool, ...] = ()

    @property
    def left_out(self) -> int:
        """Return how many sentences, tables and pictures are left out or shown otherwise."""
        return int(self.is_left_out or self.is_otherwise) or sum(self.items)


def beside_public(
    professional: Sequence[BlockData], public: Sequence[BlockData]
) -> tuple[BesideBlock, ...]:
    """Return each block of the professional version with what the public one leaves out."""
    texts = set(_texts(public))
    tables = {block["caption"]: block for block in public if "caption" in block}
    return tuple(_beside(block, texts, tables) for block in professional)


def hidden_counts(public: Sequence[BlockData]) -> int:
    """Return how many numbers of the tables of a public version are hidden."""
    hidden = 0
    for block in public:
        for row in block.get("rows", ()):
            hidden += list(row).count(HIDDEN)
    return hidden


def _beside(block: BlockData, texts: set[str], tables: Mapping[str, BlockData]) -> BesideBlock:
    if "items" in block:
        items = tuple(item not in texts for item in block["items"])
        return BesideBlock(block, is_left_out=all(items), items=items)
    if "caption" not in block:
        is_left_out = block["text"] not in texts
        return BesideBlock(block, is_left_out, not is_left_out and block["kind"] == "finding")
    shown = tables.get(block["caption"])
    if shown is None:
        return BesideBlock(block, is_left_out=True)
    return BesideBlock(block, is_otherwise=shown != block)


def _texts(blocks: Sequence[BlockData]) -> Iterator[str]:
    for block in blocks:
        yield block.get("text", "")
        yield from block.get("items", ())
