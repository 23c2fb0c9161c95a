"""Far ends for every channel, and an authority that signs their certificates."""

import pytest
from builders.far_ends import FakeGraph, FakeNotify, Post, mail_server, make_authority, server_side


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def mail_port(authority, post):
    with mail_server(post, server_side(authority[0])) as port:
        yield port


@pytest.fixture
def notify(clock) -> FakeNotify:
    return FakeNotify(clock)


@pytest.fixture
def graph(clock) -> FakeGraph:
    return FakeGraph(clock)
