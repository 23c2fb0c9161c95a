"""Two whole years of a board's audits, compared with the truth: minutes, so only when named."""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path


TESTS = Path(__file__).resolve().parents[1]
PEAK = re.compile(r"took \d+ seconds and at most (\d+) MB")


def rows():
    """Return the row of the whole programme, and print what it compared."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["-m", "programme", "--home", str(Path(folder) / "home")]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, check=True, cwd=TESTS
        )
        took = time.perf_counter() - began
    print(done.stdout)
    peak = PEAK.search(done.stdout)
    what = "`make programme`: two years of audits, each conclusion compared"
    return [(what, took, "nothing else does it", None, float(peak[1]) if peak else None)]
