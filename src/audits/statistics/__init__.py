"""Exact intervals, and the words a board member can rely on. Pure."""

from .census import census_count, census_in_words
from .interval import hypergeometric_interval
from .words import in_words


__all__ = ["census_count", "census_in_words", "hypergeometric_interval", "in_words"]
