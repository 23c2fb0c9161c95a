"""What has changed: for each theme what was found, what was done, what a second look proves.

It names no owner and no case. Whoever is no staff is shown what published audits found, without
numbers, and no words that could tell whom they are about.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from audits.actions import Better, weigh
from audits.domain.frequency import plainest
from audits.domain.spelling import folded
from audits.domain.status import AGREED_OR_LATER, ActionStatus, CycleStatus
from audits.reporting.identifying import identifying
from audits.statistics import compare_rounds
from audits.storage import ActionMeasure, ActionRow, Agency, FindingRow, Unit, View, is_filled
from audits.workspace import Workspace

from .looks_again import LookAgain, looks_again
from .measures import impact_of
from .rounds import Outcome, SecondLook, proven
from .theme_rows import ThemeFindings, actions_by_theme, theme_findings


PUBLISHED = (CycleStatus.PUBLISHED, CycleStatus.CLOSED)
CASE = re.compile(r"\b[A-Z][A-Z0-9]{2,15}-\d+\b")  # a case's reference, wherever it was typed
Actions = Mapping[str, ActionStatus]
OTHER_WAY = {Better.UP: Better.DOWN, Better.DOWN: Better.UP}


@dataclass(frozen=True, slots=True)
class WordedLook:
    """A second look with the words of what was to develop, "" where they are not for the reader."""

    look: LookAgain
    text: str


@dataclass(frozen=True, slots=True)
class MeasuredAction:
    """An action that was measured before and after, and what that proves."""

    action: str
    second: SecondLook


@dataclass(slots=True)
class ThemeChange:
    """What has changed about a theme; ``done`` are closed actions, by number and title.

    ``untold`` more are closed, whose words are not for the reader.
    """

    theme: str
    title: str
    looks: list[WordedLook] = field(default_factory=list)
    measured: list[MeasuredAction] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    untold: int = 0
    still_to_do: int = 0

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what each second look proves."""
        for worded in self.looks:
            yield worded.look.second.outcome
        for measured in self.measured:
            yield measured.second.outcome


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """Each theme with something to develop or done about it, and all outcomes counted."""

    themes: tuple[ThemeChange, ...]
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: staff everything, others no words that hold a name or what could identify."""

    is_public: bool
    names: frozenset[str] = frozenset()

    def words(self, text: str) -> str:
        """Return a text as it may be read, "" where it may not."""
        if not self.is_public:
            return text
        plain = f" {folded(text)} "
        is_named = any(f" {name} " in plain for name in self.names)
        return "" if is_named or CASE.search(text) or identifying(text) else text


def what_changed(*, is_public: bool, workspace: Workspace) -> WhatChanged:
    """Return what has changed; ``is_public``, as those may read it who are no staff."""
    statuses: Collection[CycleStatus] = AGREED_OR_LATER
    if is_public:
        statuses = PUBLISHED
    with workspace.open_view() as view:
        known = _of_audits(statuses, theme_findings(view))
        looks = _looks(known)
        texts = view.findings_named([look.finding.id for look in looks])
        actions = actions_by_theme(known.theme_of, view, own_themes=not is_public)
        is_closed = ActionRow.status == ActionStatus.CLOSED
        titles = view.values_by(ActionRow.id, ActionRow.title, is_closed)
        was_measured = is_filled(ActionMeasure.after)
        measures = view.rows_by(ActionMeasure, ActionMeasure.action, was_measured)
        reader = _reader(view, is_public=is_public)
    themes: dict[str, ThemeChange] = {}
    for theme in {*actions, *(known.theme_of[look.finding.id] for look in looks)}:
        themes[theme] = ThemeChange(theme, known.title(theme))
    for look in looks:
        text = _as_found(texts[look.finding.id], reader)
        themes[known.theme_of[look.finding.id]].looks.append(WordedLook(look, text))
    for theme, about in actions.items():
        _add_actions(themes[theme], about, titles, reader)
        if not is_public:  # a measure is named by whoever measured it
            themes[theme].measured.extend(_measured(about, measures))
    shown = sorted(themes.values(), key=attrgetter("title"))
    outcomes: Counter[Outcome] = Counter()
    for change in shown:
        outcomes.update(change.outcomes())
    return WhatChanged(tuple(shown), outcomes)


def _of_audits(statuses: Collection[CycleStatus], known: ThemeFindings) -> ThemeFindings:
    """Return what audits that stand so have found."""
    findings = [finding for finding in known.findings if finding.status in statuses]
    audits = [audit for audit in known.audits if audit.status in statuses]
    theme_of = {finding.id: known.theme_of[finding.id] for finding in findings}
    return replace(known, findings=findings, audits=audits, theme_of=theme_of)


def _looks(known: ThemeFindings) -> list[LookAgain]:
    by_theme = defaultdict(list)
    for finding in known.findings:
        by_theme[known.theme_of[finding.id]].append(finding)
    looks: list[LookAgain] = []
    for findings in by_theme.values():
        looks.extend(looks_again(findings, known))
    return looks


def _reader(view: View, *, is_public: bool) -> _Reader:
    if not is_public:
        return _Reader(is_public=False)
    names = {*view.values(Unit.name), *view.values(Agency.name)}
    return _Reader(is_public=True, names=frozenset(map(folded, names)))


def _as_found(row: FindingRow, reader: _Reader) -> str:
    """Return what was found; how often, which would tell the numbers, only to staff."""
    if reader.is_public and row.n:
        return reader.words(plainest(row.text))
    return reader.words(row.text)


def _add_actions(
    change: ThemeChange, about: Actions, titles: Mapping[str, str], reader: _Reader
) -> None:
    for action, status in about.items():
        if status is not ActionStatus.CLOSED:
            change.still_to_do += 1
        elif words := reader.words(titles[action]):
            change.done.append((action, words))
        else:
            change.untold += 1


def _measured(
    actions: Iterable[str], measures: Mapping[str, ActionMeasure]
) -> Iterator[MeasuredAction]:
    for action in actions:
        if action in measures:
            impact = impact_of(measures[action])
            verdict = weigh(impact, compare_rounds)
            other_way = replace(impact, better=OTHER_WAY[impact.better])
            is_worse = weigh(other_way, compare_rounds).moved
            outcome = proven(is_rise=verdict.moved, is_fall=is_worse)
            yield MeasuredAction(action, SecondLook(outcome, verdict.words))
