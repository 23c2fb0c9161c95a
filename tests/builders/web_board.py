"""A made-up partnership whose audits are run on its website, or by commands in a copy of it.

The clock of a story is the clock of both.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.story_clock import story_clock
from builders.web import served_at
from builders.web_people import name_in_trail

from audits.cli import main
from audits.domain.permissions import Role
from audits.domain.ticks import COLLECT_RETURNS, SEND_DUE
from audits.settings import read_settings
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.web import make_app
from audits.wiring import build
from audits.workspace import Workspace


SCHEDULE = "the schedule"


def workspace_at(home: Path) -> Workspace:
    """Return a workspace as a process of its own builds it, acting as the schedule does."""
    settings = read_settings(home).model_copy(update={"waits_for_disk": False})
    return build(settings, story_clock).acting_as(SCHEDULE)


@dataclass(frozen=True)
class Board:
    """A workspace, and where its website is."""

    home: Path
    address: str

    @property
    def workspace(self) -> Workspace:
        return workspace_at(self.home)

    def sends(self) -> None:
        """Do what a page has asked the schedule to do: send what is due."""
        assert SEND_DUE.name in self.workspace.ticks.asked()
        send_due(self.home)

    def collects(self) -> None:
        """Do what a page has asked the schedule to do: all that follows from what came.

        It is done in the officer's name, as by the command.
        """
        assert COLLECT_RETURNS.name in self.workspace.ticks.asked()
        collect_all(self.home, name_in_trail(Role.BUSINESS_UNIT, self.workspace))


@contextmanager
def a_board(home: Path) -> Iterator[Board]:
    """Serve a workspace's website; no schedule runs beside it."""
    with served_at(make_app(workspace_at(home))) as address:
        yield Board(home, address)


def send_due(home: Path) -> None:
    """Send what is due, as the schedule does."""
    workspace = workspace_at(home)
    run = OneByOne(workspace)
    send_everything(run=run, workspace=workspace)
    run.check()


def collect_all(home: Path, actor: str = SCHEDULE) -> None:
    """Collect what came and do all that follows from it, as the schedule does."""
    workspace = workspace_at(home).acting_as(actor)
    run = OneByOne(workspace)
    collect_everything(run=run, workspace=workspace)
    run.check()


@dataclass(frozen=True)
class Typist:
    """Somebody at the command line of a workspace."""

    home: Path
    actor: str
    monkeypatch: pytest.MonkeyPatch

    def type(self, *words: object) -> None:
        """Type a command, and expect it to be done."""
        self.monkeypatch.setenv("AUDITS_HOME", str(self.home))
        self.monkeypatch.setenv("AUDITS_ACTOR", self.actor)
        self.monkeypatch.setattr(sys, "argv", ["audits", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main(story_clock)
        assert not end.value.code, words


def let_lie(folder: Path) -> None:
    """Let files look as if they had lain in an inbox for an hour, so that nobody waits for them."""
    for file in folder.glob("*.xlsx"):
        os.utime(file, (time.time() - 3600,) * 2)


def taken_from_inbox(home: Path, folder: Path) -> list[Path]:
    """Move what units put into the inbox to a folder, as an officer who got it by hand has it."""
    folder.mkdir()
    files = []
    for file in sorted((home / "inbox").glob("*.xlsx")):
        files.append(Path(shutil.move(file, folder / file.name)))
    return files
