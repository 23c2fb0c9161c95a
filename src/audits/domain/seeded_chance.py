"""Chance that a seed decides, the same on every machine and in every version of Python."""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar


T = TypeVar("T")


class Dice:
    """A stream of numbers from SHA-512 of the seed's words and a counter."""

    def __init__(self, *words: object) -> None:
        self._numbers = _numbers("|".join(map(str, words)))

    def roll(self) -> float:
        """Return a number from 0 up to, but not, 1."""
        return next(self._numbers) / 2**64

    def chance(self, share: float) -> bool:
        """Say yes so often."""
        return self.roll() < share

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to, but not, ``limit``."""
        return int(self.roll() * limit)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, each as likely as another."""
        return things[self.below(len(things))]

    def pick_by(self, weights: Mapping[T, float]) -> T:
        """Return one of the keys, as likely as its weight says."""
        left = self.roll() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return list(weights)[-1]  # pragma: no cover -- when a sum of fractions falls short of one

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        return sorted(things, key=lambda _: self.roll())


def _numbers(seed: str) -> Iterator[int]:
    block = 0
    while True:
        yield from struct.unpack(">8Q", hashlib.sha512(f"{seed}|{block}".encode()).digest())
        block += 1
