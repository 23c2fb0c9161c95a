"""Issue the packs: one workbook and one key list a unit, written once, sent by the next tick."""

import json
import re
from dataclasses import replace
from datetime import datetime

from audits.domain.errors import NotFoundError, SampleError
from audits.domain.gates import RECIPIENTS
from audits.domain.message import Purpose
from audits.domain.moves import check_move
from audits.domain.pack import Pack, PackCase
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CYCLE_MOVES, CycleStatus
from audits.queries.current_rows import current_cases, first_packs
from audits.queries.deadlines import deadline_in_words
from audits.queries.last_answers import LastTime, last_time
from audits.queries.packs import as_content, pack_of
from audits.steps.cycle.gates import open_gate
from audits.steps.dispatch.letters import make_letter_due
from audits.steps.editions import keep_edition
from audits.steps.sample.flags import check_flags
from audits.storage import Case, Cycle, Draw, IssuedPack, Unit, UnitOfWork, View, is_empty, one_of
from audits.storage.secrets import pack_key, unit_password
from audits.templates import AuditTemplate, partnership_of, template_of
from audits.workbook import write_key_list, write_pack
from audits.workspace import Workspace
from audits.xlsx import with_password

from .sweep_orphans import sweep_orphans


Cases = tuple[Case, ...]
NUMBER = re.compile(r"\d+")
LAST_CASE = 999  # three digits in a reference


def issue_packs(ref: str, *, workspace: Workspace) -> tuple[str, ...]:
    """Write every unit's pack and key list, make their dispatches due, and return the pack ids.

    May be called again after a crash at any line: numbers and contents are committed before a file
    is written, and files and dispatches are only ever added once.

    Raises:
        NotFoundError: if a respondent has no unit.
        StatusError: if the draw is not approved, or a flagged case waits for a person.
    """
    _plan(ref, workspace=workspace)
    with workspace.open_view() as view:
        packs = first_packs(ref, view)
    for pack in packs:
        _write_issued(pack, workspace=workspace)
    _record(ref, workspace=workspace)
    sweep_orphans(workspace=workspace)
    return tuple(pack.id for pack in packs)


def file_name_of(pack: Pack) -> str:
    """Return the name under which a pack is sent."""
    return f"{pack.cycle}-{pack.unit}-pack-{pack.edition}.xlsx"


def finished_book(book: bytes, row: IssuedPack, *, workspace: Workspace) -> bytes:
    """Return a written pack as it is sent: with a password if its unit wants one."""
    with workspace.open_view() as view:
        is_protected = view.get(Unit, row.unit).protected
        first = view.first(IssuedPack, IssuedPack.code == row.code, IssuedPack.edition == 1) or row
    if not is_protected:
        return book
    return with_password(book, unit_password(workspace.vault, row.cycle, row.unit, first.sending))


def _plan(ref: str, *, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if uow.count(IssuedPack, IssuedPack.cycle == ref):
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.ISSUED, ref)
        check_flags(uow.get(Draw, ref).certificate)
        template = template_of(cycle.template)
        days = template.timeline.return_within
        due = cycle.due_at = workspace.calendar.deadline(workspace.today(), days)
        for unit, cases in _asked(cycle, template, uow):
            uow.add(
                _pack_row(
                    cycle, unit, cases, template=template, due=due, uow=uow, workspace=workspace
                )
            )
        if not all(channel.by_hand for channel in workspace.channels.values()):
            open_gate(RECIPIENTS, cycle, uow=uow, workspace=workspace)
        uow.note("packs planned", ref, units=uow.count(IssuedPack, IssuedPack.cycle == ref))
        uow.commit()


def pack_for(cycle: Cycle, unit: Unit, *, uow: UnitOfWork, workspace: Workspace) -> IssuedPack:
    """Return the planned pack of a unit that joins after issue, with as much time as the others."""
    template = template_of(cycle.template)
    cases = _drawn(cycle, uow)
    due = workspace.calendar.deadline(workspace.today(), template.timeline.return_within)
    return _pack_row(cycle, unit, cases, template=template, due=due, uow=uow, workspace=workspace)


def _drawn(cycle: Cycle, view: View) -> Cases:
    return tuple(current_cases(cycle.ref, view))


def _asked(cycle: Cycle, template: AuditTemplate, view: View) -> list[tuple[Unit, Cases]]:
    """Return who is asked, each with the cases it is asked about: all of them, or its own."""
    cases = _drawn(cycle, view)
    if any(case.number > LAST_CASE for case in cases):
        raise SampleError(
            f"{cycle.ref} has more than {LAST_CASE} cases, and a pack cannot number them. "
            "Draw fewer, or split the audit."
        )
    if not template.sampling_unit.is_own:
        return [(unit, cases) for unit in _units(template, view)]
    own: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: _as_read(case, template)):
        own.setdefault(str(case.unit), []).append(case)
    units = view.all(Unit, one_of(Unit.code, own), is_empty(Unit.left_on), order_by=Unit.code)
    return [(unit, tuple(own[unit.code])) for unit in units]


def _as_read(case: Case, template: AuditTemplate) -> tuple[str, ...]:
    """Return what puts a unit's own cases into the order of what is said of them: 2 before 10."""
    texts = (case.details.get(name, "") for name in template.pack.details)
    return tuple(NUMBER.sub(lambda match: match[0].zfill(6), text) for text in texts)


def _units(template: AuditTemplate, view: View) -> list[Unit]:
    units = []
    for agency in template.respondents:
        is_there = is_empty(Unit.left_on)
        of_agency = view.all(Unit, Unit.agency == agency, is_there, order_by=Unit.code)
        if not of_agency:
            raise NotFoundError(
                f"{template.kind} asks '{agency}', but that agency has no unit. "
                "Add it to your list and load that.",
                remedy=Remedy(Verb.IMPORT_AGENCIES),
            )
        units += of_agency
    return units


def _pack_row(
    cycle: Cycle,
    unit: Unit,
    cases: Cases,
    *,
    template: AuditTemplate,
    due: datetime,
    uow: UnitOfWork,
    workspace: Workspace,
) -> IssuedPack:
    number = uow.next_number("pack")
    pack = _pack(
        cycle, unit, cases, code=f"P{number}", template=template, due=due, workspace=workspace
    )
    pack = _with_last_time(pack, last_time(cycle, unit.code, unit.agency, template, uow))
    return IssuedPack(
        id=pack.token,
        code=pack.code,
        number=number,
        edition=1,
        cycle=cycle.ref,
        unit=unit.code,
        file_name=file_name_of(pack),
        sha256="",
        cases=len(pack.cases),
        questions=sum(not question.follows for question in pack.questions),
        content=as_content(pack),
        made_at=workspace.clock(),
        due_at=due,
    )


def _pack(
    cycle: Cycle,
    unit: Unit,
    cases: Cases,
    *,
    code: str,
    template: AuditTemplate,
    due: datetime,
    workspace: Workspace,
) -> Pack:
    partnership = partnership_of(cycle.partnership)
    return Pack(
        code=code,
        edition=1,
        cycle=cycle.ref,
        unit=unit.code,
        unit_name=unit.name,
        agency=unit.agency,
        title=cycle.title,
        asks=template.asks,
        form=template.pack.form,
        cases=tuple(PackCase(c.ref, c.number, tuple(c.details.items())) for c in cases),
        questions=tuple(q for q in template.questions if q.is_for(unit.agency)),
        board=partnership.name,
        legal_basis=template.legal_basis_on(cycle.opened_on),
        deadline=deadline_in_words(due, workspace),
        contact=workspace.business_unit.contact,
        concerns_to=workspace.business_unit.concerns_to,
        instructions=template.pack.instructions,
        about=template.sampling_unit,
        marking=partnership.markings.sensitive,
        certified_by=template.certifier_of(unit.agency),
    )


def _with_last_time(pack: Pack, last: LastTime) -> Pack:
    """Return a pack with what its unit answered the last time; on the cover, what has changed."""
    instructions = (*pack.instructions, *filter(None, (last.says,)))
    return replace(pack, last_cycle=last.cycle, last=last.answers, instructions=tuple(instructions))


def _write_issued(row: IssuedPack, *, workspace: Workspace) -> None:
    """Write a planned pack and its key list and make their letters due; once, however often."""
    if row.sha256:
        return
    pack = pack_of(row)
    book = write_pack(pack, pack_key(workspace.vault), made_at=row.made_at)
    book = finished_book(book, row, workspace=workspace)
    # Where a case is the unit's own there is nobody to tell it of.
    keys = b"" if pack.about.is_own else key_list_of(pack, row.sending, workspace)

    def send(kept: IssuedPack, uow: UnitOfWork) -> None:
        post_pack(kept, pack, keys, uow=uow, workspace=workspace)
        uow.note("pack written", kept.id, sha256=kept.sha256)

    keep_edition(row, book, then=send, workspace=workspace)


def post_pack(
    row: IssuedPack,
    pack: Pack,
    keys: bytes,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
    mark: str = "",
) -> None:
    """Make the letters due that take a pack and its key list to a unit.

    ``mark`` tells a later sending from the first.
    """
    facts: dict[str, object] = {
        "deadline": pack.deadline,
        "cases": row.cases,
        "file_name": row.file_name,
        "has_key_list": bool(keys),
        "certified_by": pack.certified_by,
    }
    files = ((row.file_name, row.sha256),)
    make_letter_due(Purpose.PACK, row, facts, files=files, uow=uow, workspace=workspace, mark=mark)
    if keys:
        name = f"{row.cycle}-{row.unit}-key-list.xlsx"
        facts |= {"file_name": name}
        files = ((name, workspace.stores.packs.keep(keys, suffix=".xlsx")),)
        make_letter_due(
            Purpose.KEY_LIST, row, facts, files=files, uow=uow, workspace=workspace, mark=mark
        )


def key_list_of(pack: Pack, sending: int, workspace: Workspace) -> bytes:
    """Return the key list of a pack, under the password of that sending; the look is recorded."""
    return write_key_list(
        f"{pack.title} {pack.cycle}: key list for {pack.unit_name}",
        _identities(pack, workspace),
        password=unit_password(workspace.vault, pack.cycle, pack.unit, sending),
    )


def _identities(pack: Pack, workspace: Workspace) -> list[dict[str, str]]:
    rows = []
    for case in pack.cases:
        kept = workspace.vault.look("case", case.ref, why=f"key list of {pack.cycle}")
        people = json.loads(kept or b"[]")
        rows += [{"case": case.ref, **person} for person in people]
    return rows


def _record(ref: str, *, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is not CycleStatus.APPROVED:
            return
        cycle.issued_at = workspace.clock()
        uow.move_cycle(cycle, CycleStatus.ISSUED)
        uow.commit()
