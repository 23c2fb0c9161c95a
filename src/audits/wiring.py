"""The one place where parts are joined."""

import os
import platform
import secrets
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audits import resource_folder
from audits.boards import address_at
from audits.domain.clock import Clock, clock_here, system_clock
from audits.domain.deferred import Deferred
from audits.domain.errors import WorkspaceError
from audits.domain.ticks import lease_for
from audits.domain.working_days import WorkingCalendar
from audits.settings import Settings, read_settings
from audits.storage import (
    ApiTokens,
    Attempts,
    BackgroundTasks,
    Cipher,
    ContentFiles,
    ContentStore,
    ContentTable,
    GivenKeys,
    KeptForms,
    KeyFile,
    Keyring,
    KeySource,
    SecondFactors,
    Tables,
    TickLeases,
    TrailKeeper,
    UnitLinks,
    Vault,
    VaultFile,
    VaultPlace,
    VaultServer,
    View,
    WebSessions,
    holds_something,
    keys_in_file,
    keys_of_command,
    open_database,
)

from .templates.partnership import partnership_in
from .workspace import BusinessUnit, Stores, Workspace


if TYPE_CHECKING:
    from audits.identity import OpenIdProvider
    from audits.register import RegisterShape
    from audits.storage import UnitOfWork
    from audits.templates import AuditTemplate, Law


def build(
    settings: Settings, clock: Clock = system_clock, *, may_be_older: bool = False
) -> Workspace:
    """Return the parts of a workspace; of one that an older version made, only to upgrade it.

    Raises:
        WorkspaceError: if its database or vault cannot be used, one of the two was lost, or the
            database is of another version.
    """
    engine, vault = _opened(settings, clock, may_be_older=may_be_older)
    return Workspace(
        business_unit=BusinessUnit(settings.contact, settings.concerns_to, settings.named_person),
        partnership=partnership_in(settings.home, settings.board),
        open_view=partial(View, engine, clock),
        begin_uow=partial(_begin_uow, engine, clock, keeper=TrailKeeper(vault)),
        actor=settings.actor,
        clock=clock,
        calendar=_calendar(settings),
        vault=vault,
        templates=_templates(_own_templates(settings)),
        law=Deferred(partial(build_law, settings.templates)),
        shapes=Deferred(partial(build_shapes, settings.templates)),
        channels=Deferred(lambda: {n: s.build(clock) for n, s in settings.channels.items()}),
        inboxes=Deferred(lambda: {n: s.build(clock) for n, s in settings.inboxes.items()}),
        stores=_stores(settings, engine, vault.cipher),
        ticks=TickLeases(engine, clock, lease_for(settings.schedule)),
        **_of_website(settings, engine, clock, vault.cipher),
        background_tasks=BackgroundTasks(engine, clock),
        board=settings.name,
        process=f"{platform.node()}/{os.getpid()}/{secrets.token_hex(4)}",
        lease=timedelta(minutes=settings.lease_minutes),
        programme=tuple(line.planned() for line in settings.programme),
        disk_low_mb=settings.disk_low_mb,
        schedule=settings.schedule,
    )


def _opened(settings: Settings, clock: Clock, *, may_be_older: bool) -> tuple[Any, Vault]:
    """Return the database of a workspace and its vault."""
    place = vault_place(settings)
    _check_database_is_there(settings, place)
    source = _key_source(settings)
    engine = open_database(
        settings.database_url, waits_for_disk=settings.waits_for_disk, may_be_older=may_be_older
    )
    if not place.is_there():
        _check_there_was_none(place, View(engine, clock))
        if isinstance(source, KeyFile):
            source.make_first()
    return engine, Vault(place, Keyring(source=source), clock=clock, actor=settings.actor)


def _of_website(settings: Settings, engine: Any, clock: Clock, cipher: Cipher) -> dict[str, Any]:
    """Return what only the website and the links to it use."""
    return {
        "sessions": WebSessions(engine, clock, cipher),
        "kept_forms": KeptForms(engine, clock, cipher),
        "unit_links": UnitLinks(engine, clock),
        "attempts": Attempts(engine, clock),
        "tokens": ApiTokens(engine, clock),
        "second_factors": SecondFactors(engine, clock, cipher),
        "second_factor": settings.second_factor,
        "provider": _provider(settings),
        "public_address": address_at(settings.public_address, settings.name),
        "letters_have_links": "public_address" in settings.model_fields_set,
        "link_asks_for_code": settings.link_asks_for_code,
        "approves_letters": settings.approve_letters,
        "colour": settings.colour,
    }


def _provider(settings: Settings) -> "OpenIdProvider | None":
    if settings.provider is None:
        return None
    return settings.provider.build(settings.public_address)


def _calendar(settings: Settings) -> WorkingCalendar:
    return WorkingCalendar(
        is_bank_holiday(),
        close_of_day=settings.office_closes,
        start_of_day=settings.office_opens,
    )


def _begin_uow(engine: Any, clock: Clock, actor: str, *, keeper: TrailKeeper) -> "UnitOfWork":
    from audits.storage import UnitOfWork  # it builds every table; who only reads does not wait

    return UnitOfWork(engine, clock, actor, keeper)


def _key_source(settings: Settings) -> KeySource:
    """Return where the vault's keys come from, as the environment or the settings say."""
    given = settings.vault_key
    if given:
        return GivenKeys(given.get_secret_value, "AUDITS_VAULT_KEY")
    if settings.vault_key_file:
        return keys_in_file(settings.vault_key_file)
    if settings.vault_key_command:
        return keys_of_command(settings.vault_key_command)
    return KeyFile(settings.home / "vault.key")


def vault_place(settings: Settings) -> VaultPlace:
    """Return where the vault lies: in the workspace, or in a database of its own."""
    if settings.vault_database:
        return VaultServer(settings.vault_database)
    return VaultFile(settings.home / "vault.db", waits_for_disk=settings.waits_for_disk)


def _check_database_is_there(settings: Settings, vault: VaultPlace) -> None:
    """Refuse to put an empty database in the place of one that was lost: it is made first."""
    path = settings.home / "audits.db"
    if not settings.database and not holds_something(path) and vault.is_there():
        raise _lost(f"The database {path}")


def _check_there_was_none(vault: VaultPlace, view: View) -> None:
    """Refuse to put an empty vault in the place of one that was lost."""
    from audits.storage import TrailEntry

    with view:
        if view.first(TrailEntry) is not None:
            raise _lost(vault.called)


def _lost(called: str) -> WorkspaceError:
    return WorkspaceError(
        f"{called} is not there, and this workspace had one. Restore it from your backup."
    )


def tables_in(settings: Settings) -> Tables:
    """Return the tables of a workspace, whatever version made them."""
    return Tables(open_database(settings.database_url, may_be_older=True))


def build_here() -> Workspace:
    """Return the parts of the workspace this process was started in, by its command's clock."""
    return build(read_settings(), clock_here())


def is_bank_holiday() -> Callable[[date], bool]:
    """Return what tells England's bank holidays, kept by a library and extended year by year."""

    @cache
    def england() -> Mapping[date, str]:
        import holidays  # a command that counts no days does not wait for it

        return holidays.country_holidays("GB", subdiv="ENG")

    return lambda day: day in england()


def _own_templates(settings: Settings) -> Path:
    """Return the folder of a partnership's own templates, which may not be there yet."""
    return settings.templates or settings.home / "templates"


def _templates(own: Path) -> Deferred["AuditTemplate"]:
    """Return the templates; they are read again once a file of the partnership's own is another."""

    def read() -> Mapping[str, "AuditTemplate"]:
        if own.is_dir():
            return build_templates(own)
        return build_templates(None)

    return Deferred(read, partial(_files_in, own))


def _files_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return which templates lie in a folder, each with when it was written and its size."""
    files = []
    for path in sorted(folder.glob("*.yaml")):
        written = path.stat()
        files.append((path.name, written.st_mtime_ns, written.st_size))
    return tuple(files)


def _stores(settings: Settings, engine: Any, cipher: Cipher) -> Stores:
    home = settings.home

    def kept(store: str, cipher: Cipher | None = None) -> ContentStore:
        if settings.files_in_database:
            _check_is_not_in_folder(home / store)
            return ContentTable(engine, store, cipher)
        return ContentFiles(home / store, cipher, waits_for_disk=settings.waits_for_disk)

    return Stores(
        registers=kept("registers", cipher),
        returns=kept("returns", cipher),
        frames=kept("frames"),
        packs=kept("packs"),
        evidence=kept("evidence", cipher),
        uploads=kept("uploads", cipher),
        papers=home / "papers",
        templates=_own_templates(settings),
        home=home,
    )


def _check_is_not_in_folder(folder: Path) -> None:
    """Refuse to look in the database for what was kept in a folder before."""
    if folder.is_dir() and any(folder.iterdir()):
        raise WorkspaceError(
            f'There are files in {folder}, and audits.toml says files_in = "database". Take that '
            "line out, make a backup, and restore that with its files in the database."
        )


def build_templates(own: Path | None) -> dict[str, "AuditTemplate"]:
    """Return the shipped templates, and a partnership's own in place of or beside them."""
    from audits.templates import load_templates  # a command that needs none does not wait for it

    folder = resource_folder("audit_templates")
    templates = load_templates(folder)
    if own:
        templates |= load_templates(own, beside=folder)
    return templates


def build_law(own: Path | None) -> "Law":
    """Return the shipped texts of law, and a partnership's own in place of or beside them."""
    from audits.templates import read_law  # a command that writes no workbook does not wait for it

    shipped = resource_folder("audit_templates")
    if own is None:
        return read_law(shipped)
    return read_law(own, beside=shipped)


def build_shapes(own: Path | None) -> dict[str, "RegisterShape"]:
    """Return the shipped kinds of register, and a partnership's own in place of or beside them."""
    from audits.register import load_shapes  # a command that reads no register does not wait

    shipped = load_shapes(resource_folder("audit_templates") / "registers")
    if own is None:
        return shipped
    return {**shipped, **load_shapes(own / "registers")}
