"""Where tests keep their files: in memory where there is enough, as nobody needs them afterwards.

What a workspace keeps outlives a power cut, so each commit waits for the disk, and for every fsync
a process sleeps and is woken: most of the time of a test that writes, and a fifth of its work.
"""

import os
import re
import shutil
import tempfile
from pathlib import Path


MEMORY = Path("/dev/shm")  # noqa: S108 -- shared, as /tmp is
STATE_OF_MEMORY = Path("/proc/meminfo")
ROOM = 4 << 30  # bytes that must be free there: ten times what is kept at any moment
LEFT = 8 << 30  # bytes of memory that may be had, for that and for the processes that test


def keep_files_in_memory() -> None:
    """Have temporary folders made in memory, here and by whatever is started from here.

    Nothing changes where TMPDIR says where they go, or where there is little memory.
    """
    if "TMPDIR" in os.environ or not _has_room():
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # looked up already, for what tests print


def empty(folder: Path) -> None:
    """Remove all that lies in a folder, and leave it there: no test after it has its name."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _has_room() -> bool:
    is_there = os.path.ismount(MEMORY) and os.access(MEMORY, os.W_OK) and STATE_OF_MEMORY.exists()
    return is_there and shutil.disk_usage(MEMORY).free >= ROOM and _available() >= LEFT


def _available() -> int:
    """Return how many bytes of memory may be had, without moving any to the disk."""
    found = re.search(r"^MemAvailable: +(\d+) kB$", STATE_OF_MEMORY.read_text("ascii"), re.M)
    return int(found[1]) << 10 if found else 0
