"""Letters about actions: they belong to no cycle, and several things go in one message."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.actions import is_body
from audits.domain.message import Purpose
from audits.reporting import render_letter
from audits.storage import Unit, UnitOfWork, View

from audits.steps.dispatch.letters import key_of, make_due
from audits.workspace import Parts


ABOUT = "actions"  # what the keys of their letters begin with


@dataclass(frozen=True, slots=True)
class Account:
    """What a returned workbook came to, a line an action: taken in; or not, and why."""

    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def unit_of(owner: str, view: View, parts: Parts) -> Unit | None:
    """Return the unit that an agency is written to at, or the unit itself; none that has left.

    What belongs to a body of the board, or to everybody, is held by the board's own office.
    """
    own = view.find(Unit, owner)
    if own and own.left_on is None:
        return own
    units = view.all(Unit, agency=owner, left_on=None, order_by="code") if owner else []
    if not units and is_body(owner, parts.board.name):
        return view.find(Unit, parts.board.named_person)
    return next(iter(units), None)


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
    layout: str = "",
) -> None:
    """Make one message about actions due now by each route, in the caller's transaction.

    ``mark`` tells messages of one purpose apart; ``files`` are names with the SHA-256 of what is
    kept; ``office`` says whom of the unit it is for, if not for its people; ``layout`` is the
    letter's, if it is not called after the purpose.
    """
    usual = {
        "board": parts.board.name,
        "contact": parts.board.contact,
        "unit_name": unit.name,
    }
    letter = render_letter(layout or str(purpose), {**usual, **facts})
    make_due(
        purpose, unit, letter, about=ABOUT, mark=mark, files=files, office=office, uow=uow,
        parts=parts,
    )  # fmt: skip


def key_about_actions(unit: Unit, purpose: Purpose, mark: str) -> str:
    """Return the key of a message about actions by a unit's first route."""
    return key_of(ABOUT, unit, purpose, mark)
