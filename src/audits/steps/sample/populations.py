"""Where a cycle's population comes from: a loaded register, or one made of what stands open."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from audits.domain.action import Origin
from audits.domain.candidate import Candidate
from audits.domain.days import day_in_words
from audits.domain.errors import SampleError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus
from audits.queries.open_issues import cycle_before, open_issues
from audits.queries.owners import unit_of
from audits.register import store_candidates
from audits.storage import ActionAgency, ActionRow, Cycle, Register, Unit, UnitOfWork, View, one_of
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .load_register import keep_stored, latest_register


def register_of(
    cycle: Cycle, template: AuditTemplate, *, uow: UnitOfWork, workspace: Workspace
) -> Register:
    """Return the register that a cycle draws from; one of issues or actions is made and kept.

    Raises:
        NotFoundError: if its register has not been loaded.
        SampleError: if there is no earlier cycle, or it left nothing open.
    """
    population = template.population
    if population.issues_of:
        before = cycle_before(template, cycle.opened_on, uow)
        nothing = SampleError(f"{before.ref} left no issue open, so there is nothing to confirm.")
        issues = open_issues(before, uow)
    elif population.actions_from:
        nothing = SampleError(
            f"No action from '{population.actions_from}' is open, so there is nothing to ask "
            "about. Import the recommendations first.",
            remedy=Remedy(Verb.IMPORT_ACTIONS),
        )
        issues = _open_actions(population.actions_from, uow, workspace)
    else:
        return latest_register(uow, population.name)
    if not issues:
        raise nothing
    return _kept(population.name, issues, uow=uow, workspace=workspace)


def _kept(
    name: str, candidates: tuple[Candidate, ...], *, uow: UnitOfWork, workspace: Workspace
) -> Register:
    """Keep what was found as a register like any other, so that a draw can be made again."""
    stored = store_candidates(candidates, workspace.vault.digests)
    sha256 = hashlib.sha256(stored.units + stored.rows).hexdigest()
    row = Register(
        name=name,
        sha256=sha256,
        shape=name,
        rows_in=len(candidates),
        units=len(candidates),
        rejected=0,
        report={"kept_as": keep_stored(stored, workspace)},
        loaded_at=workspace.clock(),
    )
    uow.add_once(row)
    kept = uow.first(Register, Register.name == name, Register.sha256 == sha256)
    assert kept is not None  # noqa: S101 -- added above, or before
    return kept


def _open_actions(source: str, view: View, workspace: Workspace) -> tuple[Candidate, ...]:
    """Return each open action of a source, as a case of the one unit that is accountable."""
    names = view.owners()
    is_origin = source in set(Origin)
    about = ActionRow.origin == Origin(source) if is_origin else ActionRow.source == source
    rows = view.all(ActionRow, about, ActionRow.status == ActionStatus.OPEN, order_by=ActionRow.id)
    beside = defaultdict(list)
    links = view.all(
        ActionAgency,
        one_of(ActionAgency.action, [row.id for row in rows]),
        order_by=ActionAgency.agency,
    )
    for link in links:
        beside[link.action].append(names.get(link.agency, link.agency))
    return tuple(
        _candidate(row, beside[row.id], unit_of(row.owner, view, workspace)) for row in rows
    )


def _candidate(row: ActionRow, beside: Sequence[str], asked: Unit | None) -> Candidate:
    return Candidate(
        id=row.id,
        occurred_on=row.opened_on,
        attributes={
            "unit": asked.code if asked else row.owner,
            "action": row.id,
            "number": row.recommendation or row.id,
            "recommendation": row.title,
            "together_with": ", ".join(beside) or "nobody",
            "due": day_in_words(row.due) if row.due else "no date",
        },
    )
