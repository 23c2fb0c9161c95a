"""Who the children were: how well it was recorded, and groups too large to give a child away."""

from collections.abc import Iterator, Sequence

from audits.domain.amounts import many

from .paper import Block, Heading, Items, Table, Text
from .report_facts import BreakdownFact
from .suppression import HIDDEN, suppress_share


TITLE = "Who the children were"
_MANY = "children"
RULE = (
    f"{HIDDEN} means 1 to 5 children, or more where the rest would give a small number away. "
    "Groups are left out where so few children are in them that nothing can be shown."
)


def who_they_were(breakdowns: Sequence[BreakdownFact]) -> Iterator[Block]:
    """Yield the part of a professional report on the children that an audit looked at."""
    if not breakdowns:
        return
    yield Heading(TITLE)
    yield Items("", tuple(map(_recorded, breakdowns)))
    tables = [_table(fact) for fact in breakdowns if _can_be_shown(fact)]
    yield from tables
    if tables:
        yield Text(RULE)


def gaps_in_recording(breakdowns: Sequence[BreakdownFact]) -> Iterator[Block]:
    """Yield one line on what was not recorded of some children; nothing where all was."""
    gaps = []
    for fact in breakdowns:
        if fact.children and fact.not_recorded + fact.in_other_words:
            gaps.append(_recorded(fact))
    if gaps:
        yield Text(" ".join(gaps))


def gaps_in_public(breakdowns: Sequence[BreakdownFact]) -> Iterator[Block]:
    """Yield what was not recorded, without a count that would give a child away; no group."""
    for fact in breakdowns:
        gap = suppress_share(fact.not_recorded, fact.children or 0)
        if gap.n is None:
            continue
        if gap.x is None:
            yield Text(f"{fact.title} was not recorded for some children.")
        elif gap.x:
            yield Text(
                f"{fact.title} was not recorded for {gap.x} of {many(gap.n, 'child', _MANY)}."
            )


def _recorded(fact: BreakdownFact) -> str:
    if fact.children is None:
        return (
            f"{fact.title}: the register says it of no child. It was not exported, or is not "
            "recorded."
        )
    children = many(fact.children, "child", _MANY)
    says = f"{fact.title} was not recorded for {fact.not_recorded} of {children}."
    if not fact.not_recorded:
        says = f"{fact.title} was recorded for all {children}."
        if fact.children == 1:
            says = f"{fact.title} was recorded for the 1 child."
    if fact.in_other_words:
        says += f" For {fact.in_other_words} it was recorded in words that are not on our list."
    return says


def _can_be_shown(fact: BreakdownFact) -> bool:
    return any(one or other for _, one, other in fact.groups)


def _table(fact: BreakdownFact) -> Table:
    rows = []
    for group, one, other in fact.groups:
        rows.append((group, _count(one), _count(other)))
    headings = (fact.title, "Children in the audit", "Other children who could have been drawn")
    return Table(f"{TITLE}: {fact.title.lower()}", headings, tuple(rows), (6, 3, 4))


def _count(count: int | None) -> str:
    if count is None:
        return HIDDEN
    return f"{count:,}"
