"""What is kept is destroyed when its time is over, and what remains adds up."""

import io
import json
import sqlite3
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.power import PowerCutError
from builders.searching import places_of
from builders.stages import Stages
from builders.web_pages import pages_of_the_site

from audits import steps
from audits.backup import make_key
from audits.demo import make_agencies, make_contacts
from audits.domain.errors import StatusError
from audits.domain.retention import KeptClass, Retention, months_after
from audits.queries.retention import certificate_of, retention_list
from audits.queries.verification.destroyed import destroyed_in_words
from audits.queries.verification.workspace import verify_workspace
from audits.register import Source
from audits.steps.backup.make import make_backup
from audits.steps.papers.make import make_paper
from audits.steps.papers.make_period import make_period_paper
from audits.steps.retention.hold import end_hold, hold_action, hold_child, hold_cycle
from audits.steps.retention.run import run_retention
from audits.steps.sample.load_register import load_register
from audits.storage import (
    ActionRow,
    AnswerRow,
    AuditedChild,
    Case,
    Cycle,
    Destroyed,
    Draw,
    FindingRow,
    IssuedPack,
    Paper,
    Register,
    ReturnFile,
)
from audits.storage.secrets import unit_password
from audits.web import make_app


# Signed off and published on 9 March 2017; counted on a calendar, not by the program.
SIX_MONTHS, A_YEAR = date(2017, 9, 9), date(2018, 3, 9)
TWO_YEARS, SIX_YEARS = date(2019, 3, 9), date(2023, 3, 9)
REGISTER = "register 1 of 2017-03-09"
WHY = "Agreed by the board on 3 May"
TYPED = "Quillifeather"  # a name that went past every mask, in an answer


def at(home: Path, day: date):
    return ws.workspace_of(home, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    return Stages(tmp_path_factory.mktemp("stages")).at("published")


@pytest.fixture
def home(published, tmp_path) -> Path:
    return ws.copy_of(published, tmp_path / "home")


@pytest.fixture
def misspelt(home) -> Path:
    """Return a workspace in which a name went past the masks, into the database."""
    with ws.workspace_of(home).open_uow() as uow:
        answer = uow.all(AnswerRow, AnswerRow.cycle == ws.REF, order_by=AnswerRow.id)[0]
        answer.note = f"{TYPED} was seen at home"
        uow.add(answer)
        uow.note("made for a test", ws.REF)
        uow.commit()
    return home


def faults(workspace) -> list[str]:
    _, checks = verify_workspace(workspace=workspace)
    return [fault for check in checks for fault in check.faults]


def due(workspace) -> set[tuple[str, str]]:
    return {(str(one.kept_class), one.about) for one in retention_list(workspace=workspace).due}


def children(workspace) -> list[dict[str, str]]:
    """Return the children of the cycle whose surname is nobody else's in the lists."""
    with workspace.open_view() as view:
        refs = view.values(Case.ref, Case.cycle == ws.REF, order_by=Case.number)
    contacts = make_agencies().decode()
    people = [
        json.loads(workspace.vault.look("case", ref, "a test") or b"[]") for ref in refs
    ]  # fmt: skip
    return [one for case in people for one in case if one["surname"] not in contacts]


def words_of(people: list[dict[str, str]]) -> set[str]:
    """Return names, numbers and dates of birth as they are kept."""
    details = ("surname", "child_id", "nhs_number", "born")
    return {person[detail] for person in people for detail in details if person[detail]}


def in_english(words: set[str]) -> set[str]:
    """Return the days among words as people write them."""
    days = (date.fromisoformat(word) for word in words if word[4:5] == "-")
    return {f"{day:%d/%m/%Y}" for day in days}


def passwords(workspace) -> list[str]:
    return [unit_password(workspace.vault, ws.REF, unit) for unit in ws.UNITS]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2017, 3, 9), 6, date(2017, 9, 9)),
        (date(2016, 8, 31), 6, date(2017, 2, 28)),
        (date(2015, 8, 31), 6, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 12, 31), 72, date(2022, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, later):
    assert months_after(day, months) == later


def test_each_class_is_due_on_its_day_and_no_day_before(home):
    register = {("identities", REGISTER)}
    of_cycle = {kept: {(str(kept), ws.REF)} for kept in KeptClass}
    assert due(at(home, date(2017, 9, 8))) == set()
    identities = of_cycle[KeptClass.IDENTITIES] | register
    assert due(at(home, SIX_MONTHS)) == identities
    assert due(at(home, date(2018, 3, 8))) == identities
    a_year = identities | of_cycle[KeptClass.ANSWERS]
    assert due(at(home, A_YEAR)) == a_year
    two_years = a_year | of_cycle[KeptClass.AUDITED_BEFORE]
    assert due(at(home, TWO_YEARS)) == two_years
    # Its actions are open: what they rest on stays.
    assert due(at(home, SIX_YEARS)) == two_years


def test_a_schedule_of_ones_own_counts(home):
    text = (home / "partnership.toml").read_text()
    assert "identities = 6" in text
    (home / "partnership.toml").write_text(text.replace("identities = 6", "identities = 3"))
    assert due(at(home, date(2017, 6, 8))) == set()
    assert due(at(home, date(2017, 6, 9))) == {
        ("identities", ws.REF), ("identities", REGISTER),
    }  # fmt: skip


@pytest.mark.parametrize("wrong", [{"answers": 0}, {"answers": 24, "findings": 12}])
def test_a_schedule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"'(answers|findings)'"):
        Retention(**wrong)


def test_without_a_reason_nothing_is_destroyed(home):
    with pytest.raises(StatusError, match="Say why"):
        run_retention(why=" ", workspace=at(home, A_YEAR))
    assert ("identities", ws.REF) in due(at(home, A_YEAR))


def test_no_byte_of_a_destroyed_child_is_left_and_what_remains_adds_up(misspelt, tmp_path):
    home = misspelt
    before = ws.workspace_of(home)
    known = passwords(before)
    people = children(before)
    words = words_of(people)
    assert len(people) >= 5
    control = places_of({*words, TYPED}, home, before, known)
    assert set(control) == {*words, TYPED}  # each is found as long as it is kept
    surnames = {person["surname"] for person in people}
    kinds = {place.partition("/")[0] for word in surnames for place in control[word]}
    assert {"vault", "registers", "packs", "outbox"} <= kinds
    assert "audits.db" in control[TYPED]

    words |= in_english(words)
    workspace = at(home, A_YEAR)
    [ref] = run_retention(why=WHY, workspace=workspace)
    assert places_of({*words, TYPED}, home, workspace, known) == {}
    private, public = make_key()
    make_backup(tmp_path / "b.age", public_keys=[public], workspace=workspace)
    unpacked = _unpacked(tmp_path / "b.age", private, tmp_path / "unpacked")
    assert places_of({*words, TYPED}, unpacked, workspace, known) == {}

    assert faults(workspace) == []
    told = destroyed_in_words(workspace=workspace)
    with workspace.open_view() as view:
        returns = view.values(ReturnFile.id, ReturnFile.cycle == ws.REF, order_by=ReturnFile.id)
        assert view.count(FindingRow, FindingRow.cycle == ws.REF) > 0
    [of_returns] = [one for one in told if one.startswith("Returns and answers of")]
    assert all(one in of_returns for one in returns)
    assert f"destroyed under the schedule on 9 March 2018 ({ref})." in of_returns


def _unpacked(file: Path, private: str, to: Path) -> Path:
    plain = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(private)])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        archive.extractall(to, filter="data")
    return to


def test_what_is_only_deleted_is_found_in_free_pages_until_a_run(misspelt):
    """Rows that are only deleted stay in the file: the search sees that, and a run does not."""
    home = misspelt
    with closing(sqlite3.connect(home / "audits.db")) as database:
        database.execute("PRAGMA secure_delete = OFF")
        with database:
            database.execute("DELETE FROM answer")
        assert database.execute("SELECT count(*) FROM answer").fetchone() == (0,)
    workspace = ws.workspace_of(home)
    assert "audits.db" in "".join(places_of({TYPED}, home, workspace, [])[TYPED])
    run_retention(why=WHY, workspace=at(home, SIX_MONTHS))
    assert places_of({TYPED}, home, workspace, []) == {}


def test_the_certificate_says_classes_numbers_days_who_and_why(home):
    with ws.workspace_of(home).open_view() as view:
        cases = view.count(Case, Case.cycle == ws.REF)
        answers = view.count(AnswerRow, AnswerRow.cycle == ws.REF)
        returns = view.count(ReturnFile, ReturnFile.cycle == ws.REF)
        packs = view.count(IssuedPack, IssuedPack.cycle == ws.REF)
        [register] = view.all(Register)
    workspace = at(home, A_YEAR).acting_as("Kim Officer")
    [ref] = run_retention(why=WHY, workspace=workspace)
    certificate = certificate_of(ref, workspace=workspace)
    assert (certificate.by, certificate.why) == ("Kim Officer", WHY)
    assert certificate.at == certificate.ended_at == datetime(2018, 3, 9, 9, tzinfo=UTC)
    lines = {(line.kept_class, line.about): line for line in certificate.lines}
    identities = lines[KeptClass.IDENTITIES, ws.REF]
    assert dict(identities.numbers) == {"cases": cases, "key lists": 3}
    assert (identities.since, identities.due) == (date(2017, 3, 9), SIX_MONTHS)
    assert lines[KeptClass.IDENTITIES, REGISTER].numbers == {"rows": register.rows_in}
    assert dict(lines[KeptClass.ANSWERS, ws.REF].numbers) == {
        "returns": returns, "answers": answers, "workbooks": packs,
    }  # fmt: skip
    assert run_retention(why=WHY, workspace=workspace) == ()  # and once


def test_what_is_held_stays_and_goes_when_the_hold_is_ended(home):
    child = children(ws.workspace_of(home))[0]
    holds = [
        hold_cycle(ws.REF, why="An inquiry", workspace=at(home, SIX_MONTHS)),
        hold_child(child["child_id"], why="A claim", workspace=at(home, SIX_MONTHS)),
    ]
    shown = retention_list(workspace=at(home, A_YEAR))
    assert shown.due == ()
    held = {(str(one.kept_class), one.about): set(one.held_by) for one in shown.held}
    assert held == {
        ("identities", ws.REF): set(holds),
        ("identities", REGISTER): set(holds),
        ("answers", ws.REF): set(holds),
    }
    assert run_retention(why=WHY, workspace=at(home, A_YEAR)) == ()
    for hold in holds:
        end_hold(hold, why="It has reported", workspace=at(home, A_YEAR))
    assert len(run_retention(why=WHY, workspace=at(home, A_YEAR))) == 1


def test_after_six_years_the_papers_are_left(home):
    _close_actions(home)
    hold = hold_action("A1", why="A claim", workspace=at(home, SIX_YEARS))
    assert ("findings", ws.REF) not in due(at(home, SIX_YEARS))
    assert ("actions", "A2") in due(at(home, SIX_YEARS))
    end_hold(hold, why="It is settled", workspace=at(home, SIX_YEARS))
    papers = sorted((home / "papers" / ws.REF).glob("*mash_week*"))
    assert papers
    workspace = at(home, SIX_YEARS)
    [first] = run_retention(why=WHY, workspace=workspace)
    with workspace.open_view() as view:
        for table in (FindingRow, Case, Draw, AnswerRow, ActionRow, AuditedChild, ReturnFile):
            assert view.count(table) == 0, table
        assert view.count(Cycle) == 1
        assert view.count(Paper) > 0
    assert sorted((home / "papers" / ws.REF).glob("*mash_week*")) == papers
    assert list((home / "frames").iterdir()) == []
    assert list((home / "outbox").rglob(f"{ws.REF}*")) == []
    assert list((home / "papers" / ws.REF).glob("*certificate*")) == []
    assert faults(workspace) == []
    # And the certificate of it is kept six years too.
    much_later = at(home, date(2029, 3, 9))
    assert due(much_later) == {("certificates", first)}
    [second] = run_retention(why=WHY, workspace=much_later)
    assert [line.about for line in certificate_of(second, workspace=much_later).lines] == [first]
    assert faults(much_later) == []
    assert due(much_later) == set()


def _close_actions(home: Path) -> None:
    workspace = ws.workspace_of(home)
    with workspace.open_uow() as uow:
        for row in uow.all(ActionRow, order_by=ActionRow.id):
            row.status = "closed"
            row.completed_at = row.closed_at = workspace.clock()
            row.completed_by = row.closed_by = "QEG"
            row.evidence = row.impact = "It is so"
            uow.add(row)
        uow.note("made for a test", "actions")
        uow.commit()


def test_a_file_that_lies_there_again_is_found_out(home):
    [path, *_] = (home / "returns").iterdir()
    data = path.read_bytes()
    workspace = at(home, A_YEAR)
    run_retention(why=WHY, workspace=workspace)
    assert not path.exists()
    path.write_bytes(data)
    assert [one for one in faults(workspace) if "lies there again" in one]


def test_old_backups_are_named(home, tmp_path):
    _, public = make_key()
    make_backup(tmp_path / "march.age", public_keys=[public], workspace=ws.workspace_of(home))
    make_backup(tmp_path / "june.age", public_keys=[public], workspace=at(home, date(2017, 6, 1)))
    assert retention_list(workspace=at(home, date(2017, 9, 8))).backups == ()
    old = retention_list(workspace=at(home, SIX_MONTHS)).backups
    assert [backup.file for backup in old] == ["march.age"]


# -- killed at any line

ROOM = str(Path(steps.__path__[0]) / "retention")


@contextmanager
def _killed_at(line: int) -> Iterator[list[int]]:
    """Stop at the nth line that is run in the room of this step; 0 only counts them."""
    passed = [0]

    def trace(frame, _event, _argument):
        return _step if frame.f_code.co_filename.startswith(ROOM) else None

    def _step(_frame, event, _argument):
        if event == "line":
            passed[0] += 1
            if passed[0] == line:
                raise PowerCutError(str(line))
        return _step

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield passed
    finally:
        sys.settrace(before)


def state(home: Path) -> dict[str, object]:
    workspace = at(home, A_YEAR)
    with workspace.open_view() as view:
        lines = view.columns((Destroyed.kept_class, Destroyed.about, Destroyed.numbers))
        left = {
            table.__name__: view.count(table)
            for table in (AnswerRow, IssuedPack, ReturnFile, Case, AuditedChild)
        }
    files = sorted(
        str(path.relative_to(home)) for path in home.rglob("*")
        if path.is_file() and "audits.db" not in path.name
    )  # fmt: skip
    return {"lines": sorted(map(str, lines)), "left": left, "files": files}


def _ways(count: int, most: int) -> list[int]:
    """Return so many of the lines, the first and the last among them."""
    return sorted({1 + round(step * (count - 1) / (most - 1)) for step in range(most)})


@pytest.mark.parametrize(
    "most",
    [
        12,
        pytest.param(50, marks=pytest.mark.slow),
        pytest.param(100, marks=pytest.mark.exhaustive),
    ],
)
def test_killed_at_any_line_and_run_again_it_is_finished(home, tmp_path, most):
    whole = ws.copy_of(home, tmp_path / "whole")
    with _killed_at(0) as passed:
        run_retention(why=WHY, workspace=at(whole, A_YEAR))
    wanted = state(whole)
    for line in _ways(passed[0], min(most, passed[0])):
        cut = ws.copy_of(home, tmp_path / f"cut-{line}")
        with pytest.raises(PowerCutError), _killed_at(line):
            run_retention(why=WHY, workspace=at(cut, A_YEAR))
        next_process = at(cut, A_YEAR)
        assert faults(next_process) == [], line  # nothing is half known in between
        run_retention(why=WHY, workspace=next_process)
        assert state(cut) == wanted, line
        assert faults(next_process) == [], line
        assert retention_list(workspace=next_process).begun == ()


def test_a_register_that_was_destroyed_may_be_loaded_again(home):
    workspace = at(home, A_YEAR)
    run_retention(why=WHY, workspace=workspace)
    with workspace.open_view() as view:
        assert view.count(Register) == 0
    export = [Source("contacts.csv", make_contacts(until=ws.THURSDAY, contacts=3000))]
    load_register(export, name="mash_contacts", workspace=workspace)
    assert faults(workspace) == []
    assert due(workspace) == set()
    assert {kept for kept, _ in due(at(home, A_YEAR + timedelta(days=184)))} == {"identities"}


def test_a_paper_of_destroyed_answers_is_not_made_again(home):
    workspace = at(home, A_YEAR)
    run_retention(why=WHY, workspace=workspace)
    paper = next((home / "papers" / ws.REF).glob("*mash_week-professional.html"))
    as_made = paper.read_bytes()
    with pytest.raises(StatusError, match="were destroyed under the schedule on 9 March 2018"):
        make_paper(ws.REF, workspace=workspace, format="html")
    with pytest.raises(StatusError, match="were destroyed under the schedule"):
        make_period_paper("mash_month", "2017-03", workspace=workspace, format="html")
    assert paper.read_bytes() == as_made


@pytest.mark.slow
@pytest.mark.parametrize("day", [A_YEAR, SIX_YEARS])
def test_every_page_and_list_can_be_read_when_all_is_destroyed(home, day, monkeypatch, capsys):
    _close_actions(home)
    run_retention(why=WHY, workspace=at(home, day))
    pages = pages_of_the_site(make_app(at(home, day)), {"ref": ws.REF, "unit": "police"})
    assert any(ws.REF in text for text in pages.values())
    audits = runner(home, monkeypatch, capsys)
    for words in ("cycle show", "return list", "return answers", "return known", "finding list",
                  "finding log", "dispatch list", "sample verify", "moderate list"):  # fmt: skip
        assert audits(*words.split(), ws.REF).code in {0, 2}, words
    for words in ("status", "verify", "cycle list", "return list", "action list", "register list",
                  "learning themes", "concern list"):  # fmt: skip
        assert audits(*words.split()).code == 0, words
