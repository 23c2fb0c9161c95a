"""Every command that takes somebody's file, as it is typed; and what came of giving it bad ones.

Usage: python doors.py WORKSPACE DOOR NAME…  Prints a line of JSON a file: what `knock` found.
"""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from audits.backup import make_key


TESTS = Path(__file__).resolve().parents[1]
MEMORY = 3 * 1024**3  # of addresses: libraries reserve some that they never touch
# Each with the ending that the file is given, where a door looks at it.
DOORS: Mapping[str, tuple[Callable[[str], list[str]], str]] = {
    "return collect": (lambda file: ["return", "collect", file], ".xlsx"),
    "return bring-in": (
        lambda file: [
            "return", "bring-in", "MASH-2017-W10", "police", file, "--seal", "CPW3-PS4H-H4QN-GYEO",
        ],
        ".sealed",
    ),
    "register load": (lambda file: ["register", "load", file, "--as", "mash_contacts"], ".csv"),
    "register load --profile": (
        lambda file: ["register", "load", file, "--as", "mash_contacts", "--profile", file],
        ".yaml",
    ),
    "register match": (
        lambda file: ["register", "match", file, "--as", "mash_contacts", "--save", file + ".yml"],
        ".csv",
    ),
    "action match": (
        lambda file: ["action", "match", file, "--as", "inspection", "--save", file + ".yml"],
        ".xlsx",
    ),
    "action import": (lambda file: ["action", "import", file], ".xlsx"),
    "action decide": (lambda file: ["action", "decide", file], ".xlsx"),
    "action update --evidence-file": (
        lambda file: [
            "action", "update", "A1", "--text", "Done.", "--evidence-file", file, "--shows", "It.",
            "--by", "QEG",
        ],
        ".xls",
    ),
    "agency import": (lambda file: ["agency", "import", file], ".csv"),
    "survey import": (lambda file: ["survey", "import", "MASH-2017-W10", file], ".csv"),
    "moderate import": (lambda file: ["moderate", "import", file], ".xlsx"),
    "cycle import": (lambda file: ["cycle", "import", file], ".yaml"),
    "restore --look": (
        lambda file: ["restore", file, "--key", _key_beside(file), "--look"], ".age",
    ),
    "template check": (lambda file: ["template", "check", file], ".yaml"),
    "template from-excel": (
        lambda file: ["template", "from-excel", file, "--to", file + ".yml"], ".xlsx",
    ),
}  # fmt: skip


def _key_beside(file: str) -> str:
    """Return where a backup's private key lies, made when first asked for."""
    key = Path(file).with_name("backup.key")
    if not key.exists():
        key.write_text(make_key()[0], encoding="ascii")
    return str(key)


def knock_apart(home: Path, door: str, names: Iterable[str]) -> list[dict[str, object]]:
    """Return what came of each file at a door, tried in a process of its own."""
    command = [sys.executable, __file__, str(home), door, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=home)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def knock(door: str, name: str, data: bytes, folder: Path) -> dict[str, object]:
    """Return how a command ended, what it said, and its seconds of processor time here."""
    words, ending = DOORS[door]
    file = folder / f"given{ending}"
    file.write_bytes(data)
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["audits", *words(str(file))]
    sys.stdin = io.StringIO("-\n" * 500)  # whoever is asked which heading is which
    before = seconds_here()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:  # noqa: BLE001 -- that there is none is what is being tested
            code, _ = 1, err.write(traceback.format_exc())
    spent = seconds_here() - before
    return {
        "file": name, "size": len(data), "code": code, "said": err.getvalue() or out.getvalue(),
        "seconds": round(spent, 2),
    }  # fmt: skip


def seconds_here() -> float:
    """Return the processor time of this process and of all that its reader started."""
    process = shared_reader()._process
    told = 0.0
    if process is not None and process.poll() is None:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        told = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + told


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    from builders.given_files import GIVEN

    from audits.cli import main
    from audits.opening import shared_reader

    home, door, *names = sys.argv[1:]
    os.environ["AUDITS_HOME"] = home
    for name in names or GIVEN:
        line = knock(door, name, GIVEN[name](), Path(home))
        sys.stdout.write(json.dumps(line) + "\n")
    shared_reader().close()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"peak_mb": peak, "own_mb": own}) + "\n")
