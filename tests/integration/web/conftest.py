"""A cycle whose packs go out by Notify, and the program that Notify calls back."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from builders import workspace as ws
from builders.channels import notify_channel
from builders.far_ends import FakeNotify
from builders.web import TOKEN, served
from pydantic import SecretStr

from audits.steps.dispatch.recipients import confirm_recipients
from audits.web import make_app


@pytest.fixture(scope="session")
def issued(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("issued") / "home")
    ws.issue(ws.workspace_of(home))
    return home


@pytest.fixture
def house(issued, tmp_path):
    """The parts, Notify, and a client that stands for Notify's calls."""
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    notify = FakeNotify(workspace.clock)
    workspace = replace(workspace, channels={"folder": notify_channel(notify, workspace.clock)})
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    with served(make_app(workspace, SecretStr(TOKEN))) as client:
        yield SimpleNamespace(workspace=workspace, notify=notify, client=client)
