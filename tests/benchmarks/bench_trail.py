"""What keying and sealing the trail costs a commit, and what it takes to verify everything."""

import tempfile
from pathlib import Path
from statistics import median
from time import process_time

from builders import workspace as ws
from builders.actions import a_board

from audits.queries.verification.workspace import verify_workspace
from audits.storage import UnitOfWork


TIMES = 60


def rows():
    """Return the rows of one commit with and without its seal, and of a whole week verified."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = a_board(Path(folder) / "home")
        keyed = workspace.begin_uow
        bare = UnitOfWork(*keyed.args, "a bench")
        yield (
            "note one thing and commit, keyed and sealed, processor time",
            cost_of(keyed("a bench")), "the same without key and seal", cost_of(bare), None,
        )  # fmt: skip
        week = ws.loaded(Path(folder) / "week", contacts=1500)
        workspace = ws.workspace_of(week)
        ws.issue(workspace)
        ws.send(workspace)
        ws.answer(week)
        ws.collect_until_complete(week, workspace)
        begun = process_time()
        verify_workspace(workspace=workspace)
        yield ("verify a whole week, processor time", process_time() - begun, "nothing", None, None)


def cost_of(uow: UnitOfWork) -> float:
    """Return the median processor time of a commit that notes one thing."""
    taken = []
    for number in range(TIMES):
        begun = process_time()
        with uow as work:
            work.note("happened", str(number))
            work.commit()
        taken.append(process_time() - begun)
    return median(taken)
