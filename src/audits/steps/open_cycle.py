"""Open a cycle: freeze what is asked, so that a new template version never touches it."""

import hashlib
from datetime import date

from audits.domain.status import CycleStatus
from audits.storage import Cycle
from audits.templates import AuditTemplate, freeze

from .free_text import masks
from .open_issues import cycle_before
from .parts import Parts
from .template_versions import check_new_version


@masks("why", about="")
def open_cycle(kind: str, on: date | None = None, *, parts: Parts, why: str = "") -> str:
    """Open the cycle of this kind that ``on`` falls in, and return its reference.

    Opening it again changes nothing and returns the same reference. ``why`` says why it is opened
    now, in place of what the template says; the findings report prints it.

    Raises:
        NotFoundError: if there is no such kind.
        TemplateError: if the template changed under a version that was opened before.
        SampleError: if it follows up an earlier audit, and there is none.
    """
    template = parts.template(kind)
    day = on or parts.today()
    cycle = _cycle(template, day, why)
    with parts.open_uow() as uow:
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
                why=cycle.why_now,
            )
            uow.commit()
    return template.cycle_ref(day)


def _cycle(template: AuditTemplate, day: date, why: str) -> Cycle:
    frozen = freeze(template)
    return Cycle(
        ref=template.cycle_ref(day),
        kind=template.kind,
        version=template.version,
        title=template.title,
        template=frozen,
        template_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        status=CycleStatus.PLANNED,
        opened_on=day,
        excluded={},
        why_now=why.strip() or template.why_now,
    )
