"""A workspace that is loaded, one that is issued, and the command line on a copy of either."""

from pathlib import Path

import pytest
from builders import summer_midnight as summer, workspace as ws
from builders.cli import Run, runner


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory) -> Path:
    return ws.loaded(tmp_path_factory.mktemp("loaded") / "home", contacts=1500)


@pytest.fixture(scope="session")
def answered_home(tmp_path_factory, loaded_home) -> Path:
    home = ws.copy_of(loaded_home, tmp_path_factory.mktemp("answered") / "home")
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    return home


@pytest.fixture(scope="session")
def midnight(tmp_path_factory) -> Path:
    """Return a workspace with something of everything; nobody changes it."""
    return summer.lived_through(tmp_path_factory.mktemp("midnight") / "home")


@pytest.fixture(scope="session")
def names(midnight) -> dict[str, str]:
    """Return what only that workspace knows: one of each kind of thing."""
    return summer.names(midnight)


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def audits(home, monkeypatch, capsys) -> Run:
    """Return the command line in an empty place."""
    return runner(home, monkeypatch, capsys)


@pytest.fixture
def on_loaded(home, loaded_home, monkeypatch, capsys) -> Run:
    """Return the command line in a workspace with agencies and a register."""
    return runner(ws.copy_of(loaded_home, home), monkeypatch, capsys)


@pytest.fixture(scope="session")
def issued_home(tmp_path_factory, loaded_home) -> Path:
    home = ws.copy_of(loaded_home, tmp_path_factory.mktemp("issued") / "home")
    ws.issue(ws.workspace_of(home))
    return home


@pytest.fixture
def on_issued(home, issued_home, monkeypatch, capsys) -> Run:
    """Return the command line in a workspace whose packs wait to be sent."""
    return runner(ws.copy_of(issued_home, home), monkeypatch, capsys)


@pytest.fixture
def on_answered(home, answered_home, monkeypatch, capsys) -> Run:
    """Return the command line in a workspace whose packs lie filled in in the inbox."""
    return runner(ws.copy_of(answered_home, home), monkeypatch, capsys)
