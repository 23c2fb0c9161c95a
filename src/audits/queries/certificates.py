"""Which returns are certified, by whom and in which office, and what changed since."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from audits.domain.certifying import Holder, holds_office
from audits.domain.errors import NotFoundError, StatusError
from audits.domain.pack import CERTIFIED_BY, CERTIFIED_ON, Pack
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import WITHOUT_ANSWERS
from audits.storage import (
    AnswerRow,
    Certification,
    Contact,
    Cycle,
    IssuedPack,
    ReturnFile,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace

from .certified_elsewhere import Elsewhere, certified_elsewhere
from .editions import newest_edition
from .own_units import Agencies, own_unit
from .packs import pack_of


NO_WORKBOOK = "There is no such workbook."


class CertificateStands(StrEnum):
    """How a return stands with whoever certifies it."""

    NOT_RETURNED = "not returned"
    NOBODY = "nobody holds the office"
    TO_CERTIFY = "to be certified"
    CERTIFIED = "certified"
    CHANGED = "changed since it was certified"
    ELSEWHERE = "certified at another partnership"


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One answer that is another than when the return was certified; ``case`` may be ""."""

    case: str
    asks: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One return that an office certifies; ``certified_by`` is "" while no certificate stands.

    ``withdrawn_why`` says why the last one was withdrawn, if no other has taken its place. Where
    no office certifies it here, ``office`` is "".
    """

    unit: str
    unit_name: str
    pack: str
    office: str
    stands: CertificateStands
    certified_by: str = field(repr=False)
    certified_on: date | None
    noted_by: str
    withdrawn_at: datetime | None
    withdrawn_why: str = field(repr=False)
    changed: tuple[ChangedAnswer, ...]
    return_: str  # that was certified, "" while no certificate stands
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A return as its certifier sees it; ``holders`` may certify it."""

    cycle: str
    title: str
    line: CertificateLine
    holders: tuple[Holder, ...]


def certified_office(row: IssuedPack) -> str:
    """Return the office that certifies a pack's return.

    Raises:
        StatusError: if none does.
    """
    office = pack_of(row).certified_by
    if not office:
        raise StatusError(f"Nobody certifies the returns of {row.cycle}.")
    return office


def holders_of(unit: str, office: str, view: View) -> list[Holder]:
    """Return who is or was listed at a unit as holding an office, in the order of the list."""
    return _holding(view.all(Contact, Contact.unit == unit, order_by=Contact.id), office)


def standing_certificate(code: str, view: View) -> Certification | None:
    """Return the certificate of a pack's return that counts, None if none does."""
    stands = is_empty(Certification.withdrawn_at)
    rows = view.all(Certification, Certification.pack == code, stands, order_by=Certification.id)
    return rows[-1] if rows else None


def list_certificates(ref: str, *, workspace: Workspace) -> list[CertificateLine]:
    """Return each return of a cycle that an office certifies, or did elsewhere, by unit.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        view.get(Cycle, ref)
        packs = view.all(
            IssuedPack, IssuedPack.cycle == ref, IssuedPack.edition == 1,
            order_by=IssuedPack.number,
        )  # fmt: skip
        people = _people({row.unit for row in packs}, view)
        return list(_lines(ref, list(map(pack_of, packs)), people, view))


def certificate_page(
    unit: str, pack: str, agencies: Agencies, *, workspace: Workspace
) -> CertificatePage:
    """Return what whoever certifies a return of a unit of somebody's agencies sees of it.

    Raises:
        NotFoundError: if the unit is not theirs, or has no such pack.
        StatusError: if nobody certifies it.
    """
    with workspace.open_view() as view:
        own_unit(unit, agencies, view)
        row = newest_edition(IssuedPack, pack, view)
        if row is None or row.unit != unit:
            raise NotFoundError(NO_WORKBOOK)
        office = certified_office(row)
        title = view.get(Cycle, row.cycle).title
        people = _people([unit], view)
        (line,) = _lines(row.cycle, [pack_of(row)], people, view)
    holders = [one for one in _holding(people.values(), office) if not one.has_left]
    return CertificatePage(row.cycle, title, line, tuple(holders))


def pack_to_certify(ref: str, unit: str, *, workspace: Workspace) -> str:
    """Return the code of the pack that a unit has of a cycle.

    Raises:
        NotFoundError: if there is no such cycle, or the unit has no pack of it.
    """
    with workspace.open_view() as view:
        view.get(Cycle, ref)
        row = view.first(IssuedPack, IssuedPack.cycle == ref, IssuedPack.unit == unit)
    if row is None:
        raise NotFoundError(f"'{unit}' has no pack of {ref}.", remedy=Remedy(Verb.SEE_RETURNS, ref))
    return row.code


class _Given(NamedTuple):
    """One answer, of whichever return."""

    id: int
    pack: str
    case: str
    question: str
    value: str | None
    note: str
    current: bool


def _lines(
    ref: str, packs: Iterable[Pack], people: Mapping[int | None, Contact], view: View
) -> Iterator[CertificateLine]:
    elsewhere = certified_elsewhere(ref, view)
    certified = [pack for pack in packs if pack.certified_by or pack.code in elsewhere]
    if not certified:
        return
    kept = view.all(Certification, Certification.cycle == ref, order_by=Certification.id)
    given = _answers(ref, kept, view)
    came = set(_returned(ref, view))
    for pack in certified:
        last = next((row for row in reversed(kept) if row.pack == pack.code), None)
        changed: tuple[ChangedAnswer, ...] = ()
        if last is not None and last.withdrawn_at is None:
            changed = tuple(_changed(pack, last, given))
        held = [one for one in _holders(people, pack) if not one.has_left]
        stands = CertificateStands.ELSEWHERE
        if pack.certified_by:
            stands = _stands(last, changed, is_held=bool(held), is_silent=pack.code not in came)
        line = _line(pack, last, people, changed=changed, stands=stands)
        yield replace(line, elsewhere=elsewhere.get(pack.code, ()))


def _people(units: Collection[str], view: View) -> dict[int | None, Contact]:
    """Return whoever is or was listed at some units, by their numbers."""
    return view.rows_by(Contact, Contact.id, one_of(Contact.unit, sorted(units)))


def _holders(people: Mapping[int | None, Contact], pack: Pack) -> list[Holder]:
    of_unit = (row for row in people.values() if row.unit == pack.unit)
    return _holding(of_unit, pack.certified_by)


def _holding(rows: Iterable[Contact], office: str) -> list[Holder]:
    """Return who of some contacts holds or held an office."""
    holders = []
    for row in rows:
        if office and holds_office(row.role, office):
            holders.append(Holder(row.id or 0, row.name, row.left_on is not None))
    return holders


def _returned(ref: str, view: View) -> Iterator[str | None]:
    """Yield the codes of the packs of a cycle of which something has come back."""
    shown = (ReturnFile.pack, ReturnFile.outcome)
    for pack, outcome in view.columns(shown, ReturnFile.cycle == ref):
        if outcome not in (None, *WITHOUT_ANSWERS):
            yield pack


def _line(
    pack: Pack,
    last: Certification | None,
    people: Mapping[int | None, Contact],
    *,
    changed: tuple[ChangedAnswer, ...],
    stands: CertificateStands,
) -> CertificateLine:
    by, on, noted_by, withdrawn_at, why, return_ = "", None, "", None, "", ""
    if last is not None:
        withdrawn_at, why = last.withdrawn_at, last.withdrawn_why
        if withdrawn_at is None:
            by, on, noted_by = people[last.contact].name, last.certified_on, last.noted_by
            return_ = last.return_id
    return CertificateLine(
        unit=pack.unit, unit_name=pack.unit_name, pack=pack.code, office=pack.certified_by,
        stands=stands, certified_by=by, certified_on=on, noted_by=noted_by,
        withdrawn_at=withdrawn_at, withdrawn_why=why, changed=changed, return_=return_,
    )  # fmt: skip


def _answers(ref: str, kept: Sequence[Certification], view: View) -> Sequence[_Given]:
    """Return every answer of a cycle's returns, the oldest first; none if nothing is certified."""
    if not kept:
        return ()
    shown = (
        AnswerRow.id, AnswerRow.pack, AnswerRow.case_ref, AnswerRow.question, AnswerRow.value,
        AnswerRow.note, AnswerRow.current,
    )  # fmt: skip
    rows = view.columns(shown, AnswerRow.cycle == ref, order_by=AnswerRow.id)
    return list(map(_Given._make, rows))


def _changed(pack: Pack, stands: Certification, given: Iterable[_Given]) -> Iterator[ChangedAnswer]:
    """Yield each answer that is another now than when the return was certified."""
    before: dict[tuple[str, str], tuple[str | None, str]] = {}
    asks = {question.id: question.asks for question in pack.asked_of_a_case()}
    for answer in given:
        if answer.pack != pack.code or answer.question in (CERTIFIED_BY.id, CERTIFIED_ON.id):
            continue
        about = (answer.case, answer.question)
        if answer.id <= stands.last_answer:
            before[about] = (answer.value, answer.note)
        elif answer.current and before.get(about) != (answer.value, answer.note):
            yield ChangedAnswer(answer.case, asks.get(answer.question, answer.question))


def _stands(
    last: Certification | None,
    changed: Sequence[ChangedAnswer],
    *,
    is_held: bool,
    is_silent: bool,
) -> CertificateStands:
    if changed:
        return CertificateStands.CHANGED
    if last is not None and last.withdrawn_at is None:
        return CertificateStands.CERTIFIED
    if not is_held:
        return CertificateStands.NOBODY
    if is_silent:
        return CertificateStands.NOT_RETURNED
    return CertificateStands.TO_CERTIFY
