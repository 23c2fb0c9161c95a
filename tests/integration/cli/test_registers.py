"""Registers at the terminal: matched once with a person, joined, written out and loaded again."""

import csv
import io
import sys

import pytest
from builders import workspace as ws
from builders.registers.reading import SHAPES


AMERICAN = (
    "Contact ID,Person ID,Date of contact,Contact Outcome,Contact Status\n"
    "1,77,02/13/2017,NFA,Closed\n2,78,02/03/2017,NFA,Closed\n"
)
ODD = (
    "Ref,Client No.,Dt Recieved,Result\n"
    "1,77,01/03/2017,NFA\n2,78,02/03/2017,Tfr out\n3,79,02/03/2017,Early hlp\n"
)


@pytest.fixture
def odd(tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text(ODD)
    return file


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in answers)))


def test_an_officer_corrects_a_mapping_once_and_it_is_used_from_then_on(
    audits, odd, tmp_path, monkeypatch
):
    audits("init")
    profile = tmp_path / "ours.yaml"
    columns = len(SHAPES["mash_contacts"].columns)  # Ref and Client No. for the first two of them
    typed(monkeypatch, "1", "99", "2", *[""] * (columns - 2), "", "2")
    matched = audits("register", "match", str(odd), "--as", "mash_contacts", "--save", str(profile))
    assert matched.code == 0, matched.err
    load = ("register", "load", str(odd), "--as", "mash_contacts", "--profile", str(profile))
    report = audits(*load, "--json").json
    assert report["columns"]["contact_id"] == "Ref"
    assert report["columns"]["received_on"] == "Dt Recieved"
    assert ["Early hlp", "Early help", 1] in report["values"]["Result"]
    assert ["Tfr out", "Advice and information", 1] in report["values"]["Result"]
    assert "Type a number from 1 to 4" in matched.out


def test_what_is_proposed_may_be_taken_as_it_is(audits, odd, tmp_path):
    audits("init")
    profile = tmp_path / "ours.yaml"
    words = ("register", "match", str(odd), "--as", "mash_contacts", "--save", str(profile))
    assert audits(*words, "--yes").code == 0
    assert "received_on: Dt Recieved" in profile.read_text()


def test_two_files_are_joined_and_the_register_written_out_again(audits, tmp_path):
    audits("init")
    contacts, outcomes = tmp_path / "list 1.csv", tmp_path / "outcomes.csv"
    contacts.write_text("Contact ID,Child ID,Date of contact\n1,7,01/03/2017\n2,8,02/03/2017\n")
    outcomes.write_text("Contact ID,Outcome\n1,NFA\n9,Early help\n")
    load = ("register", "load", str(contacts), str(outcomes), "--as", "mash_contacts", "--json")
    report = audits(*load).json
    assert report["units"] == 2
    assert [w["code"] for w in report["warnings"] if "joined" in w["code"]] == [
        "joined", "not_joined", "not_joined",
    ]  # fmt: skip
    out = tmp_path / "ours.csv"
    export = ("register", "export", "mash_contacts", "--to", str(out))
    refused = audits(*export)
    assert (refused.code, out.exists()) == (2, False)
    assert "--why" in refused.err
    assert audits(*export, "--why", "for the data team").code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    again = audits("register", "load", str(out), "--as", "mash_contacts", "--dry-run", "--json")
    assert (again.json["units"], again.json["unmatched"]) == (2, {})
    assert out.read_text().splitlines()[1].startswith("1,7")
    noted = audits("trail", "export", "--json").json[-1]
    assert (noted["verb"], noted["why"]) == ("register exported", "for the data team")


def test_what_a_spreadsheet_would_run_is_written_as_text_and_loads_as_it_was(audits, tmp_path):
    audits("init")
    contacts, out = tmp_path / "list.csv", tmp_path / "ours.csv"
    runs = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\uff1d1+1", "plain"]
    lines = [f'{n},{n},01/03/2017,NFA,"{text}"' for n, text in enumerate(runs)]
    contacts.write_text("\n".join(["Contact ID,Child ID,Date of contact,Outcome,Surname", *lines]))
    load = ("register", "load", str(contacts), "--as", "mash_contacts", "--json")
    assert audits(*load).json["columns"]["surname"] == "Surname"
    audits("register", "export", "mash_contacts", "--to", str(out), "--why", "a test")
    surnames = [row["surname"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8")))]
    assert surnames == [f"'{text}" for text in runs[:-1]] + ["plain"]
    again = tmp_path / "again.csv"
    audits("register", "load", str(out), "--as", "mash_contacts")
    audits("register", "export", "mash_contacts", "--to", str(again), "--why", "a test")
    assert again.read_bytes() == out.read_bytes()


def test_a_register_that_was_never_loaded_is_not_written_out(on_loaded, tmp_path):
    said = on_loaded(
        "register", "export", "assessments", "--to", str(tmp_path / "x.csv"), "--why", "a test"
    )
    assert said.code == 2
    assert "No register 'assessments' has been loaded" in said.err
    assert ws.REF not in said.err


def test_days_that_can_be_read_two_ways_are_asked_about_once(audits, tmp_path):
    audits("init")
    file, profile = tmp_path / "contacts.csv", tmp_path / "ours.yaml"
    file.write_text(AMERICAN)
    load = ("register", "load", str(file), "--as", "mash_contacts")
    said = audits(*load)
    assert said.code == 2
    assert "row 2, '02/13/2017'" in said.err
    assert "Say it with --dates month-first\n" in said.err
    assert "Say it with --dates received_on=month-first\n" in said.err
    assert audits("register", "list", "--json").json == []
    told = audits(*load, "--dates", "month-first", "--dry-run", "--write-profile", str(profile))
    assert (
        "'Date of contact' was read so: with the month first (1 cell can only be read so"
        in told.out
    )
    report = audits(*load, "--profile", str(profile), "--json").json
    assert (report["units"], report["rejected"]) == (2, 0)
    wrong = audits(*load, "--dates", "weeks-first")
    assert (wrong.code, wrong.err.strip()) == (
        2, "--dates is day-first or month-first, not 'weeks-first'."
    )  # fmt: skip


def test_what_to_type_about_days_and_times_stands_below_the_report(audits, tmp_path):
    audits("init")
    file = tmp_path / "contacts.csv"
    file.write_text(
        "Contact ID,Person ID,Date of contact,Time of contact,Contact Outcome\n"
        "1,77,02/03/2017,09:15,NFA\n2,78,03/03/2017,10:20,NFA\n"
    )
    said = audits("register", "load", str(file), "--as", "mash_contacts").out
    assert "Say it with --dates month-first\n" in said
    assert "audits register match FILE --as mash_contacts --save PROFILE\n" in said
