"""What units ask of the business unit: what waits for it, and what became of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.domain.unit_request import RequestKind, RequestOutcome
from audits.storage import Contact, Cycle, UnitRequest, View, is_empty, one_of
from audits.workspace import Workspace

from .current_rows import first_pack
from .return_status import unit_names


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What a unit asks, and what was decided; ``outcome`` is None as long as it waits.

    More time is asked for a ``cycle``, ``until`` a day. ``contact`` is who says that they are not
    the right person, by number and name; ``person``, ``role`` and ``email`` who is, as far as it
    was said. With an address, somebody decides whether they are written to instead.
    """

    id: int
    kind: RequestKind
    unit: str
    unit_name: str
    cycle: str
    title: str
    until: date | None
    why: str = field(repr=False)
    contact: int | None
    contact_name: str = field(repr=False)
    person: str = field(repr=False)
    email: str = field(repr=False)
    role: str
    asked_at: datetime
    asked_by: str
    outcome: RequestOutcome | None
    answer: str = field(repr=False)
    decided_at: datetime | None
    decided_by: str | None


def list_requests(*, workspace: Workspace, waiting: bool = False) -> list[RequestLine]:
    """Return what units ask, the newest first; ``waiting``, only what nobody has decided."""
    with workspace.open_view() as view:
        conditions = [is_empty(UnitRequest.outcome)] if waiting else []
        rows = view.all(UnitRequest, *conditions, order_by=UnitRequest.id)
        return _lines(rows[::-1], view)


def request_line(number: int, *, workspace: Workspace) -> tuple[RequestLine, datetime | None]:
    """Return one request, and when the return is due of which it speaks.

    Raises:
        NotFoundError: if there is no such request.
    """
    with workspace.open_view() as view:
        row = view.find(UnitRequest, number)
        if row is None:
            raise NotFoundError(f"There is no request {number}.", remedy=Remedy(Verb.SEE_REQUESTS))
        pack = first_pack(row.cycle, row.unit, view) if row.cycle else None
        [line] = _lines([row], view)
    due_at = pack.due_at if pack else None
    return line, due_at


def _lines(rows: Sequence[UnitRequest], view: View) -> list[RequestLine]:
    names = unit_names(view)
    titles = view.values_by(Cycle.ref, Cycle.title)
    people = view.values_by(
        Contact.id, Contact.name, one_of(Contact.id, {row.contact for row in rows if row.contact})
    )
    lines = []
    for row in rows:
        line = RequestLine(
            id=row.id or 0, kind=row.kind, unit=row.unit, unit_name=names.get(row.unit, row.unit),
            cycle=row.cycle or "", title=titles.get(row.cycle or "", ""), until=row.until,
            why=row.why, contact=row.contact, contact_name=people.get(row.contact, ""),
            person=row.person, email=row.email, role=row.role, asked_at=row.asked_at,
            asked_by=row.asked_by, outcome=row.outcome, answer=row.answer,
            decided_at=row.decided_at, decided_by=row.decided_by,
        )  # fmt: skip
        lines.append(line)
    return lines
