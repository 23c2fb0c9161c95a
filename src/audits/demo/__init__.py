"""A partnership that does not exist: its contacts, its agencies, and how they fill workbooks in.

Every name, number and address is made up, and plainly so.
"""

from .agencies import make_agencies
from .export import make_contacts


__all__ = ["make_agencies", "make_contacts"]
