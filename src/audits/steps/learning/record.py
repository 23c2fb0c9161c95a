"""Learning: what training has to bring home, what was shared, what partners challenge."""

from datetime import date
from typing import TypeVar

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.remedies import Remedy, Verb
from audits.steps.masks import masks
from audits.storage import (
    ActionRow,
    Challenge,
    Shared,
    TrainingNeed,
)
from audits.workspace import Workspace


T = TypeVar("T", TrainingNeed, Challenge)


@masks("how", about="")
def record_sharing(
    theme: str, *, shared_with: str, how: str, workspace: Workspace, on: date | None = None
) -> None:
    """Write down with whom what was learnt about a theme was shared, and how.

    Raises:
        UserError: if it does not say with whom, or how.
    """
    _check_said(theme=theme, shared_with=shared_with, how=how)
    with workspace.open_uow() as uow:
        day = on or workspace.today()
        row = Shared(theme=theme, shared_with=shared_with, how=how, on=day, by=uow.actor)
        uow.add(row)
        uow.note("learning shared", theme, shared_with=shared_with, how=how)
        uow.commit()


@masks("text", about="action")
def need_training(
    theme: str, *, text: str, audience: str, workspace: Workspace, action: str | None = None
) -> str:
    """Add something that training has to bring home, and return its number.

    Raises:
        NotFoundError: if the action is not there.
    """
    _check_said(theme=theme, text=text, audience=audience)
    with workspace.open_uow() as uow:
        if action:
            uow.get(ActionRow, action)
        row = TrainingNeed(
            id=f"T{uow.next_number('training')}",
            theme=theme,
            text=text,
            audience=audience,
            raised_on=workspace.today(),
            action=action,
        )
        uow.add(row)
        uow.note("training needed", row.id, theme=theme, audience=audience)
        uow.commit()
        return row.id


@masks("how", about="")
def meet_training(ref: str, *, how: str, workspace: Workspace) -> None:
    """Write down how a training need was met.

    Raises:
        NotFoundError: if there is none of that number.
        StatusError: if it was met before.
    """
    _check_said(how=how)
    with workspace.open_uow() as uow:
        row = _known(uow.find(TrainingNeed, ref), f"training need '{ref}'", Verb.SEE_TRAINING)
        _check_open(ref, "met", row.met_on, row.met_how)
        row.met_on, row.met_how = workspace.today(), how
        uow.add(row)
        uow.note("training met", ref, how=how)
        uow.commit()


@masks("text", about="action")
def raise_challenge(
    text: str,
    *,
    raised_by: str,
    put_to: str,
    workspace: Workspace,
    theme: str = "",
    action: str | None = None,
) -> str:
    """Log what one partner puts to another, and return its number.

    Raises:
        NotFoundError: if the action that came of it is not there.
    """
    _check_said(text=text, raised_by=raised_by, put_to=put_to)
    with workspace.open_uow() as uow:
        if action:
            uow.get(ActionRow, action)
        row = Challenge(
            id=f"C{uow.next_number('challenge')}",
            raised_on=workspace.today(),
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


@masks("outcome", about="")
def settle_challenge(ref: str, *, outcome: str, workspace: Workspace) -> None:
    """Write down what came of a challenge.

    Raises:
        NotFoundError: if there is none of that number.
        StatusError: if it was settled before.
    """
    _check_said(outcome=outcome)
    with workspace.open_uow() as uow:
        row = _known(uow.find(Challenge, ref), f"challenge '{ref}'", Verb.SEE_CHALLENGES)
        _check_open(ref, "settled", row.settled_on, row.outcome)
        row.settled_on, row.outcome = workspace.today(), outcome
        uow.add(row)
        uow.note("challenge settled", ref, outcome=outcome)
        uow.commit()


def _known(row: T | None, what: str, look: Verb) -> T:
    """Return a row that was looked for.

    Raises:
        NotFoundError: if there is none, with where to look.
    """
    if row is None:
        raise NotFoundError(f"There is no {what}.", remedy=Remedy(look))
    return row


def _check_open(ref: str, what: str, on: date | None, how: str) -> None:
    """Refuse to write over how something ended."""
    if on is not None:
        raise StatusError(
            f"{ref} was {what} on {on:%d/%m/%Y}: {how.rstrip('.')}. Nothing was written; log what "
            "is new as a new one."
        )


def _check_said(**texts: str) -> None:
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        raise UserError(f"Say the {empty[0].replace('_', ' ')}; it is empty.")
