"""Letters about actions: they belong to no cycle, and several things go in one message."""

from collections.abc import Mapping

from audits.domain.message import Purpose
from audits.reporting import render_letter
from audits.storage import Unit, UnitOfWork

from .letters import make_due
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
    office: str = "",
) -> None:
    """Make one message about actions due now by each route, in the caller's transaction.

    ``mark`` tells messages of one purpose apart; ``files`` are names with the SHA-256 of what is
    kept; ``office`` says whom of the unit it is for, if not for its people.
    """
    usual = {
        "board": parts.board.name,
        "contact": parts.board.contact,
        "unit_name": unit.name,
    }
    letter = render_letter(str(purpose), {**usual, **facts})
    make_due(
        purpose, unit, letter, about="actions", mark=mark, files=files, office=office, uow=uow,
        parts=parts,
    )  # fmt: skip
