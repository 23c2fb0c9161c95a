"""Counts of people that are kept only when they are large enough to hide each of them."""

from collections.abc import Mapping


SMALLEST = 6  # counts of 1 to 5 are withheld, as the Department for Education's statistics do


def withheld(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return counts with those of 1 to 5 taken out, and one more where it could be worked out.

    A total stands beside them, so a single gap would be the rest of it: the next smallest count
    that is not nought goes too.
    """
    kept: dict[str, int | None] = {
        name: None if 0 < count < SMALLEST else count for name, count in counts.items()
    }
    gaps = [name for name, count in kept.items() if count is None]
    others = sorted((counts[name], name) for name, count in kept.items() if count)
    if len(gaps) == 1 and others:
        kept[others[0][1]] = None
    return kept
