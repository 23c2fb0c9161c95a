"""A process that ends with whoever started it."""

import os
import signal
import sys


def end_with_parent() -> None:
    """End this process in good order when the line to its parent is cut, whatever cut it."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
