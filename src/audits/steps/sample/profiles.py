"""How a register was matched last, kept in the workspace to be matched so again."""

from pathlib import Path

from audits.register import Profile, read_profile, write_profile
from audits.storage import write_whole
from audits.workspace import Workspace


HOW = "It is used when the register is loaded at the website, and wherever else it is named."


def keep_profile(profile: Profile, *, workspace: Workspace) -> None:
    """Keep how a register was matched, in place of what was kept before."""
    write_whole(_path(profile.shape, workspace), write_profile(profile, HOW).encode())


def kept_profile(name: str, *, workspace: Workspace) -> Profile | None:
    """Return how a register of this name was matched last; None if it never was.

    Raises:
        RegisterError: if somebody has made something else of the file.
    """
    path = _path(name, workspace)
    if not path.is_file():
        return None
    return read_profile(path.read_text(encoding="utf-8", errors="replace"), path.name)


def _path(name: str, workspace: Workspace) -> Path:
    return workspace.stores.home / "profiles" / f"{workspace.shape(name).register}.yaml"
