"""A certified return as one sealed file, for an audit of another partnership."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from audits.domain.errors import StatusError
from audits.domain.pack import SamplingUnit
from audits.queries.certificates import CertificateLine, CertificateStands, list_certificates
from audits.queries.still_asked import answers_given
from audits.storage import Cycle, View
from audits.storage.sealed_text import seal_of, seal_text
from audits.storage.secrets import seal_key
from audits.templates import HandedAnswer, HandedReturn, partnership_of, template_of
from audits.workspace import Workspace


ONLY_ORGANISATIONS = (
    "Only what an organisation says about itself is handed on. {} asks about {}, so nothing of it "
    "is."
)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A sealed file; ``seal`` is what the receiver is told apart from it, by telephone."""

    data: bytes = field(repr=False)
    seal: str
    answers: int


def hand_on_return(ref: str, unit: str, *, workspace: Workspace) -> HandedOn:
    """Return a unit's certified return as one sealed file for another partnership's audit.

    It holds the answers that were certified, the office and the day. It holds nobody's name.

    Raises:
        NotFoundError: if there is no such cycle, or the unit has no pack of it.
        StatusError: if the audit is about children, or the return is not certified as it is now.
    """
    line = _certified(ref, unit, workspace)
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        returned = _as_handed(cycle, line, uow)
        uow.note(
            "certified return handed on", line.return_, unit=unit, cycle=ref,
            answers=len(returned.answers),
        )  # fmt: skip
        uow.commit()
    key = seal_key(workspace.vault)
    text = returned.model_dump_json(indent=1)
    return HandedOn(seal_text(text, key), seal_of(key), len(returned.answers))


def _certified(ref: str, unit: str, workspace: Workspace) -> CertificateLine:
    lines = list_certificates(ref, workspace=workspace)
    with workspace.open_view() as view:
        about = template_of(view.get(Cycle, ref).template).sampling_unit
    if about is not SamplingUnit.ORGANISATION:
        raise StatusError(ONLY_ORGANISATIONS.format(ref, about.in_plural))
    line = next((one for one in lines if one.unit == unit), None)
    if line is None:
        raise StatusError(f"Nobody certifies a return of '{unit}' in {ref}.")
    if line.stands is not CertificateStands.CERTIFIED:
        raise StatusError(
            f"The return of {line.unit_name} in {ref} is {line.stands}. Have it certified first."
        )
    return line


def _as_handed(cycle: Cycle, line: CertificateLine, view: View) -> HandedReturn:
    template = template_of(cycle.template)
    return HandedReturn(
        partnership=partnership_of(cycle.partnership).name, cycle=cycle.ref, title=cycle.title,
        kind=cycle.kind, version=template.version, organisation=line.unit_name,
        office=line.office, certified_on=line.certified_on,
        answers=tuple(_answers(cycle, line, view)),
    )  # fmt: skip


def _answers(cycle: Cycle, line: CertificateLine, view: View) -> Iterator[HandedAnswer]:
    """Yield what was answered of what the template asks, in its order."""
    given = {question: row for (_, question), row in answers_given(line.pack, view).items()}
    for question in template_of(cycle.template).questions:
        row = given.get(question.id)
        if row is not None and row.value:
            yield HandedAnswer.of(question, row.value, row.note)
