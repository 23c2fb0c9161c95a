"""What is printed as the next thing to type can be typed as it stands."""

import re
import shlex
from datetime import date

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.stages import Stages

from audits.demo import make_contacts
from audits.domain.status import CycleStatus
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.findings.sign_off import publish
from audits.steps.returns.allow import extend_return, waive_return


REF = ws.REF
STANDS = {
    "opened": CycleStatus.PLANNED,
    "drawn for a person": CycleStatus.DRAWN,
    "drawn": CycleStatus.APPROVED,
    "issued": CycleStatus.ISSUED,
    "moderating": CycleStatus.MODERATING,
    "analysed": CycleStatus.ANALYSED,
    "agreed": CycleStatus.AGREED,
}


@pytest.fixture(scope="module")
def stages(tmp_path_factory) -> Stages:
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def at(stages, home, monkeypatch, capsys):
    """Return what gives the command line on a copy of a stage."""
    return lambda stage: runner(ws.copy_of(stages.at(stage), home), monkeypatch, capsys)


def commands_in(said):
    """Return the commands of a line that begins with Next."""
    [line] = re.findall(r"^Next: (.*)$", said, re.MULTILINE)
    return [shlex.split(command)[1:] for command in re.split(r", then ", line)]


@pytest.mark.parametrize("stage", STANDS)
def test_what_comes_next_is_right_for_where_a_cycle_stands(stage, at):
    audits = at(stage)
    shown = audits("cycle", "show", REF)
    assert f", {STANDS[stage]}, " in shown.out
    for command in commands_in(shown.out):
        done = audits(*command)
        assert (done.code, done.err) == (0, ""), command


def test_a_cycle_opened_again_says_what_comes_next_where_it_stands(at):
    audits = at("issued")
    said = audits("cycle", "open", ws.KIND, "--on", "9 March 2017").out
    assert commands_in(said) == [["dispatch", "send"], ["return", "collect"]]


def test_packs_issued_long_ago_say_what_comes_next_now(at):
    audits = at("agreed")
    said = audits("pack", "issue", REF).out
    assert commands_in(said) == [["paper", "make", REF], ["cycle", "publish", REF]]


def test_a_draw_that_was_never_made_is_to_be_made_before_it_is_verified(at):
    audits = at("opened")
    said = audits("sample", "verify", REF)
    assert (said.code, said.err.splitlines()) == (
        2, [f"{REF} has no draw yet.", f"To draw it: audits sample draw {REF}"],
    )  # fmt: skip


def test_a_cancelled_cycle_says_how_to_run_it_again(at, home):
    audits = at("opened")
    cancel_cycle(REF, "wrong week", workspace=ws.workspace_of(home))
    said = audits("cycle", "show", REF).out
    assert "Next:" not in said
    again = said.partition("To run it again: ")[2].strip()
    assert audits(*shlex.split(again)[1:]).code == 0


def test_after_publication_nothing_is_next(at, home):
    audits = at("agreed")
    publish(REF, workspace=ws.workspace_of(home))
    assert "Next:" not in audits("cycle", "show", REF).out


def test_a_cycle_shows_its_days_its_deadline_and_who_is_waited_for(at, home):
    audits = at("issued")
    workspace = ws.workspace_of(home)
    ws.send(workspace)
    waive_return(REF, "police", why="No staff", workspace=workspace)
    extend_return(REF, "health", until=date(2017, 3, 20), why="Norovirus", workspace=workspace)
    shown = audits("cycle", "show", REF).out.splitlines()
    assert "  days covered: 3 March 2017 to 9 March 2017" in shown
    assert "  returns due by 5pm on Friday 10 March 2017" in shown  # one working day
    assert [line for line in shown if "waits for" in line] == [
        "  waits for Social care in the MASH (social_care), due Friday 10 March 2017 (overdue): "
        "its return has not come",
        "  waits for Health in the Fenmere MASH (health), due Monday 20 March 2017 "
        "(more time, at first due Friday 10 March 2017: Norovirus): its return has not come",
    ]


def test_nothing_waits_of_a_moderation_that_has_ended(at):
    audits = at("moderated")
    assert audits("moderate", "list", REF).out == f"Nothing waits: {REF} is analysed.\n"


def test_a_name_with_spaces_can_be_typed_as_it_is_printed(home, monkeypatch, capsys, tmp_path):
    audits = runner(home, monkeypatch, capsys)
    audits("init")
    monkeypatch.chdir(tmp_path)
    export = tmp_path / "my contacts.csv"
    export.write_bytes(make_contacts(until=ws.THURSDAY, contacts=50))
    matched = audits("register", "match", str(export), "--as", "mash_contacts", "--yes",
                     "--save", "my mapping.yaml")  # fmt: skip
    loading = matched.out.rpartition("Next: ")[2].strip()
    assert audits(*shlex.split(loading)[1:]).code == 0

    written = audits("template", "to-excel", ws.KIND, "--to", "my audit.xlsx")
    taking = shlex.split(written.out.rpartition("Next: ")[2])[1:]
    taken = audits(*taking, "--to", "my audit.yaml")
    assert taken.code == 0, taken.err
    checking = taken.out.splitlines()[0].rpartition("Next: ")[2]
    assert shlex.split(checking) == ["audits", "template", "check", "my audit.yaml"]

    plan = tmp_path / "my plan.csv"
    plan.write_text("Recommendation,Lead agency,By when\nAgree one tool,Police,30/06/2090\n")
    mapped = audits("action", "match", str(plan), "--as", "plan", "--yes", "--save", "my plan.yaml")
    importing = mapped.out.rpartition("Next: ")[2].strip()
    assert audits(*shlex.split(importing)[1:]).code == 0
