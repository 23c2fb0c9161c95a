"""Masking: what identifies a person in free text is found, however it is written, and cut out."""

from .masker import MASK, Masker, Person


__all__ = ["MASK", "Masker", "Person"]
