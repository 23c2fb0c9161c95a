"""Letters that wait until somebody has read them, where the partnership wants that."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.errors import NotFoundError
from audits.domain.letter_words import with_braces
from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.storage import Cycle, Dispatch, Unit
from audits.workspace import Workspace


# A child may be at risk, a message went to somebody it was not meant for, the business unit is told
# that nothing goes out, a link was locked, or a draw is committed to before it is made: these wait
# for nobody.
AT_ONCE = frozenset(
    {
        Purpose.CONCERN, Purpose.RECALL, Purpose.UNDELIVERED, Purpose.TROUBLE, Purpose.COMMITMENT,
        Purpose.LINK_LOCKED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RewordableWords:
    """The words of a letter that may be changed for its audit, with names in braces.

    ``before`` and ``after`` stand around them and stay; ``names`` are those that one may write.
    """

    text: str = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)
    names: tuple[str, ...]
    is_standard: bool


@dataclass(frozen=True, slots=True)
class LetterToApprove:
    """A letter exactly as it will go; ``digest`` is of all of it.

    ``cycle`` is "" of one about actions; ``attachments`` are file names.
    """

    key: str
    cycle: str
    title: str
    unit: str
    name: str
    purpose: Purpose
    channel: str
    to: tuple[str, ...] = field(repr=False)
    subject: str
    body: str = field(repr=False)
    attachments: tuple[str, ...]
    due_at: datetime
    digest: str
    rewordable: RewordableWords | None


def waits_to_be_approved(dispatch: Dispatch, workspace: Workspace) -> bool:
    """Tell whether a message may not go because nobody has approved it as it stands.

    A message that a channel may have had already is looked for there, and does not wait.
    """
    if not workspace.approves_letters or dispatch.purpose in AT_ONCE:
        return False
    return dispatch.status is DispatchStatus.DUE and dispatch.approved != digest_of_letter(dispatch)


def digest_of_letter(dispatch: Dispatch) -> str:
    """Return the digest of what goes: to whom, by which way, subject, text and attachments.

    Whatever of it is changed after somebody has approved it, it waits again.
    """
    content = [
        dispatch.channel, list(dispatch.recipients), dispatch.subject, dispatch.body,
        dispatch.attachments,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def letters_to_approve(*, workspace: Workspace) -> list[LetterToApprove]:
    """Return the letters that wait to be approved, those that are due first; in three statements.

    None where the partnership wants none shown before it goes.
    """
    if not workspace.approves_letters:
        return []
    with workspace.open_view() as view:
        due = view.all(Dispatch, Dispatch.status == DispatchStatus.DUE, order_by=Dispatch.due_at)
        names = view.values_by(Unit.code, Unit.name)
        titles = view.values_by(Cycle.ref, Cycle.title)
    letters = []
    for row in due:
        if waits_to_be_approved(row, workspace):
            cycle = row.cycle or ""
            names_of_both = (titles.get(cycle, ""), names.get(row.unit, row.unit))
            letters.append(_letter(row, *names_of_both))
    return letters


def letter_to_approve(key: str, *, workspace: Workspace) -> LetterToApprove:
    """Return one letter that is due.

    Raises:
        NotFoundError: if there is none, or it is not due any more.
    """
    with workspace.open_view() as view:
        row = view.get(Dispatch, key)
        if row.status is not DispatchStatus.DUE:
            raise NotFoundError(f"The letter '{key}' does not wait any more.")
        title = view.get(Cycle, row.cycle).title if row.cycle else ""
        return _letter(row, title, view.get(Unit, row.unit).name)


def digests_by_key(letters: Sequence[LetterToApprove]) -> dict[str, str]:
    """Return what is approved with each letter, by its key."""
    return {letter.key: letter.digest for letter in letters}


def _letter(row: Dispatch, title: str, name: str) -> LetterToApprove:
    return LetterToApprove(
        key=row.key,
        cycle=row.cycle or "",
        title=title,
        unit=row.unit,
        name=name,
        purpose=Purpose(row.purpose),
        channel=row.channel,
        to=tuple(row.recipients),
        subject=row.subject,
        body=row.body,
        attachments=tuple(attachment["name"] for attachment in row.attachments),
        due_at=row.due_at,
        digest=digest_of_letter(row),
        rewordable=_rewordable(row),
    )


def _rewordable(row: Dispatch) -> RewordableWords | None:
    wording = row.wording
    if not wording or row.cycle is None:
        return None
    values = wording["values"]
    return RewordableWords(
        text=with_braces(wording["now"], values),
        before=wording["before"],
        after=wording["after"],
        names=tuple(values),
        is_standard=wording["now"] == wording["standard"],
    )
