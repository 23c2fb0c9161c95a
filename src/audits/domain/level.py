"""Where a measure stands on a day: so many of so many cases, or a figure of its own."""

import re
from dataclasses import dataclass
from datetime import date
from math import isfinite

from .errors import UserError


_COUNT = re.compile(r"(\d+)\s*(?:/|of)\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Level:
    """``value`` of ``of`` cases, or ``value`` alone where the figure covers everybody.

    Raises:
        ValueError: if it is not a number, or there cannot be so many.
    """

    value: float
    of: int | None = None

    def __post_init__(self) -> None:
        is_count = self.of is None or (self.of > 0 and 0 <= self.value <= self.of)
        if not isfinite(self.value) or not is_count:
            raise ValueError(f"not a level: {self.value} of {self.of}")

    @property
    def share(self) -> float:
        """Return what is compared with another level of its kind."""
        return self.value / self.of if self.of else self.value

    def __str__(self) -> str:
        """Say it as people write it: ``12 of 20``, or ``36``."""
        if not self.of:
            return f"{self.value:g}"
        return f"{self.value:g} of {self.of}"


@dataclass(frozen=True, slots=True)
class Dated:
    """A level and the day it is of."""

    level: Level
    on: date


def level_from(text: str) -> Level:
    """Return what ``12/20``, ``12 of 20`` or ``36.5`` says.

    Raises:
        UserError: if it says none of these.
    """
    plain = text.strip()
    try:
        counted = _COUNT.fullmatch(plain)
        if counted:
            return Level(float(counted[1]), int(counted[2]))
        return Level(float(plain.rstrip("%")))
    except ValueError as error:
        raise UserError(
            f"'{text}' is no level of a measure. Write a count as 12/20, or a figure as 36.5."
        ) from error
