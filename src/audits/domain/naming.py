"""Who may read which unit said what: decided here, by who looks, and asked by every view.

Some audits name no unit (``names_units: no`` in the template): of many small ones, each about
itself, findings and papers count. Whoever sends packs and chases returns must know each all the
same, and so must the agency that runs the audit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


Thing = TypeVar("Thing")
NOT_NAMED = "not named"  # in a list, where a unit would stand
ONE_OF_THEM = "one of those asked"  # in a sentence


class Audience(StrEnum):
    """Who looks."""

    CHASERS = "chasers"  # send packs, receive and chase returns; the agency that runs the audit
    READERS = "readers"  # of findings, answers, papers and letters about others' returns
    PUBLIC = "public"  # everybody: a paper that was signed off


class Audit(Protocol):
    """What says whether it names units: a template, or a paper's facts."""

    @property
    def names_units(self) -> bool:
        """Tell whether units are named to others than those who chase them."""
        ...


@dataclass(frozen=True, slots=True)
class Naming:
    """What one audience may be told about single units of one audit."""

    units: bool  # who said what, and all that leads to it
    owners: bool  # who is to do what

    def unit(self, name: str) -> str:
        """Return a unit's code or name as it stands in a list."""
        if self.units:
            return name
        return NOT_NAMED

    def one(self, name: str) -> str:
        """Return a unit's name as it stands in a sentence."""
        if self.units:
            return name
        return ONE_OF_THEM

    def lead(self, detail: str) -> str:
        """Return what would lead to a unit (its case, its return, the cell), "" where none may."""
        if self.units:
            return detail
        return ""

    def each(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Return what is told unit by unit, nothing where no unit may be named."""
        if self.units:
            return tuple(things)
        return ()

    def owner(self, name: str) -> str:
        """Return who is to do something, "" where that may not be told."""
        if self.owners:
            return name
        return ""


def naming_of(audit: Audit, audience: Audience) -> Naming:
    """Return what this audience may be told about units of this audit.

    The public is never told who said what, and of an audit that names no unit nobody but its
    chasers is.
    """
    match audience:
        case Audience.CHASERS:
            return Naming(units=True, owners=True)
        case Audience.READERS:
            return Naming(units=audit.names_units, owners=audit.names_units)
        case Audience.PUBLIC:
            return Naming(units=False, owners=audit.names_units)
