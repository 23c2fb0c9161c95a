"""The eligible frame in the order of its ranks, sorted only as far as anyone asks."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from .allocation import part_of
from .frame import Frame
from .rank import ranks


Shared = tuple[str, str]
BEYOND = 64  # how many more of a stratum are sorted than asked for, in case of siblings


class Entry(NamedTuple):
    """One eligible unit: its rank, and its place in the frame."""

    rank: bytes
    place: int


def places_of(entries: Iterable[Entry]) -> set[int]:
    """Return where these entries stand in the frame."""
    return {entry.place for entry in entries}


class Ranking:
    """The eligible units of a frame by stratum, each stratum in the order of its ranks.

    A million are ranked once; of each stratum only as many are sorted as a draw goes down.
    """

    def __init__(self, frame: Frame, key: str) -> None:
        self.frame, self._key = frame, key
        self._ranks: dict[str, list[bytes]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        self._sorted: dict[str, list[Entry]] = {}
        by_place = zip(ranks(key, frame.units), frame.strata, frame.reasons, strict=True)
        for place, (rank, stratum, reason) in enumerate(by_place):
            if not reason:
                self._ranks[stratum].append(rank)
                self._places[stratum].append(place)

    @property
    def eligible(self) -> dict[str, int]:
        """Return how many of each stratum are eligible."""
        return {stratum: len(self._ranks[stratum]) for stratum in sorted(self._ranks)}

    def places(self, units: Collection[str]) -> set[int]:
        """Return where these units stand in the frame; its units are in order."""
        known = self.frame.units
        places = set()
        for unit in units:
            place = bisect_left(known, unit)
            if place < len(known) and known[place] == unit:
                places.add(place)
        return places

    def by_stratum(self, places: Collection[int]) -> Counter[str]:
        """Return how many of these places each stratum holds."""
        return Counter(map(self.frame.strata.__getitem__, places))

    def entries(self, places: Collection[int]) -> list[Entry]:
        """Return the entries at these places, in the order of their ranks."""
        units = map(self.frame.units.__getitem__, places)
        return sorted(map(Entry, ranks(self._key, units), places))

    def first(self, stratum: str, number: int) -> Sequence[Entry]:
        """Return the first so many of a stratum, or all there are."""
        known = self._sorted.get(stratum, [])
        all_of_it = len(self._ranks.get(stratum, ()))
        if len(known) < min(number, all_of_it):
            pairs = zip(self._ranks[stratum], self._places[stratum], strict=True)
            is_near_all = number * 4 > all_of_it
            in_order = sorted(pairs) if is_near_all else nsmallest(number, pairs)
            known = self._sorted[stratum] = list(map(Entry._make, in_order))
        return known[:number]

    def pick(
        self, quota: Mapping[str, int], *, but: Collection[int], families: Collection[Shared] | None
    ) -> list[Entry]:
        """Return the first of all ranks that fill the quota of each stratum, in order.

        Those at the places ``but`` are gone by. ``families`` are those that have given a case, of
        whom nobody more is picked; None picks brothers and sisters too. A stratum that cannot
        fill its quota gives what it has.
        """
        depth = {name: number + len(but) + BEYOND for name, number in quota.items() if number}
        while True:
            picked, left = self._walk(quota, depth, but=but, families=families)
            eligible = part_of(self.eligible, depth)
            short = [name for name in depth if left[name] and depth[name] < eligible[name]]
            if not short:
                return picked
            for name in short:
                depth[name] *= 4

    def shared(self, place: int) -> set[Shared]:
        """Return what two cases must not share: the family, or a child where none is known."""
        shared = {("child", child) for child in self.frame.children[place].split()}
        family = self.frame.families[place]
        if family:
            shared.add(("family", family))
        return shared

    def families(self, places: Collection[int]) -> set[Shared]:
        """Return what the units at these places share with their brothers and sisters."""
        return set().union(*map(self.shared, places))

    def siblings(self, families: Collection[Shared]) -> Iterator[int]:
        """Yield the place of every eligible unit that shares a family or a child with these."""
        of_family, of_child = _named(families, "family"), _named(families, "child")
        frame = self.frame
        columns = zip(frame.families, frame.children, frame.reasons, strict=True)
        for place, (family, children, reason) in enumerate(columns):
            is_one = family in of_family or children in of_child
            if " " in children and not is_one:
                is_one = not of_child.isdisjoint(children.split())
            if is_one and not reason:
                yield place

    def _walk(
        self,
        quota: Mapping[str, int],
        depth: Mapping[str, int],
        *,
        but: Collection[int],
        families: Collection[Shared] | None,
    ) -> tuple[list[Entry], dict[str, int]]:
        """Go down the ranks once, each stratum as deep as given; return the picked and the rest.

        What lies deeper cannot change a stratum that is filled: it ranks behind all of it.
        """
        left = part_of(quota, depth)
        gone = None if families is None else set(families)
        picked = []
        for entry in sorted(chain.from_iterable(map(self.first, depth, depth.values()))):
            stratum = self.frame.strata[entry.place]
            if not left[stratum] or entry.place in but:
                continue
            if gone is not None:
                if not gone.isdisjoint(self.shared(entry.place)):
                    continue
                gone |= self.shared(entry.place)
            left[stratum] -= 1
            picked.append(entry)
        return picked, left


def _named(families: Collection[Shared], what: str) -> set[str]:
    """Return the names of families, or of children."""
    return {name for kind, name in families if kind == what}
