"""Bring the workspace of an older version up to this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from audits.backup import Written
from audits.domain.backup import WORKSPACE_UPGRADED
from audits.storage import Tables, try_upgrade
from audits.workspace import Workspace

from .make import make_backup


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The steps that the tables were taken through, and the backup that leads back."""

    steps: tuple[str, ...]
    backup: Written


def upgrade_workspace(
    to: Path, *, public_keys: Sequence[str], tables: Tables, workspace: Workspace
) -> Upgraded | None:
    """Write a backup, try the upgrade on its copy, and do it; None if there is nothing to do.

    The tables are brought up to date wholly or not at all. Whoever restores the backup with the
    older version is back where they were.

    Raises:
        WorkspaceError: if the backup cannot be made, or its copy cannot be brought up to date:
            nothing is changed then.
    """
    steps = tables.steps_left()
    if not steps:
        return None
    backup = make_backup(to, public_keys=public_keys, workspace=workspace, check_copy=try_upgrade)
    tables.upgrade()
    with workspace.open_uow() as uow:
        uow.note(
            WORKSPACE_UPGRADED,
            workspace.partnership.name,
            version=version("audits"),
            steps=list(steps),
            backup=to.name,
        )
        uow.commit()
    return Upgraded(steps, backup)
