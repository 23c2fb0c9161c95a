"""What the trail says of backups, and where one is restored to."""

from dataclasses import dataclass


BACKUP_MADE = "backup made"
WORKSPACE_UPGRADED = "workspace brought up to date"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a workspace keeps its rows and its files: in its own folder unless one says else.

    ``database`` and ``vault`` are addresses of PostgreSQL databases.
    """

    database: str = ""
    vault: str = ""
    files_in_database: bool = False
