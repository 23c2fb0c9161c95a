"""What the units and the compose file start can be started, and each keeps to itself."""

import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders.repository import ROOT
from builders.typed import commands, options_of


MACHINES = ROOT / "docs" / "machines"
OURS = commands()


def started() -> list[str]:
    """Return every command line of the units and of the compose file."""
    lines = []
    for path in sorted(MACHINES.glob("*.service")):
        lines += re.findall(r"^ExecStart=\S+/(.+)$", path.read_text(), re.MULTILINE)
    return lines + [part["command"] for part in compose()["services"].values() if "command" in part]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((MACHINES / "compose.yaml").read_text())
    return read


@pytest.mark.parametrize("line", [line for line in started() if line.startswith("audits ")])
def test_a_command_that_is_started_is_one_of_ours(line):
    words = line.split()
    command = OURS[" ".join(words[:2])]
    assert {word for word in words if word.startswith("--")} <= options_of(command)


def test_website_schedule_and_worker_are_started_by_both():
    firsts = [" ".join(line.split()[:2]) for line in started()]
    for each in ("audits serve", "audits schedule", "audits worker", "prefect server"):
        assert firsts.count(each) == 2


@pytest.mark.parametrize("path", sorted(MACHINES.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_is_shut_to_others(path: Path):
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] -- names keep their capitals
    unit.read_string(path.read_text())
    service = unit["Service"]
    assert service["User"] == "audits"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service.get("Restart", "always") == "always"
