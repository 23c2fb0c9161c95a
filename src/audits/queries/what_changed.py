"""What has changed: for each theme what was found, what was done, what a second look proves.

It names no owner and no case. Whoever is no staff is shown what published audits found, without
numbers, and no words that could tell whom they are about.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple

from audits.actions import Better, weigh
from audits.domain.frequency import plainest
from audits.domain.spelling import folded
from audits.domain.status import AGREED_OR_LATER, ActionStatus, CycleStatus
from audits.reporting.identifying import identifying
from audits.statistics import compare_rounds
from audits.storage import (
    ActionFinding,
    ActionMeasure,
    ActionRow,
    Agency,
    FindingInShort,
    FindingRow,
    Unit,
    View,
    any_of,
    is_filled,
    one_of,
    stands_in,
)
from audits.workspace import Workspace

from .looks_again import LookAgain, looks_again
from .measures import impact_of
from .rounds import Outcome, SecondLook, proven
from .theme_rows import ThemeActions, ThemeFindings, actions_by_theme, last_theme_findings


PUBLISHED = (CycleStatus.PUBLISHED, CycleStatus.CLOSED)
CASE = re.compile(r"\b[A-Z][A-Z0-9]{2,15}-\d+\b")  # a case's reference, wherever it was typed
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
        known = last_theme_findings(view, statuses)
        looks = _looks(known)
        is_looked_at = one_of(FindingRow.id, [look.finding.id for look in looks])
        texts = view.values_by(FindingRow.id, FindingRow.text, is_looked_at)
        actions = actions_by_theme(known.theme_of, view, own_themes=not is_public)
        was_measured = is_filled(ActionMeasure.after)
        measures = view.rows_by(ActionMeasure, ActionMeasure.action, was_measured)
        in_detail = _actions_in_detail(measures, view)
        reader = _reader(view, is_public=is_public)
    themes: dict[str, ThemeChange] = {}
    for theme in {*actions.counts, *(known.theme_of[look.finding.id] for look in looks)}:
        themes[theme] = ThemeChange(theme, known.title(theme))
    for look in looks:
        text = _as_found(look.finding, texts[look.finding.id], reader)
        themes[known.theme_of[look.finding.id]].looks.append(WordedLook(look, text))
    for theme, counts in actions.counts.items():
        themes[theme].still_to_do = counts.total() - counts[ActionStatus.CLOSED]
    for action in in_detail:
        for theme in _themes_of(action, actions, reader):
            _add_action(themes[theme], action, measures, reader)
    shown = sorted(themes.values(), key=attrgetter("title", "theme"))
    outcomes: Counter[Outcome] = Counter()
    for change in shown:
        outcomes.update(change.outcomes())
    return WhatChanged(tuple(shown), outcomes)


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


def _as_found(finding: FindingInShort, text: str, reader: _Reader) -> str:
    """Return what was found; how often, which would tell the numbers, only to staff."""
    if reader.is_public and finding.n:
        return reader.words(plainest(text))
    return reader.words(text)


class _InDetail(NamedTuple):
    """An action of a theme of which more is told than that it stands: closed, or measured."""

    id: str
    status: ActionStatus
    theme: str
    title: str


def _actions_in_detail(measured: Collection[str], view: View) -> list[_InDetail]:
    stands = ActionRow.status != ActionStatus.WITHDRAWN
    is_told = any_of(ActionRow.status == ActionStatus.CLOSED, one_of(ActionRow.id, measured))
    has_theme = any_of(ActionRow.theme != "", stands_in(ActionRow.id, ActionFinding.action))
    wanted = (ActionRow.id, ActionRow.status, ActionRow.theme, ActionRow.title)
    rows = view.columns(wanted, stands, is_told, has_theme, order_by=ActionRow.id)
    return list(map(_InDetail._make, rows))


def _themes_of(action: _InDetail, actions: ThemeActions, reader: _Reader) -> set[str]:
    """Return every theme that an action is about, as far as the reader may know."""
    themes = set(actions.by_findings.get(action.id, ()))
    if action.theme and not reader.is_public:
        themes.add(action.theme)
    return themes


def _add_action(
    change: ThemeChange, action: _InDetail, measures: Mapping[str, ActionMeasure], reader: _Reader
) -> None:
    if action.status is ActionStatus.CLOSED:
        words = reader.words(action.title)
        if words:
            change.done.append((action.id, words))
        else:
            change.untold += 1
    if action.id in measures and not reader.is_public:  # named by whoever measured it
        change.measured.append(_measured(action.id, measures[action.id]))


def _measured(action: str, measure: ActionMeasure) -> MeasuredAction:
    impact = impact_of(measure)
    verdict = weigh(impact, compare_rounds)
    other_way = replace(impact, better=OTHER_WAY[impact.better])
    is_worse = weigh(other_way, compare_rounds).moved
    outcome = proven(is_rise=verdict.moved, is_fall=is_worse)
    return MeasuredAction(action, SecondLook(outcome, verdict.words))
