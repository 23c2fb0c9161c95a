"""Every list can be copied, filtered, and read in a window of any width."""

import csv
import io

import pytest
from builders import summer_midnight as summer, workspace as ws
from builders.cli import runner
from builders.typed import commands, options_of

from audits.steps.actions.change import add_action


FILTERS = ("unit", "cycle", "status")
# One object whole, or as many tables as it has parts: shown, not listed.
NO_LISTS = {
    "audits status", "audits verify", "audits template show", "audits agency confirm",
    "audits cycle show", "audits sample verify", "audits dispatch show", "audits return show",
    "audits concern show", "audits moderate show", "audits finding show", "audits action show",
    "audits trail verify",
}  # fmt: skip
LISTS = [words for words in summer.SHOWS if words not in NO_LISTS]
# Of these --json gives one object with all that is known; a table is of a part of it.
PARTS = {"audits cycle calendar", "audits moderate summary"}
# What a row is by, where its field is called otherwise.
CALLED = {
    "audits action list": {"unit": "owner"},
    "audits action bring-forward": {"unit": "owner"},
    "audits cycle list": {"cycle": "ref"},
}
KEYS = ("id", "ref", "key", "case", "return", "question", "finding", "unit", "name")


@pytest.fixture
def audits(midnight, monkeypatch, capsys):
    return runner(midnight, monkeypatch, capsys)


def typed(words, names):
    """Return each way in which a list is typed in `summer_midnight`."""
    return [
        (*words.split()[1:], *(word.format(**names) for word in args))
        for args in summer.SHOWS[words]
    ]


def values(row, field):
    """Return what a row has there: a unit's queries may be of several cycles."""
    value = row[field]
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("words", LISTS)
def test_every_list_is_printed_as_json_as_csv_and_wide(words):
    assert {"--json", "--csv", "--wide"} <= options_of(commands()[words])


def test_no_list_is_left_out():
    assert {words for words in commands() if words.endswith(" list")} <= set(LISTS)
    takes_csv = {words for words, made in commands().items() if "--csv" in options_of(made)}
    assert takes_csv == set(LISTS)


@pytest.mark.parametrize("words", sorted(set(LISTS) - PARTS))
def test_a_list_is_filtered_by_whatever_its_rows_are_of(words, audits, names):
    takes = options_of(commands()[words])
    for command in typed(words, names):
        rows = audits(*command, "--json").json
        named = {"cycle"} if set(command) & {ws.REF, summer.NEXT_WEEK} else set()
        for option in set(FILTERS) - named:
            field = CALLED.get(words, {}).get(option, option)
            present = {value for row in rows if field in row for value in values(row, field)}
            for value in present - {None}:
                assert f"--{option}" in takes, f"{words} has rows of one {option}"
                wanted = [row for row in rows if value in values(row, field)]
                found = audits(*command, f"--{option}", value, "--json").json
                # A letter about actions of several cycles is listed with each, and is of none.
                assert [row for row in found if row[field] is not None] == wanted


@pytest.mark.parametrize("window", ["60", "80", "120"])
@pytest.mark.parametrize("words", LISTS)
def test_no_key_is_cut_in_any_window(words, window, audits, names, monkeypatch):
    monkeypatch.setenv("COLUMNS", window)
    for command in typed(words, names):
        copied = csv.DictReader(io.StringIO(audits(*command, "--csv").out))
        keys = {row[name] for row in copied for name in KEYS if name in row}
        shown = audits(*command).out
        assert {key for key in keys if " " not in key and key not in shown} == set()


@pytest.mark.parametrize("words", sorted(set(LISTS) - PARTS))
def test_csv_has_every_row_of_the_list_and_nothing_else(words, audits, names):
    for command in typed(words, names):
        rows = audits(*command, "--json").json
        copied = list(csv.DictReader(io.StringIO(audits(*command, "--csv").out)))
        assert len(copied) == len(rows)
        for row, line in zip(rows, copied, strict=True):
            assert all(line[name] == str(row[name] or "") for name in ("id", "unit", "case")
                       if name in line and name in row)  # fmt: skip


def test_what_a_spreadsheet_would_run_is_harmless_as_csv(home, midnight, monkeypatch, capsys):
    audits = runner(ws.copy_of(midnight, home), monkeypatch, capsys)
    workspace = summer.midnight_of(home)
    add_action("=1+1 is what we do", owner="police", due=ws.THURSDAY.replace(year=2090),
               workspace=workspace)  # fmt: skip
    copied = csv.DictReader(io.StringIO(audits("action", "list", "--csv").out))
    assert "'=1+1 is what we do" in [row["title"] for row in copied]


def test_a_filter_that_nothing_passes_says_what_there_is(audits):
    said = audits("dispatch", "list", "--unit", "polcie", "--status", "sent")
    assert (said.code, said.out) == (
        0,
        "Nothing has the unit 'polcie'. There is: business_unit, health, police, social_care.\n",
    )
    assert audits("dispatch", "list", "--unit", "polcie", "--json").json == []


def test_a_list_is_json_or_csv(audits):
    said = audits("dispatch", "list", "--csv", "--json")
    assert (said.code, said.err) == (2, "Say --json or --csv, not both.\n")


def test_a_cycle_is_named_once(audits):
    said = audits("return", "list", ws.REF, "--cycle", summer.NEXT_WEEK)
    assert (said.code, said.err) == (2, "Name one cycle: as REF, or with --cycle.\n")
    named = audits("return", "list", "--cycle", ws.REF, "--json").json
    assert named == audits("return", "list", ws.REF, "--json").json


def test_the_first_of_those_that_are_left_are_listed(audits):
    police = audits("action", "list", "--unit", "police", "--json").json
    assert audits("action", "list", "--unit", "police", "--limit", "1", "--json").json == police[:1]


def test_queries_are_first_who_owes_answers(audits):
    [owes] = audits("return", "queries", "--json").json
    queries = audits("return", "queries", "--all", "--json").json
    open_ones = [row for row in queries if row["cycle"] == summer.NEXT_WEEK]
    assert owes["unit"] == "social_care"
    assert owes["cycles"] == [summer.NEXT_WEEK]
    assert owes["open"] == len(open_ones)
    assert owes["due_on"] == "2017-07-04"  # a working day after Monday 3 July, when it opens
    assert len(queries) > len(open_ones)
    assert audits("return", "queries", ws.REF, "--json").json == [
        row for row in queries if row["cycle"] == ws.REF
    ]
