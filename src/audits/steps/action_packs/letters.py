"""Letters about actions: they belong to no cycle, and several things go in one message."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.domain.days import day_in_words
from audits.domain.message import Purpose
from audits.reporting import render_letter
from audits.steps.dispatch.letters import key_of, make_due
from audits.storage import Unit, UnitOfWork
from audits.workspace import Workspace


ABOUT = "actions"  # what the keys of their letters begin with


@dataclass(frozen=True, slots=True)
class Account:
    """What a returned workbook came to, a line an action: taken in; or not, and why."""

    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def post_about_actions(
    purpose: Purpose,
    unit: Unit,
    facts: Mapping[str, object],
    *,
    mark: str,
    uow: UnitOfWork,
    workspace: Workspace,
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
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "unit_name": unit.name,
    }
    letter = render_letter(layout or str(purpose), {**usual, **facts})
    make_due(
        purpose, unit, letter, about=ABOUT, mark=mark, files=files, office=office, uow=uow,
        workspace=workspace,
    )  # fmt: skip


def key_about_actions(unit: Unit, purpose: Purpose, mark: str) -> str:
    """Return the key of a message about actions by a unit's first route."""
    return key_of(ABOUT, unit, purpose, mark)
