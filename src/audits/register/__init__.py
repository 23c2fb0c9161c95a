"""Registers: any spreadsheet, CSV or census in, candidates and a matching report out."""

from .clock_columns import clock_name
from .day_order import ALL, Order, Orders
from .exporting import export_kept, export_register
from .profile import Profile, read_profile, write_profile
from .proposing import Proposal, Proposed, propose, propose_columns
from .reading import RegisterLoad, read_register
from .report import Notice, NoticeAsJson, ReportAsJson, in_short, remedies_for
from .shapes import NOT_RECORDED, NOT_UNDERSTOOD, Column, RegisterShape, load_shapes
from .stored import (
    StoredRegister,
    candidates_in,
    cases_in,
    counts_in,
    days_in,
    known_ids,
    lines_about,
    store_candidates,
    store_register,
)
from .tables import Source
from .timestamps import Moments, moments_in


__all__ = [
    "ALL",
    "NOT_RECORDED",
    "NOT_UNDERSTOOD",
    "Column",
    "Moments",
    "Notice",
    "NoticeAsJson",
    "Order",
    "Orders",
    "Profile",
    "Proposal",
    "Proposed",
    "RegisterLoad",
    "RegisterShape",
    "ReportAsJson",
    "Source",
    "StoredRegister",
    "candidates_in",
    "cases_in",
    "clock_name",
    "counts_in",
    "days_in",
    "export_kept",
    "export_register",
    "in_short",
    "known_ids",
    "lines_about",
    "load_shapes",
    "moments_in",
    "propose",
    "propose_columns",
    "read_profile",
    "read_register",
    "remedies_for",
    "store_candidates",
    "store_register",
    "write_profile",
]
