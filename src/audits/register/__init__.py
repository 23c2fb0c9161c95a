"""Registers: any spreadsheet or CSV in, candidates and a matching report out."""

from .profile import Profile, read_profile, write_profile
from .reading import RegisterLoad, dump_candidates, load_candidates, read_register
from .report import MatchingReport, Notice
from .shapes import RegisterShape, load_shapes
from .tables import Source, sheets_of


__all__ = [
    "MatchingReport",
    "Notice",
    "Profile",
    "RegisterLoad",
    "RegisterShape",
    "Source",
    "dump_candidates",
    "load_candidates",
    "load_shapes",
    "read_profile",
    "read_register",
    "sheets_of",
    "write_profile",
]
