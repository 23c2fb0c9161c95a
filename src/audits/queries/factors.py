"""Why things were found, counted across audits: the factors that were named, and how often."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from audits.domain.factors import factors_of, name_of
from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus
from audits.storage import ActionRow, Cycle, FindingRow, View
from audits.workspace import Workspace


FOUND = DEVELOPMENTS, STRENGTHS = ("developments", "strengths")
DONE = ("actions_to_do", "actions_done")
COLUMNS = (*FOUND, *DONE)


@dataclass(frozen=True, slots=True)
class FactorLine:
    """How often a factor was named, by what kinds of audit and in which years.

    An action that is closed counts as done; one that is withdrawn does not count.
    """

    factor: str
    name: str
    developments: int
    strengths: int
    actions_to_do: int
    actions_done: int
    audits: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FactorsPage:
    """The factors, the most often named first, and what one chooses from.

    ``unexplained`` of ``developments`` name none.
    """

    lines: tuple[FactorLine, ...]
    developments: int
    unexplained: int
    years: tuple[int, ...]
    audits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactorFilter:
    """Which findings and actions count: those of a year, or of a kind of audit, or all."""

    year: int | None = None
    audit: str = ""

    def counts(self, named: "_Named") -> bool:
        """Tell whether a finding or an action counts."""
        return self.year in (None, named.year) and self.audit in ("", named.audit)


def factors_asked(cycle: Cycle | None, *, workspace: Workspace) -> Mapping[str, str]:
    """Return what may be chosen for a cycle's findings and actions, each code with its name.

    It is the template's own list, or else the partnership's, which is also that of an action that
    no audit here led to.
    """
    from audits.templates import template_of  # the list of factors reads no template

    own: Mapping[str, str] = {}
    if cycle is not None and cycle.template:
        own = template_of(cycle.template).factors
    return own or workspace.partnership.factors


def factors_of_action(ref: str, *, workspace: Workspace) -> Mapping[str, str]:
    """Return what may be chosen for an action, each code with its name.

    Raises:
        NotFoundError: if there is no such action.
    """
    with workspace.open_view() as view:
        _, cycle = view.action_and_cycle(ref)
    return factors_asked(cycle, workspace=workspace)


def list_factors(*, workspace: Workspace, year: int | None = None) -> list[FactorLine]:
    """Return how often each factor was named, the most often first, without those that never were.

    ``year`` is that in which the audit, or an action of none, was opened; all unless given.
    """
    page = factors_page(FactorFilter(year), workspace=workspace)
    return [line for line in page.lines if line.years]


def factors_page(wanted: FactorFilter, *, workspace: Workspace) -> FactorsPage:
    """Return how often each factor of the partnership's or of an audit's own list was named."""
    tallies = {code: _Tally() for code in workspace.partnership.factors}
    developments = unexplained = 0
    with workspace.open_view() as view:
        named = list(_named(view))
        for one in filter(wanted.counts, named):
            developments += one.column == DEVELOPMENTS
            unexplained += one.column == DEVELOPMENTS and not one.factors
            for code in one.factors:
                tallies.setdefault(code, _Tally()).add(one)
        names = _names(tallies, view, workspace)
    lines = [tally.line(code, names) for code, tally in tallies.items()]
    in_audits = [one for one in named if one.column in FOUND]
    return FactorsPage(
        tuple(sorted(lines, key=_most_named)),
        developments,
        unexplained,
        tuple(sorted({one.year for one in in_audits}, reverse=True)),
        dict(sorted({one.audit: one.title for one in in_audits}.items(), key=lambda pair: pair[1])),
    )


class _Named(NamedTuple):
    """A finding or an action, and the factors that were named of it."""

    column: str  # in which it is counted
    audit: str  # its kind; "" where no audit here led to it
    title: str
    year: int
    factors: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """How often one factor was named."""

    counts: Counter[str] = field(default_factory=Counter)
    audits: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def add(self, one: _Named) -> None:
        self.counts[one.column] += 1
        self.audits.add(one.audit)
        self.years.add(one.year)

    def line(self, code: str, names: Mapping[str, str]) -> FactorLine:
        developments, strengths, to_do, done = map(self.counts.__getitem__, COLUMNS)
        audits, years = sorted(filter(None, self.audits)), sorted(self.years)
        return FactorLine(
            code, name_of(code, names), developments, strengths, to_do, done, tuple(audits),
            tuple(years),
        )  # fmt: skip


def _named(view: View) -> Iterator[_Named]:
    """Yield every finding and action that stands, the oldest audit's first, in three statements."""
    shown = (Cycle.ref, Cycle.kind, Cycle.title, Cycle.opened_on)
    audits = {row[0]: row for row in view.columns(shown, order_by=Cycle.opened_on)}
    of_finding = (FindingRow.cycle, FindingRow.kind, FindingRow.factors)
    for cycle, points_to, factors in view.columns(of_finding):
        _, kind, title, on = audits[cycle]
        column = FOUND[points_to is FindingKind.STRENGTH]
        yield _Named(column, kind, title, on.year, factors_of(factors))
    of_action = (ActionRow.cycle, ActionRow.status, ActionRow.opened_on, ActionRow.factors)
    stands = ActionRow.status != ActionStatus.WITHDRAWN
    for cycle, status, on, factors in view.columns(of_action, ActionRow.factors != "", stands):
        _, kind, title, on = audits.get(cycle, ("", "", "", on))
        column = DONE[status is ActionStatus.CLOSED]
        yield _Named(column, kind, title, on.year, factors_of(factors))


def _names(codes: Collection[str], view: View, workspace: Workspace) -> Mapping[str, str]:
    """Return what factors are called; audits are asked only where one had a list of its own."""
    names = dict(workspace.partnership.factors)
    if not names.keys() >= set(codes):
        from audits.templates import template_of

        for text in view.questions_asked().values():
            names = {**template_of(text).factors, **names}
    return names


def _most_named(line: FactorLine) -> tuple[int, int, str]:
    actions = line.actions_to_do + line.actions_done
    return (-line.developments, -actions, line.name.casefold())
