"""A real mailbox, empty for each test."""

import pytest
from builders.dovecot import DOVECOT, dovecot
from builders.far_ends import make_authority
from builders.mailboxes import imap_server


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def mailbox(authority, tmp_path_factory):
    with imap_server(tmp_path_factory.mktemp("imap"), authority[0]) as port:
        yield port, authority[1]


@pytest.fixture(scope="session")
def dovecot_ports(authority):
    if DOVECOT is None:
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    with dovecot(authority[0]) as ports:
        yield ports
