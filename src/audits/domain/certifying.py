"""Who certifies a return inside its agency: whoever holds the office that the audit names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .errors import UserError
from .spelling import folded


EVERYBODY = "any"  # in a template: every agency that it names no office for


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is, or was, listed at a unit as holding an office."""

    contact: int
    name: str = field(repr=False)
    has_left: bool = False


class CertifierError(UserError):
    """A return cannot be certified by whoever is said to have certified it."""


def holds_office(role: str, office: str) -> bool:
    """Tell whether the role that somebody is listed with is an office.

    >>> holds_office(" Head  Teacher", "head teacher")
    True
    """
    return folded(role) == folded(office)


def is_named(text: str, name: str) -> bool:
    """Tell whether a text holds all words of a person's name.

    >>> is_named("Khan, Dr Amira (named nurse)", "Amira Khan"), is_named("named nurse", "A Khan")
    (True, False)
    """
    words = set(folded(name).split())
    return bool(words) and words <= set(folded(text).split())


def certifier_named(text: str, office: str, unit: str, holders: Sequence[Holder]) -> Holder:
    """Return which holder of an office at a unit a text names; no sentence tells anybody's name.

    Raises:
        CertifierError: if nobody holds the office, whoever is named has left, or does not hold it.
    """
    present = [holder for holder in holders if not holder.has_left]
    named = [holder for holder in holders if is_named(text, holder.name)]
    for holder in named:
        if holder in present:
            return holder
    if named:
        raise CertifierError(
            f"Whoever certified this return has left {unit}. Have it certified by whoever is "
            f"{office} there now."
        )
    if not present:
        raise CertifierError(
            f"Nobody at {unit} is listed as {office}, so nobody can certify its return. Tell the "
            "business unit who is."
        )
    raise CertifierError(
        f"Whoever certified this return is not listed as {office} of {unit}. Write the name of "
        "whoever is, as it is listed, or tell the business unit who is."
    )
