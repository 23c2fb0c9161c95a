"""Holders of leases: a process by its machine, its number there and a mark of its own."""

import os
import platform


def has_died_here(holder: str) -> bool:
    """Tell whether a holder is a process of this machine that is there no more.

    Of another machine nobody here can tell: its lease runs out by itself.
    """
    machine, process, _ = holder.rsplit("/", 2)
    if machine != platform.node():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it is somebody else's
    return False
