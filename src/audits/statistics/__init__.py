"""Exact intervals, and the words a board member can rely on. Pure."""

from .interval import hypergeometric_interval
from .words import in_words


__all__ = ["hypergeometric_interval", "in_words"]
