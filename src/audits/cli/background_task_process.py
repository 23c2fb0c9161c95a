"""The process that does what pages asked for: `python -m audits.cli.background_task_process`."""

import os
import sys
from threading import Thread
from traceback import extract_tb
from types import TracebackType

from audits.boards import use_board
from audits.domain.errors import UserError
from audits.steps.background_tasks.do import do_background_tasks
from audits.wiring import build_here

from .child import end_with_parent


def main() -> int:
    """Do all that is asked for, and return the exit code."""
    os.umask(0o077)
    sys.excepthook = _say_where
    Thread(target=end_with_parent, daemon=True).start()
    board = "".join(sys.argv[1:2])
    if board:
        use_board(board)
    try:
        do_background_tasks(workspace=build_here())
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _say_where(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """Say of a bug where it was raised; what its error says may name somebody."""
    last = extract_tb(error.__traceback__)[-1]
    sys.stderr.write(f"{kind.__name__} at {last.filename}:{last.lineno}\n")


if __name__ == "__main__":
    sys.exit(main())
