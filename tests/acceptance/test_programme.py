"""A short programme of every kind of audit: it agrees with its truth, and what is planted shows."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from programme.agenda import OTHERS, WEEKLY, Scale
from programme.compare import compare
from programme.progress import summary
from programme.run_programme import run_programme

from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.cycles import cycle_status
from audits.sampling import Frame, read_frame
from audits.settings import read_settings
from audits.storage import (
    ActionFinding,
    ActionRow,
    AnswerRow,
    Concern,
    Cycle,
    CycleWait,
    Dispatch,
    FindingRow,
    GradeRow,
    ReturnProblem,
)
from audits.wiring import build


pytestmark = pytest.mark.slow
JUST_WEEKS = Scale(weeks=2, practices=2, contacts=2_000, others=False)
SHORT = Scale(weeks=6, members=8, practices=8, contacts=4_000)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return a short programme that was played to its end."""
    return run_programme(tmp_path_factory.mktemp("programme") / "home", SHORT, seed=1)


@pytest.fixture
def planted(done, tmp_path):
    """Return a copy of the workspace to alter, and what a comparison with it then finds."""
    home = tmp_path / "home"
    shutil.copytree(done.play.home, home)
    workspace = build(read_settings(home).model_copy(update={"waits_for_disk": False}))

    def found() -> set[str]:
        return {each.sort for each in compare(done.play.told, workspace).differences}

    return SimpleNamespace(workspace=workspace, found=found, told=done.play.told)


@contextmanager
def altering(workspace):
    """Alter rows, with the note without which nothing changes."""
    with workspace.open_uow() as uow:
        yield uow
        uow.note("altered by a test", "planted")
        uow.commit()


def test_every_kind_is_run_to_its_release(done):
    told = done.play.told.values()
    assert {each.kind for each in told} == {WEEKLY, *(kind for kind, _ in OTHERS)}
    stands = {cycle_status(each.ref, workspace=done.workspace) for each in told}
    assert stands == {CycleStatus.PUBLISHED}


def test_all_that_the_engine_concluded_agrees_with_the_truth(done):
    assert done.comparison.differences == []
    many = done.comparison.compared
    for sort, least in (
        ("exclusions", 1_000), ("answers", 5_000), ("grades", 100), ("moderated grades", 50),
        ("queries", 20), ("letters", 50), ("findings", 50), ("actions", 20), ("open issues", 7),
        ("waiting", 24),
    ):  # fmt: skip
        assert many[sort] >= least, sort


def test_agencies_are_clean_sloppy_late_silent_and_wrong(done):
    intents = [i for told in done.play.told.values() for i in told.intents.values()]
    assert {str(i.manner) for i in intents} == {"clean", "sloppy", "late", "silent", "wrong"}


def test_nobody_is_named_in_what_is_printed(done):
    text = summary(done.play, done.workspace, done.comparison, seconds=1, peak=1)
    surnames = {m.surname for told in done.play.told.values() for m in told.members.values()}
    assert not [name for name in surnames if name and name in text]
    assert "Nothing differs." in text


def test_an_altered_answer_is_found(planted):
    with altering(planted.workspace) as uow:
        row = next(
            r
            for r in uow.all(AnswerRow, AnswerRow.current, AnswerRow.question == "timeliness")
            if r.value
        )
        row.value = "no" if row.value == "yes" else "yes"
        uow.add(row)
    assert "answers" in planted.found()


def test_an_altered_grade_is_found(planted):
    with altering(planted.workspace) as uow:
        row = next(
            r
            for r in uow.all(AnswerRow, AnswerRow.current, AnswerRow.question == "overall")
            if r.value
        )
        row.value = "good" if row.value != "good" else "inadequate"
        uow.add(row)
        other = next(
            r for r in uow.all(GradeRow, GradeRow.question == "overall") if r.layer == "panel"
        )
        other.value = "good" if other.value != "good" else "inadequate"
        uow.add(other)
    assert planted.found() >= {"grades", "moderated grades"}


@pytest.mark.parametrize("number", ["x", "n", "left_out", "cannot_tell", "unanswered"])
def test_a_number_of_a_finding_is_found(planted, number):
    with altering(planted.workspace) as uow:
        row = next(r for r in uow.all(FindingRow) if 1 <= r.x < r.n and r.high < r.frame)
        setattr(row, number, getattr(row, number) + (-1 if number in ("x", "n") else 1))
        if number == "n":
            row.x = min(row.x, row.n)
        uow.add(row)
    assert planted.found() - {"trail"} == {"findings"}  # which are worked out again there too


def test_a_finding_that_is_missing_is_found(planted):
    with altering(planted.workspace) as uow:
        uow.remove(uow.all(FindingRow, FindingRow.kind == FindingKind.STRENGTH)[0])
    assert planted.found() - {"trail"} == {"findings"}  # which are worked out again there too


def test_a_finding_that_joined_no_action_is_found(planted):
    with altering(planted.workspace) as uow:
        opened = {row.id: row.cycle for row in uow.all(ActionRow)}
        link = next(
            link
            for link in uow.all(ActionFinding)
            if not link.finding.startswith(f"{opened[link.action]}-")
        )
        uow.remove(link)
    assert planted.found() == {"found again"}


def test_a_missing_exclusion_is_found(planted):
    with altering(planted.workspace) as uow:
        cycle, frame = next(
            (cycle, frame)
            for cycle in uow.all(Cycle)
            if any((frame := _frame_of(cycle, planted.workspace)).reasons)
        )
        nobody = Frame(
            frame.units, frame.strata, frame.families, frame.children, [""] * frame.population
        )
        cycle.frame_sha256 = planted.workspace.stores.frames.keep(
            nobody.text.encode(), suffix=".csv"
        )
        uow.add(cycle)
    assert "exclusions" in planted.found()


def _frame_of(cycle, workspace):
    return read_frame(workspace.stores.frames.read(cycle.frame_sha256).decode())


def test_an_action_more_or_less_is_found(planted):
    with altering(planted.workspace) as uow:
        first = next(row for row in uow.all(ActionRow) if row.cycle)
        first.percent_done = 99
        uow.add(first)
        given = first.model_dump() | {
            "id": "A9999",
            "title": "Do more",
            "status": ActionStatus.OPEN,
        }
        uow.add(ActionRow(**given))
    differ = [
        d for d in compare(planted.told, planted.workspace).differences if d.sort == "actions"
    ]
    assert [d.expected == "nothing" for d in differ].count(True) == 1
    assert len(differ) == 2


def test_a_median_wait_that_is_a_minute_off_is_found(planted):
    with altering(planted.workspace) as uow:
        row = next(row for row in uow.all(CycleWait) if row.median is not None)
        row.median += 1 / 60
        uow.add(row)
    assert planted.found() == {"waiting"}


def test_a_query_a_concern_or_a_letter_too_few_is_found(planted):
    with altering(planted.workspace) as uow:
        uow.remove(uow.all(ReturnProblem, ReturnProblem.is_query)[0])
        reminders = [
            r for r in uow.all(Dispatch, Dispatch.purpose == "reminder") if "queries" not in r.key
        ]
        uow.remove(reminders[0])
        concerns = uow.all(Concern)
        if concerns:
            uow.remove(concerns[0])
    wanted = {"queries", "letters"} | ({"concerns"} if concerns else set())
    assert planted.found() == wanted


def test_the_same_seed_draws_the_same_and_means_the_same(done, tmp_path):
    again = run_programme(tmp_path / "home", JUST_WEEKS, seed=5)
    other = run_programme(Path(tmp_path) / "other", JUST_WEEKS, seed=5)
    for ref, told in again.play.told.items():
        assert other.play.told[ref].intents == told.intents
        assert other.play.told[ref].members == told.members
