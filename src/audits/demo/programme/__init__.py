"""Two whole years of a board's audits, and a count of its own to compare the engine with."""

from .run_programme import tell_programme


__all__ = ["tell_programme"]
