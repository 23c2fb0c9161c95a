"""A partnership that does not exist: its contacts, its agencies, and how they fill workbooks in.

Every name, number and address is made up, and plainly so.
"""

from .agencies import make_agencies
from .export import make_contacts
from .filling import fill_clean, fill_late, fill_queries, fill_sloppy
from .truth import Fact, Truth, make_truth


__all__ = [
    "Fact",
    "Truth",
    "fill_clean",
    "fill_late",
    "fill_queries",
    "fill_sloppy",
    "make_agencies",
    "make_contacts",
    "make_truth",
]
