"""Workbooks: packs and key lists out, returns back in, one layout for both ways."""

from .action_list import write_action_list
from .key_list import with_password, write_key_list
from .layout import asked_about
from .personal import mask_personal
from .reading import Reading, answered_before, read_return
from .writing import write_pack


__all__ = [
    "Reading",
    "answered_before",
    "asked_about",
    "mask_personal",
    "read_return",
    "with_password",
    "write_action_list",
    "write_key_list",
    "write_pack",
]
