"""What is said to become of a defect, and what did."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from audits.register import RegisterLoad

from .reading import row_notices, units_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Becomes:
    """What a load must hold; whatever is not named must not be there.

    ``rows_in`` is counted where it is not given: a row is used, repeated or rejected. ``said`` are
    the notices of rows: code, and the row as the spreadsheet numbers it. ``holds`` gives attributes
    by unit, ``on`` the day by unit. Of ``ignored`` and ``left`` only some may be named.
    """

    units: int
    rejected: int = 0
    repeated: int = 0
    footers: int = 0
    rows_in: int | None = None
    said: Set[tuple[str, int]] = frozenset()
    holds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    on: Mapping[str, date] = field(default_factory=dict)
    unmatched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: Set[str] = frozenset()
    left: Set[str] = frozenset()

    def as_seen(self) -> dict[str, object]:
        """Return everything that ``seen`` must find."""
        used = self.units + self.rejected + self.repeated
        return {
            "rows_in": used if self.rows_in is None else self.rows_in,
            "units": self.units,
            "rejected": self.rejected,
            "repeated": self.repeated,
            "footers": self.footers,
            "said": set(self.said),
            "holds": {id_: dict(held) for id_, held in self.holds.items()},
            "on": dict(self.on),
            "unmatched": dict(self.unmatched),
            "not ignored": set(),
            "not left": set(),
        }


def seen(found: RegisterLoad, wanted: Becomes) -> dict[str, object]:
    """Return what a load holds of what was wanted, to be compared with ``wanted.as_seen()``."""
    report, units = found.report, {each.id: each for each in units_of(found)}
    return {
        "rows_in": report.rows_in,
        "units": len(units),
        "rejected": report.rejected,
        "repeated": report.repeated,
        "footers": report.footers,
        "said": row_notices(found),
        "holds": {
            id_: {name: units[id_].attributes.get(name) for name in held}
            for id_, held in wanted.holds.items()
            if id_ in units
        },
        "on": {id_: units[id_].occurred_on for id_ in wanted.on if id_ in units},
        "unmatched": {name: tuple(words) for name, words in report.unmatched.items()},
        "not ignored": wanted.ignored - set(report.ignored),
        "not left": wanted.left - set(report.left),
    }
