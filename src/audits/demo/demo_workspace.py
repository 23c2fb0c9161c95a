"""The demonstration's own workspace, and a clock that is set by hand."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from audits.domain.errors import WorkspaceError
from audits.prefect_environment import prepare_prefect
from audits.settings import Settings, init_workspace, read_settings, use_home


MARK = "this-is-a-demonstration"
SETTINGS = """\
# A partnership that does not exist.
board = "Fenmere Safeguarding Children Board (made up)"
contact = "the business unit, 01632 960 001, audits@board.example.org"
concerns_to = "the duty social worker, 01632 960 000"
named_person = "business_unit"
"""
ADDRESS = "http://127.0.0.1:8000"  # where the website is, if it is opened on the demonstration


class HandClock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment it was set to."""
        return self.now

    def set(self, day: int, hour: int, minute: int = 0) -> None:
        """Set it to a moment of March 2017, when London's clocks still showed UTC."""
        self.now = datetime(2017, 3, day, hour, minute, tzinfo=UTC)


def set_stage(home: Path, address: str = "") -> Settings:
    """Make a fresh workspace in ``home``, in place of an earlier demonstration's.

    With the address of its website, its letters have links.

    Raises:
        WorkspaceError: if something else is there, or it cannot be written to.
    """
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise WorkspaceError(
            f"{home} is not empty, and no demonstration made it. "
            "Name another folder: audits demo --home DIR"
        )
    _clear(home)
    init_workspace(home)
    (home / MARK).touch()
    reached_at = f'public_address = "{address}"\n' if address else ""
    (home / "audits.toml").write_text(f"{SETTINGS}{reached_at}", encoding="utf-8")
    use_home(home)
    settings = read_settings(home)
    prepare_prefect(settings)
    return settings


def _clear(home: Path) -> None:
    """Remove an earlier demonstration, but for Prefect's own database: it takes long to make."""
    for entry in home.glob("*"):
        if entry.is_dir() and entry.name != "prefect":
            shutil.rmtree(entry)
        elif entry.is_file() and entry.name != MARK:
            entry.unlink()
