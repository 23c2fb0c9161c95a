"""A whole flow against the same steps called one after the other."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from builders import workspace as ws

from audits.prefect_environment import prepare_prefect
from audits.settings import read_settings, use_home


RUNS = 5


def rows():
    """Return the row of opening, drawing and issuing a week."""
    with tempfile.TemporaryDirectory() as folder:
        start = ws.loaded(Path(folder) / "start")
        use_home(start)
        prepare_prefect(read_settings(start))
        from audits.flows.server import running_server

        with running_server(read_settings(start)):
            flows, steps = _both(start, Path(folder))
    what = "the flow that opens, draws and issues a week's audit"
    ours, theirs = statistics.median(flows), statistics.median(steps)
    return [(what, ours, "the same steps called in turn", theirs, None)]


def _both(start: Path, folder: Path):
    """Return how long each took, run by run, with a server that runs already."""
    from audits.flows import boards, ticks
    from audits.flows.open_audit import open_audit

    with boards.working_with(ws.workspace_of(start)):
        ticks.review()  # a first run does more than those that follow
    flows, steps = [], []
    for run in range(RUNS):
        with boards.working_with(workspace := fresh(start, folder / f"flow-{run}")):
            flows.append(timed(lambda: open_audit(ws.KIND, ws.THURSDAY)))
        workspace = fresh(start, folder / f"steps-{run}")
        steps.append(timed(lambda workspace=workspace: ws.issue(workspace)))
    return flows, steps


def fresh(start: Path, home: Path):
    """Return the parts of a copy of a workspace."""
    shutil.copytree(start, home, ignore=shutil.ignore_patterns("prefect"))
    return ws.workspace_of(home)


def timed(what) -> float:
    """Return how long one call takes, in seconds."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
