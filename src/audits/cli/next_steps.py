"""What a person types next: where a cycle stands, and with the names of files quoted."""

import shlex
from collections.abc import Mapping

from audits.domain.status import CycleStatus

from .output import say


NEXT: Mapping[CycleStatus, str] = {
    CycleStatus.PLANNED: "audits sample freeze {ref}, then audits sample draw {ref}",
    CycleStatus.FRAMED: "audits sample draw {ref}",
    CycleStatus.DRAWN: "audits cycle approve {ref}",
    CycleStatus.APPROVED: "audits pack issue {ref}",
    CycleStatus.ISSUED: "audits dispatch send, then audits return collect",
    CycleStatus.MODERATING: "audits moderate export {ref}",
    CycleStatus.ANALYSED: "audits finding list {ref}",
    CycleStatus.AGREED: "audits paper make {ref}, then audits cycle publish {ref}",
}


def typed(*words: object) -> str:
    """Return a command as it is typed: a name with a space, as of a file, is quoted.

    >>> typed("audits", "template", "check", "My audit.yaml")
    "audits template check 'My audit.yaml'"
    """
    return shlex.join(map(str, words))


def next_of(ref: str, status: CycleStatus) -> str:
    """Return what is typed next about a cycle that stands so; "" if nothing is left to do."""
    return NEXT.get(status, "").format(ref=shlex.quote(ref))


def say_next(ref: str, status: CycleStatus) -> None:
    """Print what is typed next about a cycle, if anything is."""
    command = next_of(ref, status)
    if command:
        say(f"Next: {command}")
