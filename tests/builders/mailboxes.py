"""A real IMAP server in a process of its own, and the sender's side of a mailbox."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from builders.far_ends import FakeGraph
from builders.ports import free_port
from imap_tools import MailBox, MailBoxStartTls

from audits.collection import GraphInboxSettings, ImapSettings, Inbox
from audits.domain.clock import Clock


USER, PASSWORD = "audits", "right"
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def a_mail(
    *files: tuple[str, bytes], sender: str = "A Lead <Lead@police.example.org>", logo: bool = False
) -> bytes:
    """Return a mail as an officer's program would send it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "audits@board.example.org", "Our return"
    mail.set_content("Please find attached.")
    for name, content in files:
        mail.add_attachment(content, maintype=XLSX[0], subtype=XLSX[1], filename=name)
    if logo:
        mail.add_attachment(
            b"crest", maintype="image", subtype="png", filename="crest.png", disposition="inline"
        )
    return mail.as_bytes()


@contextmanager
def imap_server(
    folder: Path, authority: trustme.CA, name: str = "127.0.0.1", *, tls: bool = True
) -> Iterator[int]:
    """Run pymap with an empty mailbox under a certificate of this name, and give its port.

    Without ``tls`` it knows no encryption, for something in front that does.
    """
    cert = authority.issue_cert(name)
    cert.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    port = free_port()
    command = [
        sys.executable,
        "-c",
        "import pymap.main; pymap.main.main()",
        "--no-service",
        "sieve",
        "--no-service",
        "admin",
    ]
    command += [] if tls else ["--no-tls"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--cert", str(folder / "server.pem")]
    command += ["--key", str(folder / "server.pem"), "dict"]
    command += ["--demo-user", USER, "--demo-password", PASSWORD]
    with (folder / "pymap.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(port, folder / "pymap.log", process)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens at a port of this machine."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(log.read_text())


def imap_inbox(port: int, trusted: Path | None, clock: Clock, **more: Any) -> Inbox:
    said = {
        "kind": "imap",
        "host": "127.0.0.1",
        "port": port,
        "tls": "starttls",
        "user": USER,
        "secret": PASSWORD,
        "authority": trusted,
        **more,
    }
    return ImapSettings.model_validate(said).build(clock)


def drop(port: int, trusted: Path, *mails: bytes, implicit: bool = False, user: str = USER) -> None:
    """Let mails arrive."""
    with _opened(port, trusted, implicit=implicit, user=user) as box:
        for mail in mails:
            box.append(mail)


def counts(port: int, trusted: Path, *, implicit: bool = False, user: str = USER) -> dict[str, int]:
    """Return how many mails lie in each folder."""
    with _opened(port, trusted, implicit=implicit, user=user) as box:
        names = [folder.name for folder in box.folder.list()]
        return {name: box.folder.status(name, ["MESSAGES"])["MESSAGES"] for name in names}


def _opened(port: int, trusted: Path, *, implicit: bool, user: str) -> Any:
    context = ssl.create_default_context(cafile=trusted)
    box = MailBox if implicit else MailBoxStartTls
    return box("127.0.0.1", port, ssl_context=context).login(user, PASSWORD)


def graph_inbox(service: FakeGraph, clock: Clock) -> Inbox:
    said = {
        "kind": "graph",
        "tenant": "board.example.org",
        "client_id": "program",
        "mailbox": "audits@board.example.org",
        "secret": "s",
    }
    return GraphInboxSettings.model_validate(said).build(clock, service.transport)
