"""Load a register: read it, say what was recognised, seal it."""

from collections.abc import Sequence
from dataclasses import replace

from audits.domain.candidate import Candidate, Candidates
from audits.domain.errors import NotFoundError
from audits.register import (
    Notice,
    Profile,
    RegisterLoad,
    Source,
    dump_candidates,
    load_candidates,
    read_register,
)
from audits.storage import Register, UnitOfWork

from .parts import Parts


def load_register(
    sources: Sequence[Source],
    *,
    name: str,
    parts: Parts,
    profile: Profile | None = None,
    dry_run: bool = False,
) -> RegisterLoad:
    """Read files into the register ``name``; the same files again change nothing.

    Raises:
        RegisterError: if the files cannot be read as that register; nothing is kept.
    """
    loaded = read_register(sources, shape=parts.shape(name), profile=profile, today=parts.today())
    loaded = _compared(loaded, name, parts)
    if not dry_run:
        _keep(loaded, name, parts)
    return loaded


def _compared(loaded: RegisterLoad, name: str, parts: Parts) -> RegisterLoad:
    """Return a load with a warning if ids lost the zeros that they began with in the last one.

    A spreadsheet takes such ids for numbers; the children would not be known again.
    """
    with parts.open_uow() as uow:
        earlier = uow.all(Register, name=name, order_by="loaded_at")
    known = {each.id for each in candidates_of(earlier[-1], parts)} if earlier else set()
    shorter = {id_.lstrip("0") for id_ in known if id_.startswith("0")}
    lost = sum(each.id in shorter and each.id not in known for each in loaded.candidates)
    if not lost:
        return loaded
    says = (
        f"{lost} ids are those of the last register without the zeros they began with. A "
        "spreadsheet took them for numbers: export again with the ids as text."
    )
    warnings = (Notice("zeros_lost", says), *loaded.report.warnings)
    return replace(loaded, report=replace(loaded.report, warnings=warnings))


def _keep(loaded: RegisterLoad, name: str, parts: Parts) -> None:
    kept_as = parts.stores.registers.keep(dump_candidates(loaded.candidates))
    report = loaded.report.as_json(name)
    with parts.open_uow() as uow:
        row = Register(
            name=name,
            shape=name,
            sha256=loaded.report.sha256,
            rows_in=report["rows_in"],
            units=report["units"],
            rejected=report["rejected"],
            report={**report, "kept_as": kept_as},
            loaded_at=parts.clock(),
        )
        if uow.add_once(row):
            counts = {key: report[key] for key in ("rows_in", "units", "rejected")}
            uow.note("register loaded", name, sha256=loaded.report.sha256, **counts)
            uow.commit()


def latest_register(uow: UnitOfWork, name: str) -> Register:
    """Return the register loaded last under this name.

    Raises:
        NotFoundError: saying how to load one.
    """
    found = uow.all(Register, name=name, order_by="loaded_at")
    if found:
        return found[-1]
    raise NotFoundError(
        f"No register '{name}' has been loaded. Load one: audits register load FILE --as {name}"
    )


def columns_of(register: Register, parts: Parts) -> Candidates:
    """Return what a register offers to a draw: hashes and attributes, in columns."""
    candidates, hashed = candidates_of(register, parts), parts.vault.hash_id
    names = sorted({name for each in candidates for name in each.attributes})
    return Candidates(
        units=[hashed(each.id) for each in candidates],
        occurred_on=[each.occurred_on for each in candidates],
        families=[hashed(each.family) if each.family else "" for each in candidates],
        children=[" ".join(sorted({*map(hashed, each.children)})) for each in candidates],
        attributes={n: [each.attributes.get(n, "") for each in candidates] for n in names},
    )


def candidates_of(register: Register, parts: Parts) -> tuple[Candidate, ...]:
    """Return what a register holds, unsealed."""
    return load_candidates(parts.stores.registers.read(register.report["kept_as"]))
