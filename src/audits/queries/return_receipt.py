"""The receipt of what a unit handed in: what came, when, by whom, and what was written back."""

from dataclasses import dataclass, field
from datetime import datetime

from audits.domain.errors import NotFoundError
from audits.domain.message import Purpose
from audits.domain.status import ReturnOutcome
from audits.storage import AnswerRow, Cycle, Dispatch, ReturnFile, TrailEntry, is_filled
from audits.workspace import Workspace

from .own_units import Agencies, own_unit


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What a unit can show of a return. ``by`` handed it in; ``letter`` is the receipt by mail.

    ``answers`` counts those that were taken; ``sha256`` is what its bytes are known by.
    """

    unit: str
    unit_name: str
    id: str
    cycle: str
    title: str
    received_at: datetime
    is_late: bool
    outcome: ReturnOutcome | None
    is_typed: bool
    answers: int
    by: str
    sha256: str
    letter: str = field(repr=False)


def receipt_of(unit: str, ref: str, agencies: Agencies, *, workspace: Workspace) -> ReceiptPage:
    """Return the receipt of a file that a unit of somebody's agencies handed in.

    Raises:
        NotFoundError: if the unit is not theirs, or handed in no such file.
    """
    with workspace.open_view() as view:
        name = own_unit(unit, agencies, view).name
        row = view.find(ReturnFile, ref)
        if row is None or unit not in (row.unit, row.only_for):
            raise NotFoundError("There is no such return.")
        cycle = view.find(Cycle, row.cycle) if row.cycle else None
        letter = view.find(Dispatch, f"{row.cycle}/{unit}/{Purpose.RECEIPT}/{ref}")
        came = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "return received")
        answers = view.count(AnswerRow, AnswerRow.return_id == ref, is_filled(AnswerRow.value))
    title = cycle.title if cycle else ""
    by, body = came.actor if came else "", letter.body if letter else ""
    return ReceiptPage(
        unit=unit, unit_name=name, id=ref, cycle=row.cycle or "", title=title,
        received_at=row.received_at, is_late=row.late, outcome=row.outcome,
        is_typed=row.typed is not None, answers=answers, by=by, sha256=row.sha256, letter=body,
    )  # fmt: skip
