"""What takes long of an audit: its packs written, what came back read, its papers made."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audits.domain.background_task import BackgroundTask
from audits.domain.ticks import COLLECT_RETURNS, SEND_DUE
from audits.queries.collected import Collected
from audits.reporting import PERIOD_PAPERS
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_board_paper, make_paper
from audits.steps.papers.make_period import make_period_paper
from audits.steps.returns.collect import collect_files
from audits.steps.sample.uploads import held_files
from audits.workspace import Workspace


def issue_asked(task: BackgroundTask, workspace: Workspace) -> Mapping[str, Any]:
    """Write the packs of a cycle, have them sent, and return how many they are."""
    packs = issue_packs(task.about, workspace=workspace)
    workspace.ticks.ask(SEND_DUE.name)
    return {"packs": len(packs)}


def make_asked(task: BackgroundTask, workspace: Workspace) -> Mapping[str, Any]:
    """Make papers in one format and version, and return how many they are.

    They are a cycle's, or the one that is named, on a year, a period or the action plan today.
    """
    asked = task.asked
    if "paper" in asked:
        return {"papers": _make_on_period(asked, workspace)}
    files = make_paper(
        task.about, format=asked["format"], version=asked["version"], only=asked.get("only", ""),
        workspace=workspace,
    )  # fmt: skip
    return {"papers": len(files)}


def _make_on_period(asked: Mapping[str, Any], workspace: Workspace) -> int:
    kept = {"format": asked["format"], "version": asked["version"]}
    if asked["paper"] in PERIOD_PAPERS:
        files = make_period_paper(asked["paper"], asked["period"], workspace=workspace, **kept)
        return len(files)
    make_board_paper(asked["paper"], year=asked["period"], workspace=workspace, **kept)
    return 1


def collect_asked(task: BackgroundTask, workspace: Workspace) -> Mapping[str, Any]:
    """Read the workbooks that somebody sent to a page, and return what became of each.

    What follows, for the cycles that are complete now, is asked of the schedule.
    """
    files = list(held_files(task.asked["held"], workspace=workspace))
    results = list(_in_plain(list(collect_files(files, workspace=workspace))))
    workspace.ticks.ask(COLLECT_RETURNS.name)
    return {"files": results}


def _in_plain(collected: Sequence[Collected]) -> Iterator[dict[str, Any]]:
    for one in collected:
        problems = []
        for problem in one.problems:
            problems.append((problem.sheet, problem.cell, problem.message))
        yield {
            "cycle": one.cycle, "unit": one.unit, "answers": one.answers,
            "outcome": one.outcome.value.replace("_", " "), "problems": problems,
        }  # fmt: skip
        yield from _in_plain(one.also)
