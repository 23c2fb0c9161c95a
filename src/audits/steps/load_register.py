"""Load a register: read it, say what was recognised, seal it."""

from collections.abc import Sequence

from audits.domain.errors import NotFoundError
from audits.register import Profile, RegisterLoad, Source, dump_candidates, read_register
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
    if not dry_run:
        _keep(loaded, name, parts)
    return loaded


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
