"""Immediate concerns about children."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from audits.domain.pack import CONCERN
from audits.storage import AnswerRow, Concern, View, one_of
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ConcernAddition:
    """What a later return said of the same concern in other words."""

    return_: str
    says: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class ConcernView:
    """An immediate concern in the words in which it was raised, and who took it up."""

    id: int
    cycle: str
    unit: str
    case: str
    return_: str
    says: str = field(repr=False)
    added: tuple[ConcernAddition, ...]
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    done: str = field(repr=False)


def list_concerns(*, workspace: Workspace) -> list[ConcernView]:
    """Return every immediate concern, those that nobody has taken up first."""
    with workspace.open_view() as view:
        rows = view.all(Concern, order_by=Concern.raised_at)
        rows.sort(key=lambda row: row.acknowledged_at is not None)
        return describe_concerns(rows, view)


def describe_concerns(concerns: Sequence[Concern], view: View) -> list[ConcernView]:
    """Return concerns with all their words, in one statement."""
    returns = set(chain.from_iterable(map(returns_of, concerns)))
    rows = view.all(
        AnswerRow, one_of(AnswerRow.return_id, returns), AnswerRow.question == CONCERN.id
    )
    words = {(row.return_id, row.case_ref): row.value or "" for row in rows}
    return [_view(concern, words) for concern in concerns]


def all_said(concern: Concern, view: View) -> list[tuple[str, str]]:
    """Return each return that said something of a concern, with its words, the first first."""
    return [(ref, words_in(ref, concern.case_ref, view)) for ref in returns_of(concern)]


def words_in(return_id: str, case: str, view: View) -> str:
    """Return the words of a concern in one return, "" if it has none."""
    row = view.first(
        AnswerRow,
        AnswerRow.return_id == return_id,
        AnswerRow.case_ref == case,
        AnswerRow.question == CONCERN.id,
    )
    if row is None:
        return ""
    return row.value or ""


def plain_words(words: str) -> str:
    """Return words as they are compared: neither capitals, spaces nor full stops make a difference.

    >>> plain_words("He is  back.") == plain_words("he is back")
    True
    """
    return " ".join(re.findall(r"\w+", words.casefold()))


def returns_of(concern: Concern) -> list[str]:
    """Return the returns that said something of a concern, the first first."""
    return [concern.return_id, *(addition["return_id"] for addition in concern.additions)]


def _additions(concern: Concern, words: Mapping[tuple[str, str], str]) -> Iterator[ConcernAddition]:
    for addition in concern.additions:
        ref = addition["return_id"]
        said_at = datetime.fromisoformat(addition["at"])
        yield ConcernAddition(ref, words.get((ref, concern.case_ref), ""), said_at)


def _view(concern: Concern, words: Mapping[tuple[str, str], str]) -> ConcernView:
    case = concern.case_ref
    return ConcernView(
        id=concern.id or 0,  # every kept row has one
        cycle=concern.cycle,
        unit=concern.unit,
        case=case,
        return_=concern.return_id,
        says=words.get((concern.return_id, case), ""),
        added=tuple(_additions(concern, words)),
        raised_at=concern.raised_at,
        acknowledged_at=concern.acknowledged_at,
        acknowledged_by=concern.acknowledged_by,
        done=concern.done,
    )
