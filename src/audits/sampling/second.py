"""Which cases are rated a second time, blind: drawn with the cycle's key, so anyone can check."""

from collections.abc import Iterable

from .rank import rank


def second_rated(cases: Iterable[str], key: str, one_in: int) -> tuple[str, ...]:
    """Return one case in so many, rounded up; the order the cases come in changes nothing.

    A moderator who has seen the first grade is no independent rater, so agreement is claimed only
    from cases drawn at random and rated without sight of it.
    """
    ranked = sorted(cases, key=lambda case: rank(key, f"second rating/{case}"))
    return tuple(sorted(ranked[: -(-len(ranked) // one_in)]))
