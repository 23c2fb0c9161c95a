"""Send a pack again to its unit's people of now, or give one to a unit that joined late."""

from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.domain.moves import ways_on
from audits.domain.pack import Pack
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import NOT_SENT, TAKING_ANSWERS, CycleStatus, DispatchStatus
from audits.queries.current_rows import first_pack
from audits.queries.packs import pack_of
from audits.steps.masks import masks
from audits.storage import Cycle, Dispatch, IssuedPack, Unit, UnitOfWork, View, one_of
from audits.storage.secrets import pack_key, unit_password
from audits.templates import template_of
from audits.workbook import write_pack
from audits.workspace import Workspace
from audits.xlsx import with_password

from .issue import issue_packs, key_list_of, pack_for, post_pack


@masks("why")
def send_pack_again(ref: str, unit: str, *, why: str, workspace: Workspace) -> list[Dispatch]:
    """Make a unit's pack and key list due once more, under a new password, and return both letters.

    They go to whoever the unit's people are now. The password of before is never given out again;
    what it opens is called back apart.

    Raises:
        NotFoundError: if the cycle asked no such unit.
        StatusError: if the cycle takes no answers any more, the unit has left, or no reason is
            given.
    """
    with workspace.open_uow() as uow:
        sending = pack_again(uow.get(Cycle, ref), unit, why=why, uow=uow, workspace=workspace)
        uow.commit()
    with workspace.open_view() as view:
        marks = f"/again-{sending}"
        return [
            d
            for d in view.all(Dispatch, Dispatch.cycle == ref, Dispatch.unit == unit)
            if marks in d.key
        ]


def pack_again(cycle: Cycle, unit: str, *, why: str, uow: UnitOfWork, workspace: Workspace) -> int:
    """Make a unit's pack and key list due once more, as `send_pack_again` does.

    It is done in the caller's transaction; which sending it is, is returned.
    """
    pack = uow.get(IssuedPack, _issued(cycle.ref, unit, uow).id, held=True)
    _check(cycle, unit, why, uow)
    pack.sending += 1
    for letter in _earlier(pack, uow):
        uow.move_dispatch(letter, DispatchStatus.WITHDRAWN, why="it is sent again")
    asked = pack_of(pack)
    pack.sha256 = _sealed_anew(asked, pack, uow.get(Unit, unit), workspace)
    uow.add(pack)
    keys = b"" if asked.about.is_own else key_list_of(asked, pack.sending, workspace)
    post_pack(pack, asked, keys, uow=uow, workspace=workspace, mark=f"again-{pack.sending}")
    uow.note("pack sent again", cycle.ref, why=why, unit=unit, sending=pack.sending)
    return pack.sending


@masks("why")
def issue_pack_to(ref: str, unit: str, *, why: str, workspace: Workspace) -> str:
    """Give its pack to a unit that joined after the packs were issued; return the pack's id.

    It has as much time as the others had. Called again after a crash it goes on.

    Raises:
        NotFoundError: if there is no such unit.
        StatusError: if the cycle does not wait for returns, its agency is not asked, each unit is
            asked about cases of its own, or no reason is given.
    """
    with workspace.open_uow() as uow:
        cycle, to = uow.get(Cycle, ref), uow.get(Unit, unit)
        row = first_pack(ref, unit, uow)
        if row is None:
            _check(cycle, unit, why, uow)
            _check_asked(cycle, to)
            row = pack_for(cycle, to, uow=uow, workspace=workspace)
            uow.add(row)
            uow.note("pack planned", ref, why=why, unit=unit)
            uow.commit()
        pack_id = row.id
    issue_packs(ref, workspace=workspace)  # writes what is planned and not yet written
    return pack_id


def _sealed_anew(asked: Pack, row: IssuedPack, unit: Unit, workspace: Workspace) -> str:
    """Keep the pack as it is sent now: under the new password, if its unit wants one."""
    if not unit.protected:
        return row.sha256
    book = write_pack(asked, pack_key(workspace.vault), made_at=row.made_at)
    password = unit_password(workspace.vault, row.cycle, row.unit, row.sending)
    return workspace.stores.packs.keep(with_password(book, password), suffix=".xlsx")


def _issued(ref: str, unit: str, view: View) -> IssuedPack:
    pack = first_pack(ref, unit, view)
    if pack is None or not pack.sha256:
        raise StatusError(
            f"{unit} has no pack of {ref} yet. If it joined since, issue it one.",
            remedy=Remedy(Verb.ISSUE_TO_UNIT, ref, unit),
        )
    return pack


def _check(cycle: Cycle, unit: str, why: str, view: View) -> None:
    check_why(why, "Say why: it is kept beside what is sent.")
    if cycle.status not in TAKING_ANSWERS:
        raise StatusError(
            f"{cycle.ref} is {cycle.status} and takes no answers.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
    if view.get(Unit, unit).left_on is not None:
        raise StatusError(
            f"{unit} is not in your list of agencies any more, so nothing is sent to it. "
            "Put it back first.",
            remedy=Remedy(Verb.IMPORT_AGENCIES),
        )


def _check_asked(cycle: Cycle, unit: Unit) -> None:
    template = template_of(cycle.template)
    if cycle.status is not CycleStatus.ISSUED:
        raise StatusError(
            f"{cycle.ref} is {cycle.status}; packs are given out while it is issued.",
            remedy=ways_on(cycle.status, cycle.ref),
        )
    if template.sampling_unit.is_own:
        raise StatusError(
            f"In {cycle.ref} each unit is asked about cases of its own, and none was drawn for "
            f"{unit.code}."
        )
    if unit.agency not in template.respondents:
        asked = ", ".join(template.respondents)
        raise StatusError(f"{cycle.ref} does not ask {unit.agency}. It asks {asked}.")


def _earlier(pack: IssuedPack, uow: UnitOfWork) -> list[Dispatch]:
    """Return what is not out yet of a pack's earlier sendings."""
    purposes = [Purpose.PACK, Purpose.KEY_LIST]
    return uow.all(
        Dispatch,
        Dispatch.cycle == pack.cycle,
        Dispatch.unit == pack.unit,
        one_of(Dispatch.purpose, purposes),
        one_of(Dispatch.status, NOT_SENT),
    )
