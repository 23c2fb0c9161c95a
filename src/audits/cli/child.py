"""A command that ends with whoever started it: `python -m audits.cli.child serve --only web`."""

import os
import signal
import sys
from threading import Thread

from . import main


def _end_with_parent() -> None:
    """End this process in good order when the line to its parent is cut, whatever cut it."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    main()
