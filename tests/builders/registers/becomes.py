"""What is said to become of a defect, and whether it does."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from audits.register import RegisterLoad

from .reading import row_notices, unit, units_of


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

    def counts(self) -> dict[str, int]:
        """Return the counts that a report must hold."""
        used = self.units + self.rejected + self.repeated
        return {
            "rows_in": used if self.rows_in is None else self.rows_in,
            "units": self.units,
            "rejected": self.rejected,
            "repeated": self.repeated,
            "footers": self.footers,
        }


def check(found: RegisterLoad, wanted: Becomes) -> None:
    """Fail if a load is not as it must be."""
    report = found.report
    assert {name: getattr(report, name) for name in wanted.counts()} == wanted.counts()
    assert len(units_of(found)) == wanted.units
    assert row_notices(found) == set(wanted.said)
    for id_, attributes in wanted.holds.items():
        held = unit(found, id_).attributes
        assert {name: held.get(name) for name in attributes} == dict(attributes)
    assert {id_: unit(found, id_).occurred_on for id_ in wanted.on} == dict(wanted.on)
    assert {name: tuple(v) for name, v in report.unmatched.items()} == dict(wanted.unmatched)
    assert wanted.ignored <= set(report.ignored)
    assert wanted.left <= set(report.left)
