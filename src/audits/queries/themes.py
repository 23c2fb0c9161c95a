"""Themes joined across audits and years: what was learnt, and as a result what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus
from audits.queries.learning import Record, describe_challenge, describe_need, describe_shared
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
from audits.templates import thaw
from audits.workspace import Parts

from .cycles import NUMBERS
from .estimates import in_numbers


@dataclass
class _Theme:
    """What belongs to one theme, gathered."""

    title: str = ""
    learnt: list[Record] = field(default_factory=list)
    actions: list[Record] = field(default_factory=list)
    training: list[Record] = field(default_factory=list)
    shared: list[Record] = field(default_factory=list)
    challenges: list[Record] = field(default_factory=list)


def list_themes(*, parts: Parts, year: int | None = None) -> list[Record]:
    """Return each theme with what was learnt and what changed, joined across audits and years.

    Findings belong together where they ask the same core question; ``year`` is the calendar year
    of the cycles whose findings count, all unless given. Each finding keeps its own cycle, numbers
    and words: audits are put side by side, never added up.
    """
    themes: dict[str, _Theme] = defaultdict(_Theme)
    with parts.open_view() as view:
        of_finding = _gather_findings(themes, year, view)
        _gather_actions(themes, of_finding, view)
        for need in view.all(TrainingNeed, order_by=TrainingNeed.raised_on):
            themes[need.theme].training.append(describe_need(need))
        for shared in view.all(Shared, order_by=Shared.on):
            themes[shared.theme].shared.append(describe_shared(shared))
        for challenge in view.all(Challenge, order_by=Challenge.raised_on):
            if challenge.theme:
                themes[challenge.theme].challenges.append(describe_challenge(challenge))
    return [_theme(key, theme) for key, theme in sorted(themes.items())]


def _gather_findings(themes: Mapping[str, _Theme], year: int | None, view: View) -> dict[str, str]:
    """Put each finding under its theme; return the theme of every finding."""
    cycles = {cycle.ref: cycle for cycle in view.all(Cycle, order_by=Cycle.opened_on)}
    of_finding = {}
    for row in view.all(FindingRow, order_by=FindingRow.cycle):
        cycle = cycles[row.cycle]
        question = _core_questions(cycle.template).get(row.question, row.question)
        key = question or row.theme  # of a past audit, whose question may be unknown
        of_finding[row.id] = key
        if year in (None, cycle.opened_on.year):
            themes[key].title = themes[key].title or row.theme
            themes[key].learnt.append(_learnt(row, cycle))
    return of_finding


@lru_cache(maxsize=64)
def _core_questions(template: str) -> Mapping[str, str]:
    return {question.id: question.core or question.id for question in thaw(template).questions}


def _gather_actions(
    themes: Mapping[str, _Theme], of_finding: Mapping[str, str], view: View
) -> None:
    about: dict[str, set[str]] = defaultdict(set)
    for link in view.all(ActionFinding):
        about[link.action].add(of_finding[link.finding])
    for row in view.all(ActionRow, order_by=ActionRow.due):
        for key in sorted(about[row.id] | ({row.theme} if row.theme else set())):
            if row.status is not ActionStatus.WITHDRAWN:
                themes[key].actions.append(_action(row))


def _learnt(row: FindingRow, cycle: Cycle) -> Record:
    numbers: Record = {name: getattr(row, name) if row.frame else None for name in NUMBERS}
    return {
        "finding": row.id,
        "cycle": cycle.ref,
        "kind": cycle.kind,
        "year": cycle.opened_on.year,
        "points_to": str(row.kind),
        "text": row.text,
        **numbers,
        # A past audit's report gives no number.
        "in_words": in_numbers(row, thaw(cycle.template)) if row.frame else "not counted",
        "agreed": row.agreed_at is not None,
    }


def _action(row: ActionRow) -> Record:
    return {
        "action": row.id,
        "title": row.title,
        "owner": row.owner,
        "source": row.source,
        "status": str(row.status),
        "due": row.due.isoformat() if row.due else None,
        "evidence": row.evidence,
        "impact": row.impact,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "closed_why": row.closed_why,
    }


def _theme(key: str, theme: _Theme) -> Record:
    """Return a theme as data: what was found, and as a result what changed."""
    closed = [each for each in theme.actions if each["status"] == ActionStatus.CLOSED]
    return {
        "theme": key,
        "title": theme.title or key.replace("_", " ").capitalize(),
        "audits": sorted({each["kind"] for each in theme.learnt}),
        "years": sorted({each["year"] for each in theme.learnt}),
        "strengths": _pointing(theme.learnt, FindingKind.STRENGTH),
        "developments": _pointing(theme.learnt, FindingKind.DEVELOPMENT),
        "changed": closed,
        "still_to_do": [each for each in theme.actions if each not in closed],
        "training": theme.training,
        "shared_with": theme.shared,
        "challenges": theme.challenges,
    }


def _pointing(learnt: Iterable[Record], way: FindingKind) -> list[Record]:
    return [each for each in learnt if each["points_to"] == way]
