"""The action plan by hand: what a person types, and what they are told."""

import io
import sys
from hashlib import sha256

import pytest
from builders.actions import a_board, filled_in
from builders.cli import runner
from builders.plans import a_plan
from docx import Document

from audits.actions import PLAN_COLUMNS


@pytest.fixture
def on_board(home, monkeypatch, capsys):
    """Return the command line in a workspace with agencies; its clock is the machine's own."""
    a_board(home)
    return runner(home, monkeypatch, capsys)


def add(audits, *more):
    """Add an action that is due in a far year and return what was said."""
    words = ("Tell every referrer the outcome", "--owner", "social_care", "--due", "2090-06-30")
    return audits("action", "add", *words, *more)


def test_an_action_is_added_measured_completed_and_closed(on_board):
    said = add(on_board, "--with", "police", "--source", "Case review 2")
    assert "A1 is in the plan." in said.out
    assert "It has no measure: say what will show that it worked." in said.out
    measured = on_board(
        "action", "measure", "A1", "--question", "timeliness", "--baseline", "4/20",
        "--baseline-on", "2017-03-01", "--target", "15/20", "--target-on", "2090-06-30",
    )  # fmt: skip
    assert "timeliness has not been measured again" in measured.out
    assert "audits cycle open mash_weekly --on 2090-06-30" in measured.out
    done = ("--text", "All teams", "--status", "complete", "--evidence", "Log of May")
    assert on_board("action", "update", "A1", *done, "--by", "Head of MASH").code == 0
    close = ("action", "update", "A1", "--text", "QEG agrees", "--status", "closed")
    assert "Say which meeting decided to close A1" in on_board(*close).err
    close = (*close, "--meeting", "2017-09-14", "--minute", "item 3")
    refused = on_board(*close)
    assert (refused.code, "nothing shows yet that it worked" in refused.err) == (2, True)
    after = ("--after", "18/20", "--after-on", "2017-09-01")
    assert "better, by more than chance explains" in on_board("action", "measure", "A1", *after).out
    assert on_board(*close).code == 0
    shown = on_board("action", "show", "A1").out
    assert "says Head of MASH: Log of May" in shown
    assert (
        "by QEG (meeting of 14 September 2017, item 3): QEG agrees. timeliness: 4 of 20, then"
        in shown
    )
    assert "from: Case review 2" in shown
    assert "ask again" not in shown
    assert "(complete, then closed)" in shown
    record = on_board("action", "show", "A1", "--json").json
    assert (record["rag"], record["minute"], record["contributors"]) == (
        "black", "item 3", ["police"],
    )  # fmt: skip


BAD = {
    "cannot be called green": ("--rag", "green"),
    "'teal' is no colour of A1": ("--rag", "teal"),
    "which is past": ("--due", "2017-06-30"),
}


@pytest.mark.parametrize("says", BAD)
def test_what_cannot_be_written_is_refused_in_a_sentence(on_board, says):
    add(on_board)
    said = on_board("action", "update", "A1", "--text", "x", *BAD[says])
    assert (said.code, says in said.err) == (2, True)


@pytest.mark.parametrize("level", ["many", "21/20", "nan"])
def test_a_level_that_is_none_is_refused_in_a_sentence(on_board, level):
    add(on_board)
    words = ("--question", "timeliness", "--baseline", level, "--baseline-on", "2017-03-01")
    said = on_board("action", "measure", "A1", *words)
    assert (said.code, "is no level of a measure" in said.err) == (2, True)
    undated = on_board("action", "measure", "A1", "--figure", "x", "--baseline", "3")
    assert "Say of which day the level is: --baseline-on" in undated.err
    unnamed = on_board("action", "measure", "A1", "--better", "up")
    assert "Say what shows that A1 worked" in unnamed.err


def test_workbooks_go_out_come_back_and_are_decided(on_board, tmp_path):
    add(on_board)
    own, agenda, plan = (tmp_path / name for name in ("own.xlsx", "agenda.xlsx", "plan.xlsx"))
    assert "audits return collect FILE" in on_board(
        "action", "export", str(own), "--agency", "social_care"
    ).out  # fmt: skip
    assert on_board("action", "export", str(own)).code == 2
    assert on_board("action", "export", str(plan)).code == 0
    said = {"A1": {"Is it complete": "Complete", "If complete": "Log of May"}}
    own.write_bytes(filled_in(own.read_bytes(), said))
    assert "accepted (social_care, the action plan)" in on_board(
        "return", "collect", str(own)
    ).out  # fmt: skip
    assert "audits action meeting" in on_board("action", "bring-forward").err
    on_board("action", "meeting", "2090-01-10")
    assert [r["id"] for r in on_board("action", "bring-forward", "--json").json] == ["A1"]
    earlier = on_board("action", "agenda", str(agenda), "--meeting", "2090-01-03")
    assert "audits action decide" in earlier.out
    agenda.unlink()
    assert on_board("action", "agenda", str(agenda)).code == 0
    paper = agenda.with_suffix(".docx")
    assert str(paper) in on_board("action", "agenda", str(paper)).out
    on_paper = "\n".join(Document(paper).element.itertext())
    assert "Agenda, Tuesday 10 January 2090" in on_paper
    assert "A1" in on_paper
    said = {"A1": {"What QEG decides": "Close"}}
    book = agenda.read_bytes()
    agenda.write_bytes(filled_in(book, said))
    to_come = on_board("action", "decide", str(agenda))
    assert (to_come.code, to_come.out) == (2, "")
    assert "10 January 2090, which is to come" in to_come.err
    refused = on_board("action", "decide", str(agenda), "--early")
    assert refused.code == 2
    assert "Say what has changed in practice" in refused.out
    said["A1"]["What has changed"] = "Referrers say so"
    agenda.write_bytes(filled_in(book, said))
    assert "The decisions are recorded." in on_board("action", "decide", str(agenda), "--early").out
    assert on_board("action", "decide", str(agenda), "--early", "--json").json == []
    [row] = on_board("action", "list", "--meeting", "2090-01-10", "--json").json
    assert (row["status"], row["impact"]) == ("closed", "Referrers say so")


def test_a_plan_from_elsewhere_is_taken_in_row_by_row(on_board, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("Action,Owner,Due\nTrain desks,police,2090-01-01\nx,army,2090-01-01\n")
    dry = on_board("action", "import", str(plan), "--dry-run")
    assert "Row 2: Would be added." in dry.out
    assert "Nothing was kept" in dry.out
    said = on_board("action", "import", str(plan), "--source", "Inspection: JTAI")
    assert "Row 3: 'army' is no agency on your list." in said.out
    assert "1 of 2 rows is a new action." in said.out
    again = on_board("action", "import", str(plan), "--source", "Inspection: JTAI")
    assert "Row 2: A1 is in the plan already." in again.out
    rows = on_board("action", "import", str(plan), "--source", "x", "--json").json
    assert [row["outcome"] for row in rows] == ["added", "refused"]
    listed = on_board("action", "list", "--source", "inspection", "--json").json
    assert [row["id"] for row in listed] == ["A1"]


def test_a_plan_with_other_headings_is_matched_in_a_conversation(on_board, tmp_path, monkeypatch):
    plan, saved = tmp_path / "plan.csv", tmp_path / "jtai.yaml"
    plan.write_text("Improvement,Whose job,By when\nTrain desks,Cops,April 2090\n")
    ours = {"action": "1", "owner": "2", "due": ""}
    answers = [*(ours.get(column.name, "-") for column in PLAN_COLUMNS), "6"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in answers)))
    said = on_board("action", "match", str(plan), "--as", "jtai", "--save", str(saved))
    assert "'Cops' is not known. It may be: 1 business_unit" in said.out
    assert f"audits action import {plan} --profile {saved} --dry-run" in said.out
    done = on_board("action", "import", str(plan), "--profile", str(saved))
    assert "1 of 1 row is a new action." in done.out
    [row] = on_board("action", "list", "--json").json
    assert (row["owner"], row["due"]) == ("police", "2090-04-30")


def test_a_sheet_that_is_hidden_is_named_before_headings_are_matched(on_board, tmp_path):
    plan, saved = tmp_path / "plan.xlsx", tmp_path / "jtai.yaml"
    old = [["Old action", "Former owner"], ["Train desks", "Army"]]
    now = [["Action", "Whose job"], ["Train desks", "Police"]]
    plan.write_bytes(a_plan({"2016 draft": old, "Now": now}, hidden=["2016 draft"]))
    said = on_board("action", "match", str(plan), "--as", "jtai", "--save", str(saved), "--yes")
    assert "The hidden sheet '2016 draft' was not read." in said.out
    assert "Former owner" not in said.out
    plan.write_bytes(a_plan({"2016 draft": old, "Now": [[]]}, hidden=["2016 draft"]))
    nothing = on_board("action", "match", str(plan), "--as", "jtai", "--save", str(saved), "--yes")
    assert (nothing.code, nothing.out) == (2, "")
    assert "The hidden sheet '2016 draft' was not read." in nothing.err


def test_learning_is_noted_and_listed(on_board):
    on_board("learning", "share", "timeliness", "--with", "Schools", "--how", "Bulletin")
    need = ("--add", "Ring back", "--theme", "timeliness", "--audience", "Desks")
    assert "T1 is on the list." in on_board("learning", "training", *need).out
    assert [r["id"] for r in on_board("learning", "training", "--json").json] == ["T1"]
    assert "T1 is met." in on_board("learning", "training", "--met", "T1", "--how", "Done").out
    assert "C1" in on_board("learning", "challenge", "Cells", "--by", "chair", "--to", "police").out
    assert on_board("learning", "settle", "C1", "--outcome", "Agreed").code == 0
    assert on_board("learning", "challenges", "--json").json[0]["outcome"] == "Agreed"
    assert "timeliness" in on_board("learning", "themes").out
    assert on_board("learning", "themes", "--json").json[0]["training"][0]["met_how"] == "Done"


def test_an_action_that_is_not_begun_is_shown_in_a_few_lines(on_board):
    add(on_board)
    lines = on_board("action", "show", "A1").out.splitlines()
    assert lines == [
        "A1: Tell every referrer the outcome",
        "  open, grey; social_care is accountable; due 30 June 2090",
        "  It has no measure: say what will show that it worked.",
    ]
    said = on_board("action", "measure", "A1", "--figure", "interviews offered").out
    assert said == "No baseline of interviews offered is recorded.\n"
    missing = on_board("action", "show", "A9")
    assert (missing.code, "There is no action 'A9'" in missing.err) == (2, True)


def test_an_action_far_off_is_not_chased(on_board):
    add(on_board)
    assert "Nobody is to be reminded today." in on_board("chase").out


def test_evidence_goes_in_without_its_name_and_comes_out_with_a_reason(on_board, tmp_path):
    add(on_board)
    given, got = tmp_path / "Amy Smith.pdf", tmp_path / "out.pdf"
    given.write_bytes(b"%PDF-1.7 all told")
    done = ("action", "update", "A1", "--text", "Told", "--status", "complete")
    files = ("--evidence-file", str(given), "--shows", "All were told")
    unsaid = on_board(*done, *files[:2])
    assert (unsaid.code, "There are 1 evidence files and 0 sentences" in unsaid.err) == (2, True)
    said = on_board(*done, *files, "--by", "Head of MASH")
    assert (said.code, "Amy" in said.out) == (0, False)
    shown = on_board("action", "show", "A1").out
    assert "says Head of MASH: Evidence 1: All were told" in shown
    assert "evidence 1 (A1-evidence-1.pdf, 17 bytes), Head of MASH on " in shown
    assert f"SHA-256 {sha256(given.read_bytes()).hexdigest()}" in shown
    get = ("action", "evidence", "A1", "1", "--out", str(got), "--why", "QEG asked")
    assert "A1-evidence-1.pdf is written" in on_board(*get).out
    assert got.read_bytes() == given.read_bytes()
    assert "Name another file." in on_board(*get).err
    for everything in (on_board("trail", "export").out, shown):
        assert "Amy" not in everything
