"""Who runs the audits, from `partnership.toml` and to and from the text that a cycle freezes."""

import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from audits import resource_folder
from audits.domain.errors import WorkspaceError
from audits.domain.partnership import Partnership


PARTNERSHIP = "partnership.toml"
PROFILES = resource_folder("audit_templates") / "partnerships"
FIRST_PROFILE, OLDER_PROFILE = "partnership_2026", "lscb_2016"
FROZEN_KEPT = 16  # a partnership is renamed once in years
_ADAPTER = TypeAdapter(Partnership)


def read_partnership(path: Path) -> Partnership:
    """Return who runs the audits.

    Raises:
        WorkspaceError: naming the file, and the line or the setting that cannot be used.
    """
    try:
        return _ADAPTER.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path} is not well formed: {error}. Put that line right.") from error
    except ValidationError as error:
        wrong = "; ".join(_fault(fault["loc"], fault["msg"]) for fault in error.errors())
        raise WorkspaceError(f"{path} has settings that cannot be used: {wrong}.") from error


def partnership_in(home: Path, name: str = "") -> Partnership:
    """Return who runs the audits of a workspace: as its file says, or as before there was one.

    ``name`` is what its other settings call them, and goes before the file's.

    Raises:
        WorkspaceError: if the file cannot be used; naming what is wrong in it.
    """
    path = home / PARTNERSHIP
    if not path.is_file():
        path = profile_file(OLDER_PROFILE)
    named = read_partnership(path)
    if name:
        named = replace(named, name=name)
    return named


def freeze_partnership(partnership: Partnership) -> str:
    """Return it as text; what is equal gives equal text."""
    return _ADAPTER.dump_json(partnership, indent=1).decode()


@lru_cache(maxsize=FROZEN_KEPT)
def partnership_of(text: str) -> Partnership:
    """Return the partnership that was frozen."""
    return _ADAPTER.validate_json(text)


def profile_file(name: str) -> Path:
    """Return the file of a profile that is shipped.

    Raises:
        WorkspaceError: naming the profiles there are.
    """
    shipped = {path.stem: path for path in sorted(PROFILES.glob("*.toml"))}
    if name not in shipped:
        raise WorkspaceError(f"There is no profile '{name}'. There are: {', '.join(shipped)}.")
    return shipped[name]


def _fault(way: tuple[int | str, ...], says: str) -> str:
    place = ".".join(map(str, way))
    says = says.removeprefix("Value error, ")
    return ": ".join(filter(None, (place, says)))
