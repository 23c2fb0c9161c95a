"""What a count says of its frame, by the method that its draw allows."""

from collections.abc import Callable, Sequence

from audits.domain.finding import Estimate, Interval, Method, Part

from .binomial import clopper_pearson, share_of
from .census import census_count
from .interval import at_least_so_many
from .weighted import Cell, LeastFavourable, lowest_share, stratified_at_least


LEVEL = 0.95
_TAIL = (1 - LEVEL) / 2
_DIGITS = 12  # enough for 24/30 and a template's 0.8 to be the same number
# A draw at nearly one rate: the strata's sizes cost it less than a sixth of its cases.
_NEARLY_EVEN = 1.2


def estimate_of(parts: Sequence[Part], *, method: Method) -> Estimate:
    """Return what the judged cases of all ``parts`` say of their frames together.

    The interval is of the frame's cases: how many of them are like the ``x`` seen. A case that
    was not applicable is not; one that nobody could tell or answered for may be either way.
    ``ends`` are of the share among those to which the question applies, however many those are.
    ``COUNTED`` counts. Any other method takes each stratum for a simple draw from it.
    """
    x = sum(part.x for part in parts)
    n = sum(part.n for part in parts)
    frame = sum(part.frame for part in parts)
    share = share_of(x, n)
    if method is Method.COUNTED:
        ends = (0.0, 1.0) if share is None else (share, share)
        return Estimate(census_count(x, n, frame), share, method, tuple(parts), ends)
    if method is Method.WEIGHTED:
        share = _share(parts)
    interval = _interval(parts, x, n, frame)
    return Estimate(interval, share, method, tuple(parts), share_ends(parts, interval))


def _interval(parts: Sequence[Part], x: int, n: int, frame: int) -> Interval:
    low = _at_least(parts, lambda part: part.x, _TAIL)
    others = _at_least(parts, lambda part: part.drawn - part.x - part.unknown, _TAIL)
    return Interval(x, n, frame, low=low, high=frame - others, level=LEVEL)


def _at_least(parts: Sequence[Part], kind: Callable[[Part], int], tail: float) -> int:
    cells = [Cell(kind(part), part.drawn, part.frame) for part in parts]
    return stratified_at_least(cells, tail=tail)


def _share(parts: Sequence[Part]) -> float | None:
    """Return the share of the judged cases, each counted for as many as it stands for."""
    known = [(part, part.frame / part.known) for part in parts if part.n]
    judged = sum(part.n * weight for part, weight in known)
    if not judged:
        return None
    return round(sum(part.x * weight for part, weight in known) / judged, _DIGITS)


def share_ends(parts: Sequence[Part], interval: Interval) -> tuple[float, float]:
    """Return the ends of the share among those cases to which the question applies.

    Where each case drawn was judged, that is the frame. Otherwise nobody knows to how many it
    applies:

    - of a simple draw, or one at nearly one rate, the judged are a draw from those to which it
      applies, whatever their number;
    - of any other, the number of cases of the one kind and of the other are bounded apart, each
      with half of the doubt: a small part may then hold most of those to which it applies.
    """
    drawn = [part for part in parts if part.frame]
    if not interval.n:
        return 0.0, 1.0
    if all(part.drawn == part.n for part in drawn):
        return interval.low / interval.frame, interval.high / interval.frame
    low, others = _one_end(drawn), _one_end([part.mirrored for part in drawn])
    return low, 1 - others


def _one_end(parts: Sequence[Part]) -> float:
    x, n = sum(part.x for part in parts), sum(part.n for part in parts)
    if not x:
        return 0.0
    worth = _evenness(parts)
    if len(parts) == 1:
        return _of_those_it_applies_to(x, n, parts[0].frame - parts[0].not_applicable)
    if worth is None:
        return _bounded_apart(parts)
    weights = [part.frame / part.known * part.n for part in parts if part.n]
    whole = sum(weights)
    cases = LeastFavourable([weight / whole for weight in weights], [p.n for p in parts if p.n])
    share = _share(parts) or 0.0
    return lowest_share(share, cases, worth=worth, tail=_TAIL)


def _of_those_it_applies_to(x: int, n: int, most: int) -> float:
    """Return the lower end for a simple draw from at most so many cases; fewer are surer."""
    if n == most:
        return x / n
    exact = max(0, at_least_so_many(x, n, most, tail=_TAIL) - 1) / most
    return max(exact, clopper_pearson(x, n, LEVEL).low)


def _evenness(parts: Sequence[Part]) -> float | None:
    """Return what part of its cases the strata's rates leave a draw, None where it is too little.

    L. Kish, Survey Sampling, 1965, 11.7: the loss from weights that have nothing to do with what
    is measured.
    """
    if not all(part.known for part in parts):
        return None
    whole, known = sum(part.frame for part in parts), sum(part.known for part in parts)
    effect = sum((part.frame / whole) ** 2 / part.known for part in parts) * known
    return 1 / effect if effect < _NEARLY_EVEN else None


def _bounded_apart(parts: Sequence[Part]) -> float:
    frame = sum(part.frame for part in parts)
    low = _at_least(parts, lambda part: part.x, _TAIL / 2)
    not_others = _at_least(parts, lambda part: part.x + part.not_applicable, _TAIL / 2)
    return low / (low + frame - not_others) if low else 0.0
