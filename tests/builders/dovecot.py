"""Dovecot, as Debian has it, in a folder of its own: with STARTTLS and with TLS from the start."""

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import trustme
from builders.mailboxes import PASSWORD, wait_for
from builders.ports import free_port


DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {implicit}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Ports(NamedTuple):
    """Where it listens."""

    starttls: int
    implicit: int


def a_user(test: str) -> str:
    """Return a user of a test's own, whose mailbox is empty."""
    return f"u{sha256(test.encode()).hexdigest()[:12]}"


@contextmanager
def dovecot(authority: trustme.CA) -> Iterator[Ports]:
    """Run it with empty mailboxes; any user, one password."""
    with TemporaryDirectory(prefix="dovecot-") as made:
        yield from _running(Path(made), authority)


def _running(folder: Path, authority: trustme.CA) -> Iterator[Ports]:
    cert = authority.issue_cert("127.0.0.1")
    cert.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    ports = Ports(free_port(), free_port())
    (folder / "mail").mkdir()
    (folder / "dovecot.conf").write_text(_configured(folder, ports))
    command = [str(DOVECOT), "-F", "-c", str(folder / "dovecot.conf")]
    with (folder / "stderr.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(ports.implicit, folder / "stderr.log", process)
        yield ports
    finally:
        process.terminate()
        process.wait()


def _configured(folder: Path, ports: Ports) -> str:
    """Return its settings; root may not own mail, and anybody else can only be themselves."""
    me = pwd.getpwuid(os.getuid())
    mine = {"internal": me.pw_name, "login": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name}
    owner = me
    if me.pw_uid == 0:
        mine = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
        owner = pwd.getpwnam("nobody")
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        folder.chmod(0o711)  # for Dovecot's own users to pass through
    return CONFIGURATION.format(
        folder=folder, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid,
        starttls=ports.starttls, implicit=ports.implicit, **mine,
    )  # fmt: skip
