"""Do once what the ticks do, each in its turn: ``python tick_process.py HOME MINUTES``.

``MINUTES`` have passed on its clock since the packs were issued. It says ``ready`` when it begins
and ends with 3 if it finds another at a tick.
"""

import sys
from datetime import timedelta
from pathlib import Path

from builders import workspace as ws

from audits.steps.ticks.take_turn import take_turn


def work(home: Path, minutes: int) -> int:
    """Collect and send, and return the exit code."""
    workspace = ws.workspace_of(home, ws.FIVE + timedelta(minutes=minutes))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for name, does in (("collect-returns", ws.collect), ("send-due", ws.send)):
        turn = take_turn(name, workspace=workspace)
        if turn is None:
            return 3
        with turn:
            does(workspace)
    return 0


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), int(sys.argv[2])))
