"""Who may be drawn and why not, worked out from the truth alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .registers import SEASON_OF_CONTACTS, WEEK_OF_CONTACTS, Member, Region


Load = Callable[[Region, date], tuple[bytes, tuple[Member, ...]]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a kind of audit draws from: a register, how it is made, and which lines it is about."""

    register: str
    load: Load
    wants: frozenset[frozenset[str]]  # of each set one mark
    back: int | None  # months, None: all there is; weekly audits go on from the last


def _extract(days: int) -> Load:
    return lambda region, on: region.extract(on, days)


def _wants(*groups: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(group.split("|")) for group in groups)


SOURCES: Mapping[str, Source] = {
    "mash_weekly": Source("mash_contacts", _extract(WEEK_OF_CONTACTS), _wants("closed"), 0),
    "thresholds": Source("mash_contacts", _extract(SEASON_OF_CONTACTS), _wants("closed"), 2),
    "domestic_abuse": Source("assessments", Region.assessments, _wants("3A|3B"), 12),
    "cse": Source("assessments", Region.assessments, _wants("11A"), 12),
    "neglect": Source("child_protection_plans", Region.plans, _wants("Neglect", "open"), 12),
    "case_review": Source("case_reviews", Region.reviews, frozenset(), None),
}
NO_REAUDIT = frozenset({"mash_weekly", "thresholds", "domestic_abuse", "cse", "neglect"})


@dataclass
class Audited:
    """Which children were audited, and when they were drawn last."""

    drawn: dict[str, date] = field(default_factory=dict, repr=False)

    def add(self, members: Iterable[Member], on: date) -> None:
        """Write down that these were drawn."""
        for member in members:
            self.drawn.update(dict.fromkeys(member.children, on))

    def reason(self, member: Member, kind: str, on: date) -> str:
        """Return why a member may not be drawn, or nothing."""
        if kind not in NO_REAUDIT:
            return ""
        since = _months_before(on, 12)
        if any(self.drawn.get(child, date.min) >= since for child in member.children):
            return "audited_recently"
        if member.restricted:
            return "restricted"
        return ""


def in_frame(
    members: Iterable[Member], source: Source, on: date, *, last: date | None
) -> list[Member]:
    """Return the members that lie in the window and that the audit is about."""
    since = window_from(source, on, last)
    inside = [member for member in members if since <= member.day <= on]
    for group in source.wants:
        inside = [member for member in inside if group & member.marks]
    return inside


def window_from(source: Source, on: date, last: date | None) -> date:
    """Return the first day of a source's window up to a day."""
    if source.back is None:
        return date.min
    if source.back == 0:
        return (last or on - timedelta(weeks=1)) + timedelta(days=1)
    return _months_before(on, source.back) + timedelta(days=1)


def _months_before(on: date, months: int) -> date:
    """Return the same day so many months earlier, or the last there is in that month."""
    month = on.year * 12 + on.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    next_month = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first.replace(day=1) + timedelta(days=on.day - 1), next_month - timedelta(days=1))
