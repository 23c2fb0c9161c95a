"""What can be typed: every command of the product, with its options."""

from typing import Any

import typer

from audits.cli import COMMANDS, NOUNS, make_app


def commands() -> dict[str, Any]:
    """Return every command a person can type, by its full words."""
    return _below(typer.main.get_command(make_app(*COMMANDS, *NOUNS)), "audits")


def _below(command: Any, path: str) -> dict[str, Any]:
    if not hasattr(command, "commands"):
        return {path: command}
    found = {}
    for name, part in command.commands.items():
        found |= _below(part, f"{path} {name}")
    return found


def options_of(command: Any) -> set[str]:
    """Return a command's options, as they are typed."""
    params = [*command.params]
    return {o for p in params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
