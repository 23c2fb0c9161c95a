"""How long a person waits for the first line: processor time, of children too."""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from audits.settings import init_workspace, read_settings
from audits.wiring import build


RUNS = 5
RUN = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
IMPORTS = "import sqlmodel, typer"
SERVER = """
from audits.settings import read_settings
from audits.flows.server import running_server
with running_server(read_settings()):
    pass
"""
LISTS = ("cycle list", "action list", "agency list", "return list", "template list")


def rows():
    """Yield the rows of help, lists and the demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        init_workspace(home)
        build(read_settings(home))
        imports = usual_seconds_of(home, IMPORTS)
        for words in ("--help", *LISTS):
            ours = usual_seconds_of(home, RUN, *words.split())
            yield (
                f"`audits {words}`, processor time",
                ours,
                f'`python -c "{IMPORTS}"`',
                imports,
                None,
            )
        server = seconds_of(home, SERVER)
        demo = ("demo", "--home", str(home.parent / "demo"))
        for what, bytecode in (("warm", ""), ("cold, no bytecode yet", str(home.parent / "none"))):
            ours = seconds_of(home, RUN, *demo, bytecode=bytecode)
            reference = "our Prefect server started and stopped, warm"
            yield f"`make demo`, {what}, processor time", ours, reference, server, None


def usual_seconds_of(home: Path, *command: str) -> float:
    """Return the median of several runs: other work on the machine makes single ones dearer."""
    return median(seconds_of(home, *command) for _ in range(RUNS))


def seconds_of(home: Path, *command: str, bytecode: str = "") -> float:
    """Return the processor time of Python with this command, and of what it starts."""
    where = {"AUDITS_HOME": str(home), "PYTHONPYCACHEPREFIX": bytecode}
    # A benchmark before this one may have pointed this process at a Prefect server that is gone.
    environment = {
        name: value
        for name, value in (os.environ | where).items()
        if value and not name.startswith("PREFECT_")
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = used()
    subprocess.run(
        [sys.executable, "-c", *command], check=True, capture_output=True, env=environment
    )
    return used() - before


def used() -> float:
    """Return the processor time of all children so far that were waited for."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime
