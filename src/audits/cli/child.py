"""A command that ends with whoever started it: `python -m audits.cli.child serve --only web`."""

import os
import signal
import sys
from threading import Thread


def end_with_parent() -> None:
    """End this process in good order when the line to its parent is cut, whatever cut it."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=end_with_parent, daemon=True).start()
    from . import main

    main()
