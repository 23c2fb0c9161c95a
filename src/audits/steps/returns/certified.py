"""Who a returned workbook says has certified it: found among those listed, and kept by number.

The name stands in the workbook as it came and nowhere else: what is stored as an answer is the
office.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.certifying import CertifierError, certifier_named
from audits.domain.pack import CERTIFIED_BY, CERTIFIED_ON
from audits.domain.spelling import folded
from audits.domain.status import ReturnOutcome
from audits.queries.certificates import holders_of, standing_certificate
from audits.queries.packs import pack_of
from audits.storage import AnswerRow, Certification, IssuedPack, ReturnFile, UnitOfWork, View
from audits.workbook import Reading
from audits.workspace import Workspace


ASKED = (CERTIFIED_BY.id, CERTIFIED_ON.id)


@dataclass(frozen=True, slots=True)
class Certified:
    """Who certified a return, by their number among contacts, in which office and on which day."""

    contact: int
    office: str
    on: date | None


def find_certifier(
    reading: Reading, row: IssuedPack | None, view: View
) -> tuple[Reading, Certified | None]:
    """Return a reading whose answers name nobody, and who certified it, if it says so."""
    given = {answer.question: answer for answer in reading.answers if answer.question in ASKED}
    named = given.get(CERTIFIED_BY.id)
    if row is None or named is None or not named.value:
        return reading, None
    pack = pack_of(row)
    office, holders = pack.certified_by, holders_of(row.unit, pack.certified_by, view)
    if folded(named.value) == folded(office) and standing_certificate(row.code, view):
        return _without(reading, ASKED), None  # as it was sent out again
    try:
        holder = certifier_named(named.value, office, pack.unit_name, holders)
    except CertifierError as error:
        return _refused(reading, named, str(error)), None
    kept = replace(named, value=office, original=office)
    answers = tuple(kept if answer is named else answer for answer in reading.answers)
    day = given.get(CERTIFIED_ON.id)
    on = date.fromisoformat(day.value) if day and day.value else None
    return replace(reading, answers=answers), Certified(holder.contact, office, on)


def keep_certificate(
    certified: Certified,
    row: ReturnFile,
    pack: IssuedPack,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> None:
    """Keep that a return was certified, in the transaction that took its answers."""
    answers = uow.values(AnswerRow.id, AnswerRow.pack == pack.code)
    received = workspace.calendar.local_date(row.received_at)
    uow.add(
        Certification(
            cycle=pack.cycle,
            unit=pack.unit,
            pack=pack.code,
            office=certified.office,
            contact=certified.contact,
            certified_on=certified.on or received,
            return_id=row.id,
            last_answer=max(map(int, filter(None, answers)), default=0),
            at=workspace.clock(),
            noted_by=uow.actor,
        )
    )
    uow.note(
        "return certified", row.id, unit=pack.unit, cycle=pack.cycle, office=certified.office,
        contact=certified.contact,
    )  # fmt: skip


def _without(reading: Reading, questions: Collection[str]) -> Reading:
    answers = tuple(answer for answer in reading.answers if answer.question not in questions)
    return replace(reading, answers=answers)


def _refused(reading: Reading, named: Answer, says: str) -> Reading:
    """Return a reading that is asked again who certified it; the name is not kept."""
    empty = replace(named, value=None, original="")
    answers = tuple(empty if answer is named else answer for answer in reading.answers)
    problem = Problem(
        ProblemCode.CERTIFIER, says, named.sheet, named.cell, named.case, named.question
    )
    outcome = reading.outcome
    if outcome is ReturnOutcome.ACCEPTED:
        outcome = ReturnOutcome.QUERIED
    problems = (*reading.problems, problem)
    return replace(reading, answers=answers, problems=problems, outcome=outcome)
