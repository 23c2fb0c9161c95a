"""Learning: themes across audits and years, training, what was shared, challenges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from audits.domain.errors import NotFoundError, UserError
from audits.domain.finding import FindingKind, Interval
from audits.domain.status import ActionStatus
from audits.statistics import in_words
from audits.storage import (
    ActionFinding,
    ActionRow,
    Challenge,
    Cycle,
    FindingRow,
    Shared,
    TrainingNeed,
    UnitOfWork,
)
from audits.templates import thaw

from .parts import Parts


Record = dict[str, Any]


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
    with parts.open_uow() as uow:
        of_finding = _gather_findings(themes, year, uow)
        _gather_actions(themes, of_finding, uow)
        for need in uow.all(TrainingNeed, order_by="raised_on"):
            themes[need.theme].training.append(_need(need))
        for shared in uow.all(Shared, order_by="on"):
            themes[shared.theme].shared.append(_shared(shared))
        for challenge in uow.all(Challenge, order_by="raised_on"):
            if challenge.theme:
                themes[challenge.theme].challenges.append(_challenge(challenge))
    return [_theme(key, theme) for key, theme in sorted(themes.items())]


def share(
    theme: str, *, shared_with: str, how: str, parts: Parts, on: date | None = None
) -> None:
    """Write down with whom what was learnt about a theme was shared, and how.

    Raises:
        UserError: if it does not say with whom, or how.
    """
    _check_said(theme=theme, shared_with=shared_with, how=how)
    with parts.open_uow() as uow:
        day = on or parts.today()
        row = Shared(theme=theme, shared_with=shared_with, how=how, on=day, by=uow.actor)
        uow.add(row)
        uow.note("learning shared", theme, shared_with=shared_with, how=how)
        uow.commit()


def list_training(*, parts: Parts, met: bool = False) -> list[Record]:
    """Return the training that is needed, oldest first; ``met`` those needs that were met too."""
    with parts.open_uow() as uow:
        rows = uow.all(TrainingNeed, order_by="raised_on")
    return [_need(row) for row in rows if met or row.met_on is None]


def need_training(
    theme: str, *, text: str, audience: str, parts: Parts, action: str | None = None
) -> str:
    """Add something that training has to bring home, and return its number.

    Raises:
        NotFoundError: if the action is not there.
    """
    _check_said(theme=theme, text=text, audience=audience)
    with parts.open_uow() as uow:
        if action:
            uow.get(ActionRow, action)
        row = TrainingNeed(
            id=f"T{uow.next_number('training')}",
            theme=theme,
            text=text,
            audience=audience,
            raised_on=parts.today(),
            action=action,
        )
        uow.add(row)
        uow.note("training needed", row.id, theme=theme, audience=audience)
        uow.commit()
        return row.id


def meet_training(ref: str, *, how: str, parts: Parts) -> None:
    """Write down how a training need was met."""
    _check_said(how=how)
    with parts.open_uow() as uow:
        row = uow.find(TrainingNeed, ref)
        if row is None:
            raise NotFoundError(f"There is no training need '{ref}': audits learning training")
        row.met_on, row.met_how = parts.today(), how
        uow.add(row)
        uow.note("training met", ref, how=how)
        uow.commit()


def challenge(
    text: str,
    *,
    raised_by: str,
    put_to: str,
    parts: Parts,
    theme: str = "",
    action: str | None = None,
) -> str:
    """Log what one partner puts to another, and return its number.

    Raises:
        NotFoundError: if the action that came of it is not there.
    """
    _check_said(text=text, raised_by=raised_by, put_to=put_to)
    with parts.open_uow() as uow:
        if action:
            uow.get(ActionRow, action)
        row = Challenge(
            id=f"C{uow.next_number('challenge')}",
            raised_on=parts.today(),
            raised_by=raised_by,
            put_to=put_to,
            text=text,
            theme=theme,
            action=action,
        )
        uow.add(row)
        uow.note("challenge raised", row.id, by=raised_by, to=put_to)
        uow.commit()
        return row.id


def settle_challenge(ref: str, *, outcome: str, parts: Parts) -> None:
    """Write down what came of a challenge."""
    _check_said(outcome=outcome)
    with parts.open_uow() as uow:
        row = uow.find(Challenge, ref)
        if row is None:
            raise NotFoundError(f"There is no challenge '{ref}': audits learning challenges")
        row.settled_on, row.outcome = parts.today(), outcome
        uow.add(row)
        uow.note("challenge settled", ref, outcome=outcome)
        uow.commit()


def list_challenges(*, parts: Parts) -> list[Record]:
    """Return every challenge, the first first."""
    with parts.open_uow() as uow:
        return [_challenge(row) for row in uow.all(Challenge, order_by="raised_on")]


def _gather_findings(
    themes: Mapping[str, _Theme], year: int | None, uow: UnitOfWork
) -> dict[str, str]:
    """Put each finding under its theme; return the theme of every finding."""
    cycles = {cycle.ref: cycle for cycle in uow.all(Cycle, order_by="opened_on")}
    of_finding = {}
    for row in uow.all(FindingRow, order_by="cycle"):
        cycle = cycles[row.cycle]
        key = _core_questions(cycle.template).get(row.question, row.question)
        of_finding[row.id] = key
        if year in (None, cycle.opened_on.year):
            themes[key].title = themes[key].title or row.theme
            themes[key].learnt.append(_learnt(row, cycle))
    return of_finding


@lru_cache(maxsize=64)
def _core_questions(template: str) -> Mapping[str, str]:
    return {question.id: question.core or question.id for question in thaw(template).questions}


def _gather_actions(
    themes: Mapping[str, _Theme], of_finding: Mapping[str, str], uow: UnitOfWork
) -> None:
    about: dict[str, set[str]] = defaultdict(set)
    for link in uow.all(ActionFinding):
        about[link.action].add(of_finding[link.finding])
    for row in uow.all(ActionRow, order_by="due"):
        for key in sorted(about[row.id] | ({row.theme} if row.theme else set())):
            if row.status is not ActionStatus.WITHDRAWN:
                themes[key].actions.append(_action(row))


def _learnt(row: FindingRow, cycle: Cycle) -> Record:
    interval = Interval(row.x, row.n, row.frame, low=row.low, high=row.high)
    return {
        "finding": row.id,
        "cycle": cycle.ref,
        "kind": cycle.kind,
        "year": cycle.opened_on.year,
        "points_to": str(row.kind),
        "text": row.text,
        "x": row.x,
        "n": row.n,
        "frame": row.frame,
        "low": row.low,
        "high": row.high,
        "in_words": in_words(interval),
        "agreed": row.agreed_at is not None,
    }


def _action(row: ActionRow) -> Record:
    return {
        "action": row.id,
        "title": row.title,
        "owner": row.owner,
        "source": row.source,
        "status": str(row.status),
        "due": row.due.isoformat(),
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


def _need(row: TrainingNeed) -> Record:
    return row.model_dump(mode="json")


def _shared(row: Shared) -> Record:
    return row.model_dump(mode="json", exclude={"id", "theme"})


def _challenge(row: Challenge) -> Record:
    return row.model_dump(mode="json")


def _check_said(**texts: str) -> None:
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        raise UserError(f"Say the {empty[0].replace('_', ' ')}; it is empty.")
