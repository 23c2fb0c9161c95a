"""Errors, in two families: what a person can put right, and what a channel refused.

AuditsError
├── UserError            a person can put it right; shown as its sentence, exit code 2
│   ├── TemplateError    an audit template is not well formed
│   ├── RegisterError    a register cannot be read
│   ├── SampleError      a draw cannot be made or does not verify
│   ├── NotFoundError    nothing by that name
│   ├── SheetError       a sheet that a person filled in cannot be taken in
│   ├── ModerationError  a grade or a moderation workbook cannot be taken
│   │   └── GradeError   one grade cannot be taken, and which (domain/grade.py)
│   ├── StatusError      not at this point in a cycle's life
│   │   └── ChangedError it was changed since somebody looked at it
│   ├── TooOftenError    it was tried too often; it has to wait
│   ├── BusyError        another process was there first, or is still at work
│   │   └── TakenError   what was to be done, another process is doing or has done
│   └── WorkspaceError   the workspace is missing, not writable or not configured
└── ChannelError         the outside said no
    ├── TryAgainError    nothing was sent; the same call may work later
    │   └── NotTakenError    one item of an inbox cannot be taken at present; the others can
    ├── RefusedError     it will never work as it stands
    ├── UnansweredError  it may have been sent; the channel can be asked, later
    └── UnconfirmedError it may have been sent; only a person can tell

Anything else that is raised is a bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .remedies import Remedies, Remedy


class AuditsError(Exception):
    """Everything this product raises on purpose.

    The message names no command; ``remedy`` holds what a person can do, one or several things,
    and the command line or the website puts it in its own words.
    """

    def __init__(self, message: str = "", *, remedy: Remedy | Remedies = ()) -> None:
        super().__init__(message)
        self.remedy: Remedies = (remedy,) if isinstance(remedy, Remedy) else remedy


class UserError(AuditsError):
    """Something a person can put right; the message says what is wrong and where."""


class TemplateError(UserError):
    """An audit template is not well formed."""


class RegisterError(UserError):
    """A register cannot be read."""


class SampleError(UserError):
    """A draw cannot be made, or does not verify."""


class NotFoundError(UserError):
    """There is nothing by that name."""


class SheetError(UserError):
    """A sheet that a person filled in cannot be taken in; nothing of it was."""


class ModerationError(UserError):
    """A grade, a moderation workbook or a correction cannot be taken."""


class StatusError(UserError):
    """Not possible at this point in the life of a cycle, dispatch or action."""


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """Who changed something, when, what it was, and why."""

    at: datetime
    by: str
    what: str
    why: str


class ChangedError(StatusError):
    """It was changed since somebody looked at it; nothing of theirs was saved over it."""

    def __init__(self, message: str, changes: Sequence[ChangeMade]) -> None:
        super().__init__(message)
        self.changes = tuple(changes)


class LinkError(UserError):
    """A link opens nothing, or nothing any more."""


class TooOftenError(UserError):
    """It was tried too often, and has to wait."""


class UnknownTokenError(UserError):
    """A program gave no token that works."""


class BusyError(UserError):
    """Another process was there first, or is still at work; nothing was stored."""


class TakenError(BusyError):
    """What was to be done, another process is doing or has done."""


class WorkspaceError(UserError):
    """The workspace is missing, cannot be written to, or is not configured."""


class ChannelError(AuditsError):
    """A channel did not take a message."""


class TryAgainError(ChannelError):
    """Certainly nothing was sent; the same call may work later.

    ``until`` says from when, if the whole channel takes nothing before then.
    """

    def __init__(
        self, message: str, *, until: datetime | None = None, remedy: Remedy | Remedies = ()
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.until = until


class NotTakenError(TryAgainError):
    """One item of an inbox cannot be taken, or cleared, at present; the others can."""


class RefusedError(ChannelError):
    """It will never work as it stands."""


class UnansweredError(ChannelError):
    """It may have been sent, and the channel can be asked once it has had time."""


class UnconfirmedError(ChannelError):
    """It may have been sent; only a person can tell."""
