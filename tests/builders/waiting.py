"""Wait for what happens, not for how long it takes: a busy machine takes its time."""

import time
from collections.abc import Callable


OFTEN = 0.05  # seconds between two looks


def _always() -> bool:
    return True


def wait_until(holds: Callable[[], object], *, alive: Callable[[], bool] = _always) -> None:
    """Wait for something, for as long as whatever is to bring it about is alive.

    What never comes is ended by pytest's own limit, which lies far beyond anything that works.
    """
    while not holds():
        assert alive(), "what should have brought it about has ended"
        time.sleep(OFTEN)
