"""Workbooks: packs and key lists out, returns back in, one layout for both ways."""

from .key_list import write_key_list
from .personal import mask_personal
from .reading import Reading, read_return
from .writing import write_pack


__all__ = ["Reading", "mask_personal", "read_return", "write_key_list", "write_pack"]
