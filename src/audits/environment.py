"""What the environment says of a workspace: who acts, and secrets, which stand in no file."""

import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audits.boards import variable_of
from audits.domain.exposure import GROUPS, secret_variable


PROVIDER_SECRET = "AUDITS_PROVIDER_SECRET"  # noqa: S105 -- the variable's name
DELIVERY_TOKEN = "AUDITS_DELIVERY_TOKEN"  # noqa: S105 -- the variable's name


def said_outside(home: Path) -> dict[str, str | None]:
    """Return who acts, the key of the vault, and what GOV.UK Notify shows when it calls."""
    return {
        "actor": os.environ.get("AUDITS_ACTOR") or getpass.getuser(),
        "vault_key": _of(home, "AUDITS_VAULT_KEY"),
        "delivery_token": _of(home, DELIVERY_TOKEN) or None,
    }


def with_secrets(values: Mapping[str, Any], home: Path) -> Mapping[str, Any]:
    """Return what has secrets, each with the one that the environment holds for it."""
    groups: dict[str, Any] = {}
    if "provider" in values:
        groups["provider"] = _joined(values["provider"], PROVIDER_SECRET, home)
    for group in GROUPS:
        tables = values[group]
        if isinstance(tables, dict):
            groups[group] = {name: _with_secret(tables, group, name, home) for name in tables}
    return groups


def _with_secret(tables: dict[str, Any], group: str, name: str, home: Path) -> Any:
    return _joined(tables[name], secret_variable(group, name), home)


def _joined(table: Any, variable: str, home: Path) -> Any:
    secret = _of(home, variable)
    # What is no table is refused by its shape, with a sentence.
    if not secret or not isinstance(table, dict):
        return table
    return {**table, "secret": secret}


def _of(home: Path, variable: str) -> str | None:
    return os.environ.get(variable_of(home, variable))
