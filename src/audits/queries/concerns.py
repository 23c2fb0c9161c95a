"""Immediate concerns about children, as plain values."""

import re
from typing import Any

from audits.domain.pack import CONCERN
from audits.storage import AnswerRow, Concern, View
from audits.workspace import Parts


Record = dict[str, Any]


def list_concerns(*, parts: Parts) -> list[Record]:
    """Return every immediate concern, those that nobody has taken up first."""
    with parts.open_view() as view:
        rows = view.all(Concern, order_by=Concern.raised_at)
        rows.sort(key=lambda row: row.acknowledged_at is not None)
        return [describe_concern(row, view) for row in rows]


def describe_concern(concern: Concern, view: View) -> Record:
    """Return a concern with the words in which it was raised, and those that were added."""
    at = concern.acknowledged_at
    (_, first), *added = all_said(concern, view)
    return {
        "id": concern.id,
        "cycle": concern.cycle,
        "unit": concern.unit,
        "case": concern.case_ref,
        "return": concern.return_id,
        "says": first,
        "added": [
            {"return": each, "says": words, "at": addition["at"]}
            for (each, words), addition in zip(added, concern.additions, strict=True)
        ],
        "raised_at": concern.raised_at.isoformat(),
        "acknowledged_at": at.isoformat() if at else None,
        "acknowledged_by": concern.acknowledged_by,
        "done": concern.done,
    }


def all_said(concern: Concern, view: View) -> list[tuple[str, str]]:
    """Return each return that said something of a concern, with its words, the first first."""
    ids = [concern.return_id, *(each["return_id"] for each in concern.additions)]
    return [(each, words_in(each, concern.case_ref, view)) for each in ids]


def words_in(return_id: str, case: str, view: View) -> str:
    """Return the words of a concern in one return, "" if it has none."""
    row = view.first(
        AnswerRow,
        AnswerRow.return_id == return_id,
        AnswerRow.case_ref == case,
        AnswerRow.question == CONCERN.id,
    )
    return row.value or "" if row else ""


def plain_words(words: str) -> str:
    """Return words as they are compared: neither capitals, spaces nor full stops make a difference.

    >>> plain_words("He is  back.") == plain_words("he is back")
    True
    """
    return " ".join(re.findall(r"\w+", words.casefold()))
