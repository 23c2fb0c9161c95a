"""A day may be typed as people in England write it; a day that there is not is named as such."""

from datetime import date

import pytest
import typer
from builders.cli import runner

from audits.cli.typed_days import typed_day
from audits.settings import init_workspace


@pytest.mark.parametrize(
    "text",
    ["26/11/2026", "26 Nov 2026", "2026-11-26", "26 November 2026", " 26.11.2026 ", "26/11/26"],
)
def test_a_day_is_understood_as_it_is_written_in_england(text):
    assert typed_day(text) == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-02-30", "30 Feb 2026", "11/26/2026"])
def test_what_is_no_such_day_is_named_with_how_to_write_one(text):
    with pytest.raises(typer.BadParameter) as refused:
        typed_day(text)
    assert refused.value.message.startswith(f"There is no such day: {text}.")


@pytest.mark.parametrize("text", ["tomorrow", "46352", "", "2026"])
def test_what_is_no_day_is_said_to_be_none(text):
    with pytest.raises(typer.BadParameter, match=r"is no day\. Write it as 26/11/2026"):
        typed_day(text)


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    return home


@pytest.mark.parametrize("text", ["09/03/2017", "9 Mar 2017", "2017-03-09"])
def test_a_command_takes_each_way(home, monkeypatch, capsys, text):
    done = runner(home, monkeypatch, capsys)("cycle", "open", "mash_weekly", "--on", text)
    assert (done.code, done.err) == (0, "")
    shown = runner(home, monkeypatch, capsys)("cycle", "show", "MASH-2017-W10", "--json")
    assert shown.json["opened_on"] == "2017-03-09"


def test_a_day_that_is_not_there_ends_with_two_and_opens_nothing(home, monkeypatch, capsys):
    run = runner(home, monkeypatch, capsys)
    done = run("cycle", "open", "mash_weekly", "--on", "31/02/2017")
    assert done.code == 2
    assert "There is no such day: 31/02/2017." in " ".join(done.err.replace("│", " ").split())
    assert run("cycle", "list", "--json").json == []
