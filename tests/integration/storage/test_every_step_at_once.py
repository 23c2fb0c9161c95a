"""Every step that writes, done by many processes at once: it ends as if one had done it.

Rows, letters, files and the trail are those of one run, or of so many runs one after another
where each is to count; who comes second is told in a sentence.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.at_once import (
    Ended,
    at_once,
    copy_database,
    empty_database,
    held,
    move_to_postgresql,
    one_by_one,
    point_to,
    start_server,
)
from builders.every_step import TRIALS, Trial
from builders.stages import Stages
from builders.writing_steps import writing_steps

from audits import steps
from audits.queries.trail import trail_faults


FEW, MANY = 3, 20  # processes: at every run of the tests, and in the long one
# Where two at once would do most harm; the others are tried where there is time for that.
QUICK = ("draw_sample", "issue_packs", "send_dispatch", "chase", "collect_files", "analyse",
         "decide_agenda", "send_action_books")  # fmt: skip
# Called with what follows it, by steps that are tried: issue_packs, write_planned_books and more.
# What a background task does is a step that is tried here; of many processes one is at it.
BACKGROUND_TASKS = {
    "read_held_register", "keep_held_register", "issue_asked", "collect_asked", "make_asked",
    "keep_held_template", "try_held_template",
}  # fmt: skip
# It is done to a workspace that no other step may open: test_upgrading.py.
OF_AN_OLDER_VERSION = {"upgrade_workspace"}
PART_OF_OTHERS = {"keep_edition", "take_typed"} | BACKGROUND_TASKS | OF_AN_OLDER_VERSION
Place = Callable[[str, Path], Path]  # a stage and where to: a workspace of one's own


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> Stages:
    start_server()
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def in_sqlite(stages) -> Place:
    return lambda stage, to: ws.copy_of(stages.at(stage), to)


@pytest.fixture(scope="session")
def databases(postgres, stages, tmp_path_factory) -> Callable[[str], str]:
    """Return what makes the URL of a stage's rows in PostgreSQL, moved there once."""
    moved: dict[str, str] = {}

    def at(stage: str) -> str:
        if stage not in moved:
            url = empty_database(postgres, f"stage {stage}")
            home = ws.copy_of(stages.at(stage), tmp_path_factory.mktemp("moved") / "home")
            move_to_postgresql(home, url)
            moved[stage] = url
        return moved[stage]

    return at


@pytest.fixture
def in_postgresql(stages, databases, request) -> Place:
    def place(stage: str, to: Path) -> Path:
        home = ws.copy_of(stages.at(stage), to)
        point_to(home, copy_database(databases(stage), f"{request.node.name} {to.name}"))
        return home

    return place


def test_every_step_that_writes_is_tried():
    assert writing_steps(Path(steps.__path__[0])) == set(TRIALS) | PART_OF_OTHERS


def test_a_new_step_that_writes_would_be_missed(tmp_path):
    (tmp_path / "old.py").write_text("def keep(parts):\n    parts.open_uow()\n")
    (tmp_path / "new.py").write_text("from .old import keep\ndef add(parts):\n    keep(parts)\n")
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "far.py").write_text(
        "from audits.steps.new import add\ndef put(parts):\n    add(parts)\n"
    )
    (tmp_path / "look.py").write_text("def see(parts):\n    parts.open_view()\n")
    assert writing_steps(tmp_path) == {"keep", "add", "put"}


def check(name: str, place: Place, folder: Path, processes: int) -> None:
    trial = TRIALS[name]
    many, given = prepared(trial, place, folder / "many")
    alone, _ = prepared(trial, place, folder / "alone")
    first = one_by_one(alone, name, given, processes if trial.each else 1)
    assert first == [Ended()] * len(first)
    ends = at_once(many, name, given, processes)
    assert [end.traceback for end in ends if end.traceback] == []
    told = [end.sentence for end in ends if end.sentence]
    assert len(told) < (1 if trial.each else processes), told[0]
    found, expected = held(many), held(alone)
    for what in expected:
        assert found[what] == expected[what], what
    assert trail_faults(workspace=ws.workspace_of(many)) == ()


def prepared(trial: Trial, place: Place, to: Path) -> tuple[Path, object]:
    home = place(trial.at, to)
    return home, trial.prepare(ws.workspace_of(home))


@pytest.mark.parametrize("name", [
    name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in TRIALS
])  # fmt: skip
def test_of_a_few_at_once_it_is_done_as_if_by_one(name, in_sqlite, tmp_path):
    check(name, in_sqlite, tmp_path, FEW)


@pytest.mark.exhaustive
@pytest.mark.parametrize("place", ["in_sqlite", "in_postgresql"])
@pytest.mark.parametrize("name", TRIALS)
def test_of_twenty_at_once_it_is_done_as_if_by_one(name, place, request, tmp_path):
    check(name, request.getfixturevalue(place), tmp_path, MANY)
