"""Load a register: read it, say what was recognised, seal it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from audits.domain.amounts import many
from audits.domain.candidate import Candidate, Candidates
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.queries.corrected_register import differences, drawn_earlier
from audits.register import (
    Moments,
    Notice,
    Orders,
    Profile,
    RegisterLoad,
    Source,
    StoredRegister,
    candidates_in,
    cases_in,
    days_in,
    export_kept,
    known_ids,
    moments_in,
    read_register,
    store_register,
)
from audits.steps.masks import masks
from audits.storage import Register, View
from audits.workspace import Workspace


def load_register(
    sources: Sequence[Source],
    *,
    name: str,
    workspace: Workspace,
    profile: Profile | None = None,
    dates: Orders | None = None,
    dry_run: bool = False,
) -> RegisterLoad:
    """Read files into the register ``name``; the same files again change nothing.

    A cycle that was drawn keeps the register that it was drawn from; what differs for its cases
    is among the warnings, by their references. ``dates`` say, by column or of ``all``, whether day
    or month comes first.

    Raises:
        RegisterError: if the files cannot be read as that register; nothing is kept.
    """
    loaded = read_register(
        sources, shape=workspace.shape(name), profile=profile, dates=dates, today=workspace.today()
    )
    loaded = _with_warnings(loaded, _zeros_lost(loaded, name, workspace))
    stored = cache(partial(store_register, loaded, workspace.vault.digests))
    loaded = _with_warnings(loaded, _of_drawn_cycles(loaded, name, workspace, stored=stored))
    if not dry_run:
        _keep(loaded, name, workspace, stored=stored())
    return loaded


def _with_warnings(loaded: RegisterLoad, notices: Sequence[Notice]) -> RegisterLoad:
    """Return a load that says these things before all others."""
    warnings = (*notices, *loaded.report.warnings)
    return replace(loaded, report=replace(loaded.report, warnings=warnings))


def _of_drawn_cycles(
    loaded: RegisterLoad, name: str, workspace: Workspace, *, stored: Callable[[], StoredRegister]
) -> list[Notice]:
    """Return what is to be said of cycles that were drawn from an earlier register."""
    with workspace.open_view() as view:
        earlier = drawn_earlier(view, name, loaded.report.sha256)
    if not earlier:
        return []
    wanted = [case.unit_hash for _, cases in earlier.values() for case in cases]
    now = cases_in(stored().units, stored().rows, wanted)
    return list(differences(earlier, now=now, units_of=partial(cases_of, workspace=workspace)))


def _zeros_lost(loaded: RegisterLoad, name: str, workspace: Workspace) -> list[Notice]:
    """Return a warning if ids lost the zeros that they began with in the last register.

    A spreadsheet takes such ids for numbers; the children would not be known again.
    """
    with workspace.open_view() as view:
        earlier = view.all(Register, Register.name == name, order_by=Register.loaded_at)
    if not earlier:
        return []
    known = known_ids(_rows_of(earlier[-1], workspace))
    lost = loaded.without_their_zeros(known)
    if not lost:
        return []
    says = (
        f"{many(lost, 'id is', 'ids are')} of the last register, without the zeros in front. A "
        "spreadsheet took ids for numbers: export again with the ids as text."
    )
    return [Notice("zeros_lost", says)]


def _keep(loaded: RegisterLoad, name: str, workspace: Workspace, *, stored: StoredRegister) -> None:
    kept_as = keep_stored(stored, workspace)
    report = loaded.report.as_json(name)
    with workspace.open_uow() as uow:
        row = Register(
            name=name,
            shape=name,
            sha256=loaded.report.sha256,
            rows_in=report["rows_in"],
            units=report["units"],
            rejected=report["rejected"],
            report={**report, "kept_as": kept_as},
            loaded_at=workspace.clock(),
        )
        if uow.add_once(row):
            uow.note(
                "register loaded", name, sha256=report["sha256"], rows_in=report["rows_in"],
                units=report["units"], rejected=report["rejected"],
            )  # fmt: skip
            uow.commit()


@masks("why", about="")
def export_loaded(name: str, *, why: str, workspace: Workspace) -> bytes:
    """Return the register loaded last under this name as CSV, who it is about included.

    The trail and the look log say first that it was written out, by whom and why.

    Raises:
        NotFoundError: if none has been loaded.
    """
    with workspace.open_uow() as uow:
        register = latest_register(uow, name)
        uow.note("register exported", name, why=why, sha256=register.sha256)
        uow.commit()
    workspace.vault.record_look("register", name, why)
    return export_kept(_rows_of(register, workspace), workspace.shape(register.shape))


def latest_register(view: View, name: str) -> Register:
    """Return the register loaded last under this name.

    Raises:
        NotFoundError: saying how to load one.
    """
    registers = view.all(Register, Register.name == name, order_by=Register.loaded_at)
    if registers:
        return registers[-1]
    raise NotFoundError(
        f"No register '{name}' has been loaded.", remedy=Remedy(Verb.LOAD_REGISTER, name)
    )


def keep_stored(stored: StoredRegister, workspace: Workspace) -> dict[str, str]:
    """Seal a register's two tables for good, and return the SHA-256 of each."""
    keep = workspace.stores.registers.keep
    return {"units": keep(stored.units), "rows": keep(stored.rows)}


def candidates_of(
    register: Register, attributes: Collection[str], workspace: Workspace
) -> Candidates:
    """Return what a register holds, as hashes, with these attributes."""
    return candidates_in(_units_of(register, workspace), attributes)


def cases_of(
    register: Register, wanted: Collection[str], workspace: Workspace
) -> Mapping[str, Candidate]:
    """Return the units of these hashes in a register, with who they are."""
    return cases_in(_units_of(register, workspace), _rows_of(register, workspace), wanted)


def days_of(
    register: Register,
    days: Sequence[str],
    workspace: Workspace,
    wanted: Collection[str] | None = None,
) -> dict[str, Mapping[str, date]]:
    """Return some days of a register: of each, those of its units, by the unit's hash.

    Where some units are ``wanted``, only theirs.
    """
    return days_in(_units_of(register, workspace), _rows_of(register, workspace), days, wanted)


def moments_of(register: Register, workspace: Workspace) -> tuple[Moments, ...]:
    """Return when each unit of a register came and was settled; none where it keeps no times."""
    shape = workspace.shapes.get(register.shape)  # what was made here of open issues has no shape
    if shape is None or not shape.timed:
        return ()
    return moments_in(_rows_of(register, workspace), shape)


def _units_of(register: Register, workspace: Workspace) -> bytes:
    return workspace.stores.registers.read(register.report["kept_as"]["units"])


def _rows_of(register: Register, workspace: Workspace) -> bytes:
    return workspace.stores.registers.read(register.report["kept_as"]["rows"])
