"""Workbooks: packs and key lists out, returns back in, one layout for both ways."""

from .key_list import with_password, write_key_list
from .layout import asked_about
from .personal import mask_personal
from .plain_sheet import SheetRow, read_sheet
from .reading import Reading, answered_before, read_return
from .writing import write_pack


__all__ = [
    "Reading",
    "SheetRow",
    "answered_before",
    "asked_about",
    "mask_personal",
    "read_return",
    "read_sheet",
    "with_password",
    "write_key_list",
    "write_pack",
]
