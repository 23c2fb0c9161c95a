"""Everything the outside decides, read once: the workspace, audits.toml and the environment."""

import os
import tomllib
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from audits.backup import checked_public_key
from audits.boards import (
    board_in,
    check_board_is_named,
    check_own,
    chosen_board,
    every_home,
    home_of,
    in_common,
)
from audits.collection import FolderInboxSettings, GraphInboxSettings, ImapSettings
from audits.delivery import FolderSettings, GraphSettings, NotifySettings, SmtpSettings
from audits.domain.access import SecondFactor
from audits.domain.backup import Places
from audits.domain.colour import checked_colour
from audits.domain.errors import WorkspaceError
from audits.domain.exposure import refusals_of
from audits.domain.mail_address import addresses_fault
from audits.domain.public_address import checked_public_address
from audits.domain.remedies import Remedy, Verb
from audits.domain.telephone import telephone_fault
from audits.domain.ticks import TICKS, Tick, timetable
from audits.domain.unit_code import code_fault
from audits.domain.writing import what_failed
from audits.environment import DELIVERY_TOKEN, said_outside, with_secrets
from audits.identity import ProviderSettings
from audits.templates.partnership import OLDER_PROFILE, PARTNERSHIP, profile_file
from audits.templates.year_plan import ProgrammeLine


# To add a channel or an inbox: write its module, then name its settings here.
ChannelSettings = Annotated[
    FolderSettings | SmtpSettings | NotifySettings | GraphSettings, Field(discriminator="kind")
]
InboxSettings = Annotated[
    FolderInboxSettings | ImapSettings | GraphInboxSettings, Field(discriminator="kind")
]

FOLDERS = ("outbox", "inbox", "returns", "registers", "frames", "packs", "papers", "profiles",
           "templates")  # fmt: skip
FIRST_SETTINGS = """\
# This workspace's settings. docs/administrator.md says what each one means.
# What the partnership, its groups and its offices are called is in partnership.toml.
contact = "the business unit, 01632 960 001, audits@partnership.example"
concerns_to = "the duty social worker, 01632 960 000"
named_person = "business_unit"
"""


def _reachable(text: str) -> str:
    """Return a line that says how somebody is reached, if one can reach them so."""
    fault = telephone_fault(text) or addresses_fault(text)
    if fault:
        raise ValueError(fault)
    return text


def _code(text: str) -> str:
    """Return the code of a unit, if it can be one."""
    if fault := code_fault(text):
        raise ValueError(fault)
    return text


HowToReach = Annotated[str, Field(min_length=1), AfterValidator(_reachable)]


class Settings(BaseModel):
    """One workspace's settings; refused if a name is misspelt."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    home: Path
    actor: str
    vault_key: SecretStr | None = None
    # What GOV.UK Notify shows when it calls; it wants ten characters or more.
    delivery_token: SecretStr | None = Field(default=None, min_length=20)
    board: str = ""  # the name in place of partnership.toml's, in a workspace that had none
    contact: HowToReach
    concerns_to: HowToReach
    named_person: Annotated[str, AfterValidator(_code)] = "business_unit"
    database: str = ""  # a PostgreSQL URL; SQLite in the workspace when empty
    files_in: Literal["folder", "database"] = "folder"  # the database must be PostgreSQL
    vault_database: str = ""  # a PostgreSQL URL of another database; SQLite when empty
    vault_key_file: Path | None = None  # looked after by somebody else
    vault_key_command: tuple[str, ...] = ()  # prints the key
    templates: Path | None = None  # a folder of own templates, beside those shipped
    lease_minutes: int = Field(default=10, ge=1, le=240)
    disk_low_mb: int = Field(default=500, ge=1)  # with less room the disk is nearly full
    office_opens: time = time(9, 0)  # of a working day, on the clocks of England
    office_closes: time = time(17, 0)
    # Off only for made-up data: what is kept may not outlast a power cut.
    waits_for_disk: bool = True
    backup_keys: tuple[Annotated[str, AfterValidator(checked_public_key)], ...] = ()
    public_address: Annotated[str, AfterValidator(checked_public_address)] = "http://127.0.0.1:8000"
    link_asks_for_code: bool = True  # a unit's link, of whoever is written to by mail
    colour: Annotated[str, AfterValidator(checked_colour)] = ""  # of the pages; ours when empty
    approve_letters: bool = False  # whether somebody reads each letter before it goes
    second_factor: SecondFactor = SecondFactor.OPTIONAL  # beside passwords
    provider: ProviderSettings | None = None  # the organisation's own sign-in service
    prefect_api_url: str = ""  # a Prefect server; one inside the process when empty
    channels: dict[str, ChannelSettings] = Field(default_factory=dict)
    inboxes: dict[str, InboxSettings] = Field(default_factory=dict)
    programme: tuple[ProgrammeLine, ...] = ()  # the quality group's year plan
    schedule: Annotated[tuple[Tick, ...], BeforeValidator(timetable)] = TICKS

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.office_opens >= self.office_closes:
            raise ValueError("office_opens must be earlier in the day than office_closes")
        return self

    @model_validator(mode="after")
    def _files_have_a_place(self) -> Self:
        if self.files_in_database and not self.database.startswith("postgresql"):
            raise ValueError('files_in = "database" needs a PostgreSQL database, named as database')
        return self

    @model_validator(mode="after")
    def _vault_is_apart(self) -> Self:
        if self.vault_database and not self.vault_database.startswith("postgresql"):
            raise ValueError("vault_database must be a PostgreSQL address")
        if self.vault_database and self.vault_database == self.database:
            raise ValueError("vault_database must be a database of its own, with its own user")
        if self.vault_key_file and self.vault_key_command:
            raise ValueError("name vault_key_file or vault_key_command, not both")
        return self

    @property
    def files_in_database(self) -> bool:
        """Tell whether returns, registers, packs and what else is a file lie in the database."""
        return self.files_in == "database"

    @property
    def places(self) -> Places:
        """Return where a backup with these settings is restored to."""
        return Places(self.database, self.vault_database, self.files_in_database)

    @property
    def database_url(self) -> str:
        """Return the URL of the main database."""
        return self.database or f"sqlite:///{self.home / 'audits.db'}"

    @property
    def name(self) -> str:
        """Return which board of an installation this is; "" in a home of one partnership."""
        return board_in(self.home)

    @property
    def prefect_home(self) -> Path:
        """Return where Prefect keeps what is its own: one place for all boards."""
        of_all = self.home.parent.parent if self.name else self.home
        return of_all / "prefect"

    def check_serves(self) -> None:
        """Refuse to serve where a channel's service would call and could not be told from others.

        Raises:
            WorkspaceError: naming the channel and what to set.
        """
        calling = [name for name, way in self.channels.items() if isinstance(way, NotifySettings)]
        if calling and self.delivery_token is None:
            raise WorkspaceError(
                f"The channel '{calling[0]}' is GOV.UK Notify, which calls here to say what became "
                "of a message, and there is no token to know it by. Choose one of 20 characters "
                "or more, tell it to Notify, and put it into the environment as "
                f"{DELIVERY_TOKEN}: docs/administrator.md"
            )


def home_folder() -> Path:
    """Return the workspace: ``AUDITS_HOME``, or ``var`` where the command is run; or its board.

    Raises:
        WorkspaceError: if a board is named as none can be called.
    """
    return home_of(chosen_board())


def use_home(home: Path) -> None:
    """Make ``home`` the workspace of this process and of those it starts."""
    os.environ["AUDITS_HOME"] = str(home.absolute())
    os.environ.pop("AUDITS_BOARD", None)


def init_workspace(home: Path, profile: str = OLDER_PROFILE) -> None:
    """Make a workspace whose names are those of a profile; one that is there is left as it is.

    Raises:
        WorkspaceError: if there is no such profile, or the folder cannot be written to.
    """
    names = profile_file(profile).read_text(encoding="utf-8")
    try:
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)  # nobody else on this machine has business here
        if not (home / "audits.toml").exists():
            for name, text in ((PARTNERSHIP, names), ("audits.toml", FIRST_SETTINGS)):
                (home / name).touch(mode=0o600)  # its owner's alone, whatever the umask
                (home / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"{what_failed(f'The workspace {home}', error)}. "
            "Set AUDITS_HOME to a folder that you may write in."
        ) from error


def read_settings(home: Path | None = None) -> Settings:
    """Read the workspace's settings.

    Raises:
        WorkspaceError: if there is no workspace, or a setting is wrong; naming it.
    """
    home = home or home_folder()
    path = home / "audits.toml"
    if not path.is_file():
        check_board_is_named(home)
        raise WorkspaceError(
            f"There is no workspace in {home}.", remedy=Remedy(Verb.MAKE_WORKSPACE)
        )
    _shut(home)
    try:
        own = _without_secrets(path.read_text(encoding="utf-8"))
        check_own(home, own)
        values = {**_usual(home), **in_common(home), **own}
        return Settings.model_validate({**values, **with_secrets(values, home)})
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{path} is not well formed: {error}. Put that line right.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise WorkspaceError(f"{path} has settings that cannot be used: {wrong}.") from error


def any_settings() -> Settings:
    """Return settings in which stands what all boards have in common; or the workspace's own.

    Raises:
        WorkspaceError: if those of none can be read.
    """
    *others, last = every_home()
    for home in others:
        with suppress(WorkspaceError):
            return read_settings(home)
    return read_settings(last)


def own_templates() -> Path | None:
    """Return the folder of a partnership's own templates, if a workspace names one."""
    home = home_folder()
    return read_settings(home).templates if (home / "audits.toml").is_file() else None


def _usual(home: Path) -> dict[str, object]:
    return {
        "home": home,
        **said_outside(home),
        "channels": {"folder": {"kind": "folder", "root": home / "outbox"}},
        "inboxes": {"folder": {"kind": "folder", "root": home / "inbox"}},
        "templates": own if (own := home / "templates").is_dir() else None,
    }


def _without_secrets(text: str) -> dict[str, Any]:
    """Return what the file says.

    Raises:
        WorkspaceError: if secrets stand in it; naming each, and where it belongs.
    """
    values = tomllib.loads(text)
    refusals = refusals_of(values)
    if refusals:
        raise WorkspaceError(" ".join(refusals))
    return values


def _shut(home: Path) -> None:
    """Shut a workspace that was made by hand, or before this was done, to everybody else."""
    facts = home.stat()
    if facts.st_mode & 0o077 and facts.st_uid == os.geteuid():
        home.chmod(0o700)
