"""What a server of our own is known by, and what it knows us by; made anew at each start."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Remedy, Verb

from .files import write_whole


SIGN_IN, CERTIFICATE, KEY = "sign-in", "server.pem", "server.key"


@dataclass(frozen=True)
class Credentials:
    """The words to sign in with, and where the server's certificate and its key are."""

    sign_in: str = field(repr=False)
    certificate: Path
    key: Path


def make_credentials(home: Path, port: int) -> Credentials:
    """Return new ones for the server that holds a port, kept for nobody but their owner.

    Those of an earlier start are worth nothing from now on: whoever came by them, by listening
    where that server used to be, has nothing.
    """
    from .server_certificate import make_certificate  # only a server of our own waits for it

    folder = _folder(home, port)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for kept_in in (home, folder):
        kept_in.chmod(0o700)
    made = Credentials(f"audits:{secrets.token_urlsafe(32)}", folder / CERTIFICATE, folder / KEY)
    key, certificate = make_certificate()
    write_whole(made.key, key, waits_for_disk=False)
    write_whole(made.certificate, certificate, waits_for_disk=False)
    write_whole(folder / SIGN_IN, f"{made.sign_in}\n".encode(), waits_for_disk=False)
    return made


def read_sign_in(home: Path, port: int) -> str:
    """Return what a person signs in with at the page of the server that runs now.

    Raises:
        WorkspaceError: if none runs there.
    """
    try:
        return (_folder(home, port) / SIGN_IN).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"No schedule of this workspace has a page at port {port}.",
            remedy=Remedy(Verb.START_SCHEDULE),
        ) from error


def has_credentials(home: Path, port: int) -> bool:
    """Tell whether a server of this workspace is at a port, or was until it was killed."""
    return _folder(home, port).is_dir()


def forget_credentials(home: Path, port: int) -> None:
    """Leave nothing of a server that has stopped."""
    rmtree(_folder(home, port))


def _folder(home: Path, port: int) -> Path:
    """Return a folder for each port, which is held before anything is written there."""
    return home / f"server-{port}"
