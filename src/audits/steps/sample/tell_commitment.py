"""The letter that gives the quality group a draw's commitment before the draw can be known."""

from audits.domain.days import day_in_words
from audits.domain.ladder import Addressee
from audits.domain.message import Purpose
from audits.queries.recipients import addresses
from audits.reporting import render_letter
from audits.steps.dispatch.letters import make_due
from audits.storage import Cycle, Unit, UnitOfWork
from audits.workspace import Workspace


def tell_whoever_approves(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Write to whoever approves the draw, while nobody can know what it will be."""
    if uow.find(Unit, workspace.business_unit.named_person) is None:
        return  # no list of agencies yet: nobody to write to
    facts = {
        "partnership": workspace.partnership,
        "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()),
        "title": cycle.title,
        "cycle": cycle.ref,
        "eligible": cycle.eligible,
        "frame": cycle.frame_sha256,
        "commitment": cycle.commitment,
    }
    letter = render_letter(str(Purpose.COMMITMENT), facts)
    for address in addresses(Addressee.CHAIR, None, "", view=uow, workspace=workspace):
        make_due(
            Purpose.COMMITMENT, address.unit, letter, about=cycle.ref, mark="frame",
            cycle=cycle.ref, office=address.to, uow=uow, workspace=workspace,
        )  # fmt: skip
