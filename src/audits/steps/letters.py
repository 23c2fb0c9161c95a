"""Put a letter in the ledger: one dispatch a message, keyed by its meaning."""

from collections.abc import Mapping, Sequence

from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.reporting import render_letter
from audits.storage import Contact, Cycle, Dispatch, IssuedPack, Unit, UnitOfWork

from .parts import Parts


def post(
    purpose: Purpose,
    pack: IssuedPack,
    facts: Mapping[str, object],
    *,
    uow: UnitOfWork,
    parts: Parts,
    files: Sequence[tuple[str, str]] = (),
    mark: str = "",
    to: str = "",
) -> None:
    """Make one message about a pack due now; the same key again changes nothing.

    ``mark`` tells messages of one purpose apart (the edition, unless given); ``to`` is the unit it
    goes to (the pack's own, unless given); ``files`` are names with the SHA-256 of kept content.
    """
    unit = uow.get(Unit, to or pack.unit)
    key = f"{pack.cycle}/{unit.code}/{purpose}/{mark or pack.edition}"
    letter = render_letter(str(purpose), {**_usual(pack, parts=parts, uow=uow), **facts})
    dispatch = Dispatch(
        key=key,
        cycle=pack.cycle,
        unit=unit.code,
        purpose=purpose,
        channel=unit.channel,
        status=DispatchStatus.DUE,
        due_at=parts.clock(),
        attempts=0,
        subject=letter.subject,
        body=letter.body,
        recipients=_recipients(unit.code, uow),
        attachments=[{"name": name, "sha256": sha256} for name, sha256 in files],
    )
    if uow.add_once(dispatch):
        uow.note("dispatch due", key)


def _usual(pack: IssuedPack, *, parts: Parts, uow: UnitOfWork) -> dict[str, object]:
    return {
        "board": parts.board.name,
        "contact": parts.board.contact,
        "unit_name": uow.get(Unit, pack.unit).name,
        "title": uow.get(Cycle, pack.cycle).title,
        "cycle": pack.cycle,
        "is_protected": uow.get(Unit, pack.unit).protected,
    }


def _recipients(unit: str, uow: UnitOfWork) -> list[str]:
    contacts = uow.all(Contact, unit=unit, left_on=None, order_by="id")
    return [each.email for each in contacts if not each.is_deputy]
