"""What the business unit types where organisations answer for themselves."""

import pytest
from builders import census as c
from builders.cli import runner


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    home = tmp_path / "home"
    c.with_organisations(home, ("police", "ccg"))
    return runner(home, monkeypatch, capsys)


def test_a_plan_is_taken_in_and_asked_about(typed, tmp_path):
    sheet = tmp_path / "send.csv"
    sheet.write_text("number,recommendation,accountable\n1,Tell schools by nine,police\n")
    words = ("action", "import", str(sheet), "--document", "SEND", "--published", "2018-01-30")
    said = typed(*words)
    assert said.code == 0
    assert "1 of 1 row is a new action." in said.out
    assert "  It has no measure" in said.out
    assert [row["outcome"] for row in typed(*words, "--json").json] == ["already"]
    assert typed("action", "list", "--json").json[0]["due"] == "2018-05-11"


def test_past_cycles_are_taken_in_by_name_and_shown_as_not_counted(typed):
    assert typed("cycle", "import", "annual_report_2016_17").out.count("is taken in") == 8
    assert "nothing was changed" in typed("cycle", "import", "annual_report_2016_17").out
    assert typed("cycle", "import", "annual_report_2016_17", "--json").json == []
    shown = typed("finding", "list", "AR1617-CSE")
    assert "not counted" in shown.out
    assert "AR1617-NEGLECT has no findings" in typed("finding", "list", "AR1617-NEGLECT").out
    assert typed("cycle", "show", "AR1617-CSE").code == 0
    assert "A1" in typed("action", "list").out


def test_a_survey_and_an_audit_made_elsewhere_are_shown(typed, tmp_path):
    typed("cycle", "open", "section_11", "--on", "2016-01-11")
    survey = tmp_path / "survey.csv"
    survey.write_text("question,answer,count\nI know,Yes,417\nI know,No,40\n")
    assert typed("survey", "import", "S11-2016", str(survey), "--name", "Staff").code == 0
    assert "Yes 417, No 40" in typed("cycle", "show", "S11-2016").out
    add = (
        "external",
        "add",
        "References",
        "--by",
        "CCG",
        "--on",
        "2015-11-20",
        "--result",
        "Good.",
    )
    assert typed(*add, "--action", "police|2016-03-31|Look again").code == 0
    assert typed("external", "list", "--json").json[0]["actions"] == ["A1"]
    assert typed(*add, "--action", "police|end of March 2090|Look once more").code == 0
    assert typed("action", "show", "A2", "--json").json["due"] == "2090-03-31"
    wrong = typed(*add, "--action", "look again")
    assert wrong.code == 2
    assert "Write it as UNIT|2017-06-30" in wrong.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cycle", "open", "section_11_confirmation"), "no cycle of section_11 has been analysed"),
        (("cycle", "import", "nowhere.yaml"), "cannot be read"),
        (("sample", "spot-check", "S11C-2016"), "There is no cycle"),
        (("sample", "checked", "S11C-2016", "S11C16-01", "--why", "Seen."), "There is no cycle"),
        (("survey", "import", "S11-2016", "nowhere.csv"), "There is no file"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(typed, words, says):
    said = typed(*words)
    assert said.code == 2
    assert says in said.err
    assert said.is_one_sentence, said.err
