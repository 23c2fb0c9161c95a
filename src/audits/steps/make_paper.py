"""Make a cycle's paper from what stands in the database now."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from audits.domain.status import CycleStatus, ReturnOutcome
from audits.reporting import (
    PERIOD_PAPERS,
    ActionFact,
    CycleFacts,
    FindingFact,
    UnitReturn,
    make_paper as render,
    outcome_in_words,
)
from audits.storage import (
    ActionRow,
    Agency,
    Case,
    Concern,
    Cycle,
    FindingRow,
    IssuedPack,
    Paper,
    ReturnFile,
    Unit,
    UnitOfWork,
    write_whole,
)
from audits.templates import AuditTemplate, thaw

from .case_answers import judged_questions
from .chase import EMPTY_HANDED, outstanding
from .estimates import in_numbers
from .gates import check_is_analysed
from .import_survey import survey_results
from .parts import Parts
from .spot_check import spot_check_in_words


AGREED = frozenset({CycleStatus.AGREED, CycleStatus.PUBLISHED, CycleStatus.CLOSED})


def make_paper(
    ref: str,
    *,
    parts: Parts,
    format: str,
    version: str = "professional",
) -> tuple[Path, ...]:
    """Write the papers that the cycle's template names and return the files.

    Made again it is the paper of that moment, in the same file.

    Raises:
        StatusError: if the cycle is not analysed.
        UserError: if there is no such format, or the paper has no such version.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        check_is_analysed(cycle)
        facts = cycle_facts(cycle, uow=uow, parts=parts)
    return tuple(
        _make(name, facts, format=format, version=version, parts=parts)
        for name in thaw(cycle.template).papers
        if name not in PERIOD_PAPERS
    )


def cycle_facts(cycle: Cycle, *, uow: UnitOfWork, parts: Parts) -> CycleFacts:
    """Return what papers say of a cycle."""
    cases = uow.all(Case, cycle=cycle.ref, replaced_by=None)
    targeted = sum(case.targeted for case in cases)
    template = thaw(cycle.template)
    issued = uow.count(IssuedPack, cycle=cycle.ref, edition=1)
    return CycleFacts(
        ref=cycle.ref,
        title=cycle.title,
        asks=template.asks,
        board=parts.board.name,
        since=cycle.since,
        until=cycle.until or cycle.opened_on,
        population=cycle.population or 0,
        eligible=cycle.eligible or 0,
        excluded=dict(cycle.excluded),
        drawn=len(cases) - targeted,
        targeted=targeted,
        returns=tuple(_returns(cycle, uow)) if template.names_units else (),
        judged=judged_questions(cycle, uow),
        findings=tuple(
            _finding(row, template)
            for row in uow.all(FindingRow, cycle=cycle.ref, order_by="number")
        ),
        actions=tuple(_actions(cycle, uow)),
        concerns=uow.count(Concern, cycle=cycle.ref),
        agreed=cycle.status in AGREED,
        made_on=parts.today(),
        issued=issued,
        returned=issued - len(outstanding(cycle, uow)),
        names_units=template.names_units,
        beside=tuple(_beside(cycle, uow)),
    )


def _beside(cycle: Cycle, uow: UnitOfWork) -> Iterator[str]:
    """Yield what spot checks and surveys say, beside what the units say of themselves."""
    checked = spot_check_in_words(cycle.ref, uow)
    if checked:
        yield f"{checked}."
    for asked in survey_results(cycle.ref, uow):
        said = ", ".join(
            f"{answer} {'withheld' if count is None else f'{count:,}'}"
            for answer, count in asked["counts"].items()
        )
        yield f"{asked['survey']}, {asked['asked']:,} answers. {asked['question']} {said}."


def _make(name: str, facts: CycleFacts, *, format: str, version: str, parts: Parts) -> Path:
    data = render(name, facts, format=format, version=version)
    path = parts.stores.papers / facts.ref / f"{facts.ref}-{name}-{version}.{format}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    sha256 = hashlib.sha256(data).hexdigest()
    with parts.open_uow() as uow:
        row = uow.first(Paper, cycle=facts.ref, name=name, version=version, format=format)
        row = row or Paper(
            cycle=facts.ref, name=name, version=version, format=format, file=path.name,
            sha256=sha256, made_at=parts.clock(),
        )  # fmt: skip
        row.sha256, row.made_at = sha256, parts.clock()
        uow.add(row)
        uow.note("paper made", facts.ref, paper=name, version=version, sha256=sha256)
        uow.commit()
    return path


def _returns(cycle: Cycle, uow: UnitOfWork) -> list[UnitReturn]:
    """Say what came back from each unit: its last readable return, or that there is none."""
    said = {}
    for row in uow.all(ReturnFile, cycle=cycle.ref, order_by="received_at"):
        if row.outcome and row.outcome not in EMPTY_HANDED | {ReturnOutcome.SUPERSEDED}:
            late = ", late" if row.late and row.outcome is not ReturnOutcome.LATE else ""
            said[row.unit] = outcome_in_words(row.outcome) + late
    return [
        UnitReturn(uow.get(Unit, pack.unit).name, said.get(pack.unit, "nothing yet"))
        for pack in uow.all(IssuedPack, cycle=cycle.ref, edition=1, order_by="number")
    ]


def _finding(row: FindingRow, template: AuditTemplate) -> FindingFact:
    return FindingFact(row.id, row.kind, row.theme, row.text, in_numbers(row, template))


def _actions(cycle: Cycle, uow: UnitOfWork) -> list[ActionFact]:
    names = {unit.code: unit.name for unit in uow.all(Unit)}
    names = {agency.code: agency.name for agency in uow.all(Agency)} | names
    return [
        ActionFact(row.id, row.title, names.get(row.owner, row.owner), row.due, row.measure)
        for row in uow.all(ActionRow, cycle=cycle.ref, order_by="due")
    ]
