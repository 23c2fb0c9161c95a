"""Themes joined across audits and years: what was learnt, and as a result what changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus
from audits.storage import (
    ActionFinding,
    ActionRow,
    Challenge,
    Cycle,
    FindingRow,
    Shared,
    TrainingNeed,
    View,
)
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .estimates import in_numbers
from .finding_rows import numbers_of
from .learning import (
    ChallengeLine,
    SharedLine,
    TrainingLine,
    challenge_line,
    shared_line,
    training_line,
)


@dataclass(frozen=True, slots=True)
class LearntLine:
    """One finding under its theme; its numbers are None where nobody counted."""

    finding: str
    cycle: str
    kind: str
    year: int
    points_to: FindingKind
    text: str
    x: int | None
    n: int | None
    frame: int | None
    low: int | None
    high: int | None
    in_words: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ThemeAction:
    """One action under its theme, with what shows that something changed."""

    action: str
    title: str
    owner: str
    source: str
    status: ActionStatus
    due: date | None
    evidence: str
    impact: str
    closed_at: datetime | None
    closed_why: str


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """What was learnt about a theme and what is done about it; ``changed`` are closed actions."""

    theme: str
    title: str
    audits: tuple[str, ...]  # the kinds of audit that found something
    years: tuple[int, ...]
    strengths: tuple[LearntLine, ...]
    developments: tuple[LearntLine, ...]
    changed: tuple[ThemeAction, ...]
    still_to_do: tuple[ThemeAction, ...]
    training: tuple[TrainingLine, ...]
    shared_with: tuple[SharedLine, ...]
    challenges: tuple[ChallengeLine, ...]


@dataclass
class _Theme:
    """What belongs to one theme, gathered."""

    title: str = ""
    audits: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    strengths: list[LearntLine] = field(default_factory=list)
    developments: list[LearntLine] = field(default_factory=list)
    changed: list[ThemeAction] = field(default_factory=list)
    still_to_do: list[ThemeAction] = field(default_factory=list)
    training: list[TrainingLine] = field(default_factory=list)
    shared: list[SharedLine] = field(default_factory=list)
    challenges: list[ChallengeLine] = field(default_factory=list)

    def add_finding(self, line: LearntLine, title: str) -> None:
        """Add what was found; the first title that is not empty is the theme's."""
        self.title = self.title or title
        self.audits.add(line.kind)
        self.years.add(line.year)
        if line.points_to is FindingKind.STRENGTH:
            self.strengths.append(line)
        else:
            self.developments.append(line)

    def add_action(self, action: ThemeAction) -> None:
        """Add an action: one that is closed has changed something."""
        if action.status is ActionStatus.CLOSED:
            self.changed.append(action)
        else:
            self.still_to_do.append(action)


def list_themes(*, workspace: Workspace, year: int | None = None) -> list[ThemeLine]:
    """Return each theme with what was learnt and what changed, joined across audits and years.

    Findings belong together where they ask the same core question; ``year`` is the calendar year
    of the cycles whose findings count, all unless given. Each finding keeps its own cycle, numbers
    and words: audits are put side by side, never added up.
    """
    themes: dict[str, _Theme] = defaultdict(_Theme)
    with workspace.open_view() as view:
        of_finding = _gather_findings(themes, year, view)
        _gather_actions(themes, of_finding, view)
        for need in view.all(TrainingNeed, order_by=TrainingNeed.raised_on):
            themes[need.theme].training.append(training_line(need))
        for shared in view.all(Shared, order_by=Shared.on):
            themes[shared.theme].shared.append(shared_line(shared))
        for challenge in view.all(Challenge, order_by=Challenge.raised_on):
            if challenge.theme:
                themes[challenge.theme].challenges.append(challenge_line(challenge))
    return [_theme(key, theme) for key, theme in sorted(themes.items())]


def _gather_findings(themes: Mapping[str, _Theme], year: int | None, view: View) -> dict[str, str]:
    """Put each finding under its theme; return the theme of every finding."""
    cycles = view.rows_by(Cycle, Cycle.ref)
    of_finding = {}
    for row in view.all(FindingRow, order_by=FindingRow.cycle):
        cycle = cycles[row.cycle]
        key = theme_of(row.question, row.theme, core_questions(cycle.template))
        of_finding[row.id] = key
        if year in (None, cycle.opened_on.year):
            themes[key].add_finding(_learnt(row, cycle), row.theme)
    return of_finding


def theme_of(question: str, theme: str, core: Mapping[str, str]) -> str:
    """Return under which theme a finding stands: its core question, or else its question.

    ``theme`` is what a past audit calls it, whose question may be unknown; ``core`` are the core
    questions of its audit.
    """
    return core.get(question, question) or theme


@lru_cache(maxsize=64)
def core_questions(template: str) -> Mapping[str, str]:
    """Return the questions of an audit, whose text was frozen, each with its core question.

    To ask is to compare that text: for many findings ask once.
    """
    return {
        question.id: question.core or question.id for question in template_of(template).questions
    }


def _gather_actions(
    themes: Mapping[str, _Theme], of_finding: Mapping[str, str], view: View
) -> None:
    about: dict[str, set[str]] = defaultdict(set)
    for link in view.all(ActionFinding):
        about[link.action].add(of_finding[link.finding])
    for row in view.all(ActionRow, order_by=ActionRow.due):
        keys = set(about[row.id])
        if row.theme:
            keys.add(row.theme)
        if row.status is not ActionStatus.WITHDRAWN:
            for key in sorted(keys):
                themes[key].add_action(theme_action(row))


def _learnt(row: FindingRow, cycle: Cycle) -> LearntLine:
    return learnt_line(row, cycle.kind, cycle.opened_on.year, template_of(cycle.template))


def learnt_line(row: FindingRow, audit: str, year: int, template: AuditTemplate) -> LearntLine:
    """Return a finding as it stands under its theme, with the kind and year of its audit."""
    # A past audit's report gives no number.
    in_words = in_numbers(row, template) if row.frame else "not counted"
    numbers = numbers_of(row)
    return LearntLine(
        finding=row.id,
        cycle=row.cycle,
        kind=audit,
        year=year,
        points_to=row.kind,
        text=row.text,
        x=numbers.x,
        n=numbers.n,
        frame=numbers.frame,
        low=numbers.low,
        high=numbers.high,
        in_words=in_words,
        agreed=row.agreed_at is not None,
    )


def theme_action(row: ActionRow) -> ThemeAction:
    """Return an action as it stands under its theme."""
    return ThemeAction(
        row.id, row.title, row.owner, row.source, row.status, row.due, row.evidence, row.impact,
        row.closed_at, row.closed_why,
    )  # fmt: skip


def _theme(key: str, theme: _Theme) -> ThemeLine:
    """Return a theme as it is shown: what was found, and as a result what changed."""
    return ThemeLine(
        theme=key,
        title=theme.title or theme_in_words(key),
        audits=tuple(sorted(theme.audits)),
        years=tuple(sorted(theme.years)),
        strengths=tuple(theme.strengths),
        developments=tuple(theme.developments),
        changed=tuple(theme.changed),
        still_to_do=tuple(theme.still_to_do),
        training=tuple(theme.training),
        shared_with=tuple(theme.shared),
        challenges=tuple(theme.challenges),
    )


def theme_in_words(theme: str) -> str:
    """Return what a theme is called of which nothing was found yet.

    >>> theme_in_words("voice_of_child")
    'Voice of child'
    """
    return theme.replace("_", " ").capitalize()
