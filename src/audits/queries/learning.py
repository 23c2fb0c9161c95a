"""What training has to bring home, what was shared, and what partners challenge."""

from dataclasses import dataclass
from datetime import date

from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.storage import Challenge, Shared, TrainingNeed
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """What training has to bring home to whom; ``met_on`` is None until it has."""

    id: str
    theme: str
    text: str
    audience: str
    raised_on: date
    action: str | None  # that it comes from
    met_on: date | None
    met_how: str


@dataclass(frozen=True, slots=True)
class SharedLine:
    """With whom what was learnt about a theme was shared."""

    shared_with: str
    how: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """What one partner put to another; ``settled_on`` is None until something came of it."""

    id: str
    raised_on: date
    raised_by: str
    put_to: str
    text: str
    theme: str
    action: str | None  # that came of it
    settled_on: date | None
    outcome: str


def list_training(*, workspace: Workspace, met: bool = False) -> list[TrainingLine]:
    """Return the training that is needed, oldest first; ``met`` those needs that were met too."""
    with workspace.open_view() as view:
        rows = view.all(TrainingNeed, order_by=TrainingNeed.raised_on)
    return [training_line(row) for row in rows if met or row.met_on is None]


def list_challenges(*, workspace: Workspace) -> list[ChallengeLine]:
    """Return every challenge, oldest first."""
    with workspace.open_view() as view:
        rows = view.all(Challenge, order_by=Challenge.raised_on)
    return [challenge_line(row) for row in rows]


def find_training(ref: str, *, workspace: Workspace) -> TrainingLine:
    """Return one training need.

    Raises:
        NotFoundError: if there is none of that number.
    """
    with workspace.open_view() as view:
        row = view.find(TrainingNeed, ref)
    if row is None:
        raise NotFoundError(f"There is no training need '{ref}'.", remedy=Remedy(Verb.SEE_TRAINING))
    return training_line(row)


def find_challenge(ref: str, *, workspace: Workspace) -> ChallengeLine:
    """Return one challenge.

    Raises:
        NotFoundError: if there is none of that number.
    """
    with workspace.open_view() as view:
        row = view.find(Challenge, ref)
    if row is None:
        raise NotFoundError(f"There is no challenge '{ref}'.", remedy=Remedy(Verb.SEE_CHALLENGES))
    return challenge_line(row)


def training_line(row: TrainingNeed) -> TrainingLine:
    """Return a training need as it is shown."""
    return TrainingLine(
        row.id, row.theme, row.text, row.audience, row.raised_on, row.action, row.met_on,
        row.met_how,
    )  # fmt: skip


def shared_line(row: Shared) -> SharedLine:
    """Return what was shared as it is shown under its theme."""
    return SharedLine(row.shared_with, row.how, row.on, row.by)


def challenge_line(row: Challenge) -> ChallengeLine:
    """Return a challenge as it is shown."""
    return ChallengeLine(
        row.id, row.raised_on, row.raised_by, row.put_to, row.text, row.theme, row.action,
        row.settled_on, row.outcome,
    )  # fmt: skip
