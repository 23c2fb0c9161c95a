"""Two accounts of the same thing, compared key by key."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the engine and the truth do not agree on, by references alone."""

    sort: str
    cycle: str
    about: str
    expected: str
    found: str


@dataclass
class Comparison:
    """How much was compared, sort by sort, and all that differs."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def take(
        self,
        sort: str,
        cycle: str,
        expected: Mapping[Any, object],
        found: Mapping[Any, object],
    ) -> None:
        """Compare two maps key by key; what only one of them has differs too."""
        for key in (*expected, *(key for key in found if key not in expected)):
            wanted, got = expected.get(key, NOTHING), found.get(key, NOTHING)
            self.compared[sort] += 1
            if wanted != got:
                about = _said(key)
                self.differences.append(Difference(sort, cycle, about, _said(wanted), _said(got)))

    def counted(self) -> Iterator[tuple[str, int, int]]:
        """Yield each sort with how many were compared and how many differ."""
        wrong = Counter(each.sort for each in self.differences)
        for sort, many in self.compared.items():
            yield sort, many, wrong[sort]


def _said(thing: object) -> str:
    if isinstance(thing, tuple):
        return " ".join(_said(each) for each in thing)
    if thing is None:
        return "-"
    return str(thing)
