"""A register dropped on the website's page: until it shows progress, and what was read.

Against reading the file alone. What the processor does is counted of every process there is: the
website, the one that does long work, and the guarded one that opens files.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import polars
from builders.large import WORKBOOK, large_csv, large_workbook
from builders.scheduled import family
from builders.served import Served, look, officer, press, served_by

from audits.settings import init_workspace


ROWS = 100_000
TICKS = os.sysconf("SC_CLK_TCK")


def rows() -> Iterator[tuple[str, float, str, float | None, float | None]]:
    """Yield how long it takes to see progress, and to see what was read, of both kinds of file."""
    for name, data in (("contacts.csv", large_csv(ROWS)), (WORKBOOK, large_workbook(ROWS))):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            init_workspace(home)
            with served_by(home, "--only", "web") as served:
                served.wait_until(served.answers)
                with officer(served) as client:
                    shown, spent, peak = dropped(name, data, served, client)
        ending = name.rpartition(".")[2]
        what = f"{ROWS:,} contacts dropped on the page ({ending})"
        yield f"{what}: the page shows progress, on the clock", shown, "–", None, peak
        theirs = reading_takes(name, data)
        yield f"{what}: what was read, processor time of all", spent, "reading it", theirs, peak


def dropped(
    name: str, data: bytes, served: Served, client: httpx.Client
) -> tuple[float, float, float]:
    """Return the seconds until progress is seen, those of the processor, and the website's peak."""
    look(client, "/registers/new")
    spent_before = spent_by(served)
    begun = time.perf_counter()
    files = {"file": (name, data)}
    asked = press(
        client, "/registers/new", {"name": "mash_contacts"}, shown_at="/registers/new", files=files
    )
    page = look(client, asked.headers["location"])
    shown = time.perf_counter() - begun
    spent = 0.0
    while "Keep this register" not in page.text:
        assert "There is a problem" not in page.text, page.text
        spent = max(spent, spent_by(served))
        time.sleep(0.1)
        page = look(client, asked.headers["location"])
    spent = max(spent, spent_by(served)) - spent_before
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{served.process.pid}/status").read_text())
    assert peak
    return shown, spent, int(peak[1]) / 1024


def spent_by(served: Served) -> float:
    """Return the seconds of the processor that a server and all that it started have taken."""
    ticks = 0
    for pid in family(served.process):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # it has ended, and whoever waited for it has its time
        ticks += sum(map(int, stat[11:15]))  # its own, and that of those it waited for
    return ticks / TICKS


def reading_takes(name: str, data: bytes) -> float:
    """Return the seconds of the processor that reading the file alone takes."""
    begun = time.process_time()
    if name.endswith(".csv"):
        polars.read_csv(BytesIO(data), infer_schema=False)
    else:
        polars.read_excel(BytesIO(data), engine="calamine", infer_schema_length=0)
    return time.process_time() - begun
