"""What every step and query is given: the parts of one workspace, and who acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from audits.domain.access import SecondFactor
from audits.domain.clock import Clock
from audits.domain.errors import NotFoundError, RegisterError
from audits.domain.partnership import Partnership
from audits.domain.programme import PlannedAudit
from audits.domain.ticks import TICKS, Tick
from audits.domain.working_days import WorkingCalendar


if TYPE_CHECKING:
    # Only named here: whoever uses one loads it.
    from audits.collection import Inbox
    from audits.delivery import Channel
    from audits.identity import OpenIdProvider
    from audits.register import RegisterShape
    from audits.storage import (
        ApiTokens,
        Attempts,
        BackgroundTasks,
        ContentStore,
        KeptForms,
        SecondFactors,
        TickLeases,
        UnitLinks,
        UnitOfWork,
        Vault,
        View,
        WebSessions,
    )
    from audits.templates import AuditTemplate, Law


@dataclass(frozen=True, slots=True)
class BusinessUnit:
    """How the office that runs the audits is reached, as letters and packs say it."""

    contact: str
    concerns_to: str
    named_person: str  # the unit that hears of an immediate concern


@dataclass(frozen=True, slots=True)
class Stores:
    """Where a workspace keeps its files. Those that may name people are sealed."""

    registers: "ContentStore"
    returns: "ContentStore"
    frames: "ContentStore"
    packs: "ContentStore"
    evidence: "ContentStore"
    uploads: "ContentStore"  # looked at before they are kept
    papers: Path
    templates: Path  # the partnership's own
    home: Path  # the workspace itself

    def content(self) -> "dict[str, ContentStore]":
        """Return every place of content by its name."""
        from audits.storage import STORES

        return {name: getattr(self, name) for name in STORES}


@dataclass(frozen=True, slots=True)
class Workspace:
    """The parts of one workspace; tests and the demonstration pass parts of their own."""

    business_unit: BusinessUnit
    partnership: Partnership  # as it is called today; a cycle keeps the names it was opened with
    open_view: Callable[[], "View"]  # to read, beside whoever writes
    begin_uow: Callable[[str], "UnitOfWork"]  # to write, one at a time, in the name of who acts
    actor: str  # who acts: the trail and the look log name them
    clock: Clock
    calendar: WorkingCalendar
    vault: "Vault" = field(repr=False)
    templates: Mapping[str, "AuditTemplate"]
    law: "Law"
    shapes: Mapping[str, "RegisterShape"]
    channels: Mapping[str, "Channel"]
    inboxes: Mapping[str, "Inbox"]
    stores: Stores
    ticks: "TickLeases"
    sessions: "WebSessions"  # who uses the website
    kept_forms: "KeptForms"  # what was typed when a link's session was over
    unit_links: "UnitLinks"  # whom a link in a letter lets in
    attempts: "Attempts"  # what was tried in vain there
    tokens: "ApiTokens"  # by which programs read
    second_factors: "SecondFactors"
    background_tasks: "BackgroundTasks"  # long work that they asked for
    board: str  # its name in an installation of several; "" where it is the only one
    process: str  # who holds a tick: the machine, the process on it, and a mark of its own
    lease: timedelta = timedelta(minutes=10)
    programme: tuple[PlannedAudit, ...] = ()
    disk_low_mb: int = 500  # with less room than this the disk is nearly full
    schedule: tuple[Tick, ...] = TICKS
    check_first: "Callable[[View], None] | None" = None  # what must hold before anything is done
    second_factor: SecondFactor = SecondFactor.OPTIONAL
    provider: "OpenIdProvider | None" = None  # the organisation's own sign-in service
    approves_letters: bool = False  # somebody reads each before it goes
    colour: str = ""  # the board's, of the website
    public_address: str = "http://127.0.0.1:8000"  # where people reach the website
    # Letters have links to it: only where the setting says that somebody else reaches it there.
    letters_have_links: bool = False
    link_asks_for_code: bool = True  # by mail, of whoever is written to by mail

    def open_uow(self) -> "UnitOfWork":
        """Return a transaction that may write, in the name of who acts."""
        uow = self.begin_uow(self.actor)
        uow.check_first = self.check_first
        return uow

    def only_if(self, check: "Callable[[View], None]") -> Self:
        """Return the same parts for a call that is refused by what ``check`` raises."""
        return replace(self, check_first=check)

    def acting_as(self, actor: str) -> Self:
        """Return the same parts for a call by somebody else, whom the trail and the look log name.

        What runs beside it in the name of others is not touched: nothing is shared but the parts.
        """
        return replace(self, actor=actor, vault=self.vault.acting_as(actor))

    def today(self) -> date:
        """Return the date on the partnership's wall calendar."""
        return self.calendar.local_date(self.clock())

    def template(self, kind: str) -> "AuditTemplate":
        """Return the audit template of this kind.

        Raises:
            NotFoundError: naming the kinds there are.
        """
        if kind in self.templates:
            return self.templates[kind]
        known = ", ".join(sorted(self.templates))
        raise NotFoundError(f"There is no audit template '{kind}'. There are: {known}.")

    def titles(self) -> dict[str, str]:
        """Return what each kind of audit is called, in the partnership's words of today."""
        from audits.templates import words_in

        words = self.partnership.words_on(self.today())
        return {kind: words_in(template.title, words) for kind, template in self.templates.items()}

    def shape(self, register: str) -> "RegisterShape":
        """Return the kind of register of this name.

        Raises:
            RegisterError: naming the kinds there are.
        """
        if register in self.shapes:
            return self.shapes[register]
        known = ", ".join(sorted(self.shapes))
        raise RegisterError(f"There is no register '{register}'. There are: {known}.")
