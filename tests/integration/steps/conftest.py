"""Workspaces at three points of a cycle, made once; each test spoils a copy."""

from pathlib import Path

import pytest
from builders import moderation as mod, workspace as ws


@pytest.fixture(scope="session")
def loaded(tmp_path_factory) -> Path:
    return ws.loaded(tmp_path_factory.mktemp("loaded") / "home")


@pytest.fixture(scope="session")
def issued(tmp_path_factory, loaded) -> Path:
    home = ws.copy_of(loaded, tmp_path_factory.mktemp("issued") / "home")
    ws.issue(ws.workspace_of(home))
    return home


@pytest.fixture(scope="session")
def answered(tmp_path_factory, issued) -> Path:
    home = ws.copy_of(issued, tmp_path_factory.mktemp("answered") / "home")
    ws.send(ws.workspace_of(home))
    ws.answer(home)
    return home


@pytest.fixture(scope="session")
def asked(tmp_path_factory, answered) -> Path:
    home = ws.copy_of(answered, tmp_path_factory.mktemp("asked") / "home")
    workspace = ws.workspace_of(home)
    ws.collect(workspace)
    ws.send(workspace)
    ws.answer_queries(home)
    return home


@pytest.fixture(scope="session")
def moderating(tmp_path_factory, loaded) -> Path:
    home = ws.copy_of(loaded, tmp_path_factory.mktemp("moderating") / "home")
    return mod.to_moderation(mod.with_moderation(home))
