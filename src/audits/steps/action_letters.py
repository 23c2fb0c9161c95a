"""Letters about actions: they belong to no cycle, and several things go in one message."""

from collections.abc import Mapping

from audits.domain.message import Purpose
from audits.domain.status import DispatchStatus
from audits.reporting import render_letter
from audits.storage import Contact, Dispatch, Unit, UnitOfWork

from .parts import Parts


def unit_of(owner: str, uow: UnitOfWork) -> Unit | None:
    """Return the unit that an agency is written to at, or the unit itself."""
    units = uow.all(Unit, agency=owner, order_by="code") if owner else []
    return uow.find(Unit, owner) or next(iter(units), None)


def post_about_actions(
    purpose: Purpose,
    unit: Unit,
    facts: Mapping[str, object],
    *,
    mark: str,
    uow: UnitOfWork,
    parts: Parts,
    files: tuple[tuple[str, str], ...] = (),
) -> None:
    """Make one message about actions due now, in the transaction that makes it necessary.

    ``mark`` tells messages of one purpose apart; ``files`` are names with the SHA-256 of what is
    kept.
    """
    usual = {
        "board": parts.board.name,
        "contact": parts.board.contact,
        "unit_name": unit.name,
    }
    letter = render_letter(str(purpose), {**usual, **facts})
    contacts = uow.all(Contact, unit=unit.code, left_on=None, order_by="id")
    dispatch = Dispatch(
        key=f"actions/{unit.code}/{purpose}/{mark}",
        unit=unit.code,
        purpose=purpose,
        channel=unit.channel,
        status=DispatchStatus.DUE,
        due_at=parts.clock(),
        subject=letter.subject,
        body=letter.body,
        recipients=[each.email for each in contacts if not each.is_deputy],
        attachments=[{"name": name, "sha256": sha256} for name, sha256 in files],
    )
    uow.add(dispatch)
    uow.note("dispatch due", dispatch.key)
