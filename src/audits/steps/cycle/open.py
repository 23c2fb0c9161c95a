"""Open a cycle, with template and names frozen: a later version changes no running audit."""

import hashlib
from datetime import date

from audits.domain.errors import StatusError
from audits.domain.partnership import Partnership
from audits.domain.reasons import check_why
from audits.domain.status import CycleStatus
from audits.queries.open_issues import cycle_before
from audits.queries.template_versions import check_new_version
from audits.sampling import key_commitment
from audits.steps.masks import masks
from audits.storage import Cycle, View
from audits.storage.secrets import cycle_key
from audits.templates import AuditTemplate, freeze, freeze_partnership, run_ref, worded
from audits.workspace import Workspace


@masks("why", about="")
def open_cycle(
    kind: str, on: date | None = None, *, workspace: Workspace, why: str = "", again: bool = False
) -> str:
    """Open the cycle of this kind that ``on`` falls in, and return its reference.

    The draw's secret key is made and its fingerprint published now, before anybody can know the
    cases. Opening a cycle again changes nothing and returns the same reference. A cancelled one is
    run ``again`` under a new reference, with a reason. ``why`` replaces the template's reason for
    the audit; the findings report prints it.

    Raises:
        NotFoundError: if there is no such kind.
        TemplateError: if the template changed under a version that was opened before.
        StatusError: if it is to run again and is not cancelled, or no reason is given.
        SampleError: if it follows up an earlier audit, and there is none.
    """
    template = workspace.template(kind)
    day = on or workspace.today()
    with workspace.open_uow() as uow:
        run = _run_number(template.cycle_ref(day), again=again, why=why, view=uow)
        cycle = _new_cycle(template, day, why, run, workspace.partnership)
        if uow.find(Cycle, cycle.ref) is None:
            check_new_version(template, uow)
        if template.population.issues_of:
            cycle_before(template, day, uow)
        if uow.add_once(cycle):
            uow.note(
                "cycle opened",
                cycle.ref,
                kind=kind,
                template=cycle.template_sha256,
                key_commitment=key_commitment(cycle_key(workspace.vault, cycle.ref)),
                why=cycle.why_now,
            )
            uow.commit()
    return template.cycle_ref(day, run)


def _run_number(ref: str, *, again: bool, why: str, view: View) -> int:
    """Return which run of a period is meant: the last, or one more after one that was cancelled."""
    run, last = 1, view.find(Cycle, ref)
    while (later := view.find(Cycle, run_ref(ref, run + 1))) is not None:
        run, last = run + 1, later
    if not again:
        return run
    if last is None or last.status is not CycleStatus.CANCELLED:
        stands = "was not opened"
        if last is not None:
            stands = f"is {last.status}"
        raise StatusError(f"{run_ref(ref, run)} {stands}. Only what was cancelled is run again.")
    check_why(why, f"Say why {ref} is run again. Its paper prints it.")
    return run + 1


def _new_cycle(
    template: AuditTemplate, day: date, why: str, run: int, partnership: Partnership
) -> Cycle:
    template = worded(template, partnership.words_on(day))
    frozen = freeze(template)
    return Cycle(
        ref=template.cycle_ref(day, run),
        kind=template.kind,
        version=template.version,
        title=template.title,
        template=frozen,
        template_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        partnership=freeze_partnership(partnership),
        status=CycleStatus.PLANNED,
        opened_on=day,
        excluded={},
        why_now=why.strip() or template.why_now,
    )
