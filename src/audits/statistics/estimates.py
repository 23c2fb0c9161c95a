"""What a count says of its frame, by the method that its draw allows."""

from collections.abc import Callable, Iterable, Sequence

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
    whole = _pooled(parts)
    share = share_of(whole.x, whole.n)
    if method is Method.COUNTED:
        ends = (0.0, 1.0) if share is None else (share, share)
        counted = census_count(whole.x, whole.n, whole.frame)
        return Estimate(counted, share, method, tuple(parts), ends)
    if method is Method.WEIGHTED:
        share = _weighted_share(parts)
    interval = _interval(parts, whole)
    return Estimate(interval, share, method, tuple(parts), share_ends(parts, interval))


def _pooled(parts: Iterable[Part]) -> Part:
    """Return the strata as one, their counts added up."""
    x = n = frame = not_applicable = unknown = 0
    for part in parts:
        x += part.x
        n += part.n
        frame += part.frame
        not_applicable += part.not_applicable
        unknown += part.unknown
    return Part("all", x, n, frame, not_applicable, unknown)


def _interval(parts: Sequence[Part], whole: Part) -> Interval:
    low = _at_least(parts, lambda part: part.x, _TAIL)
    others = _at_least(parts, lambda part: part.drawn - part.x - part.unknown, _TAIL)
    high = whole.frame - others
    return Interval(whole.x, whole.n, whole.frame, low=low, high=high, level=LEVEL)


def _at_least(parts: Sequence[Part], kind: Callable[[Part], int], tail: float) -> int:
    cells = [Cell(kind(part), part.drawn, part.frame) for part in parts]
    return stratified_at_least(cells, tail=tail)


def _weighted_share(parts: Iterable[Part]) -> float | None:
    """Return the share of the judged cases, each counted for as many as it stands for."""
    x, n = 0.0, 0.0
    for part in parts:
        if part.n:
            weight = part.frame / part.known
            x += part.x * weight
            n += part.n * weight
    if not n:
        return None
    return round(x / n, _DIGITS)


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
    whole = _pooled(parts)
    if not whole.x:
        return 0.0
    if len(parts) == 1:
        return _of_those_it_applies_to(whole.x, whole.n, whole.frame - whole.not_applicable)
    efficiency = _efficiency(parts, whole)
    if efficiency is None:
        return _bounded_apart(parts, whole.frame)
    judged = [part for part in parts if part.n]
    weights = [part.frame / part.known * part.n for part in judged]
    total = sum(weights)
    sizes = [weight / total for weight in weights]
    cases = LeastFavourable(sizes, [part.n for part in judged])
    share = _weighted_share(judged) or 0.0
    return lowest_share(share, cases, worth=efficiency, tail=_TAIL)


def _of_those_it_applies_to(x: int, n: int, most: int) -> float:
    """Return the lower end for a simple draw from at most so many cases; fewer are surer."""
    if n == most:
        return x / n
    exact = max(0, at_least_so_many(x, n, most, tail=_TAIL) - 1) / most
    return max(exact, clopper_pearson(x, n, LEVEL).low)


def _efficiency(parts: Sequence[Part], whole: Part) -> float | None:
    """Return what part of its cases the strata's rates leave a draw, None where it is too little.

    One over the design effect of weighting: L. Kish, Survey Sampling, 1965, 11.7, the loss from
    weights that have nothing to do with what is measured.
    """
    variance = 0.0
    for part in parts:
        if not part.known:
            return None
        variance += (part.frame / whole.frame) ** 2 / part.known
    design_effect = variance * whole.known
    return 1 / design_effect if design_effect < _NEARLY_EVEN else None


def _bounded_apart(parts: Sequence[Part], frame: int) -> float:
    low = _at_least(parts, lambda part: part.x, _TAIL / 2)
    not_others = _at_least(parts, lambda part: part.x + part.not_applicable, _TAIL / 2)
    return low / (low + frame - not_others) if low else 0.0
