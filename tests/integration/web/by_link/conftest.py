"""A board that writes by mail, and the link in the letter that the police's lead had."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.far_ends import Post
from builders.unit_links import by_mail, issued_with_links, link_in, pack_letter, sent
from fastapi import FastAPI

from audits.web import make_app
from audits.workspace import Workspace


LEAD = "lead@police.example.org"


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return issued_with_links(tmp_path_factory.mktemp("ready") / "home")


@pytest.fixture
def house(ready: Path, tmp_path: Path) -> Iterator[tuple[Workspace, Post]]:
    """The parts of a board that writes by mail, and its mail server's mailbox."""
    with by_mail(ws.copy_of(ready, tmp_path / "home"), tmp_path) as (workspace, post):
        sent(workspace)
        yield workspace, post


@pytest.fixture
def workspace(house: tuple[Workspace, Post]) -> Workspace:
    return house[0]


@pytest.fixture
def post(house: tuple[Workspace, Post]) -> Post:
    return house[1]


@pytest.fixture
def app(workspace: Workspace) -> FastAPI:
    return make_app(workspace)


@pytest.fixture
def token(post: Post) -> str:
    """The link in the letter that the police's lead had."""
    return link_in(pack_letter(LEAD, post))
