"""What a server of our own is known by, and what it knows us by; made anew at each start."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from shutil import rmtree

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from audits.domain.errors import WorkspaceError

from .files import write_whole


SIGN_IN, CERTIFICATE, KEY = "sign-in", "server.pem", "server.key"
# It is thrown away with the server, so a day on which it ends would add nothing.
FROM, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


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
    folder = _folder(home, port)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in (home, folder):
        each.chmod(0o700)
    made = Credentials(f"audits:{secrets.token_urlsafe(32)}", folder / CERTIFICATE, folder / KEY)
    key = ec.generate_private_key(ec.SECP256R1())
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = _certificate(key).public_bytes(Encoding.PEM)
    write_whole(made.key, kept, waits_for_disk=False)
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
            f"No schedule of this workspace has a page at port {port}. Start one: audits schedule"
        ) from error


def forget_credentials(home: Path, port: int) -> None:
    """Leave nothing of a server that has stopped."""
    rmtree(_folder(home, port))


def _folder(home: Path, port: int) -> Path:
    """Return a folder for each port, which is held before anything is written there."""
    return home / f"server-{port}"


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """Return a certificate for this machine's own address, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "audits")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(FROM).not_valid_after(UNTIL).add_extension(address, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return made.add_extension(own, critical=False).sign(key, SHA256())
