"""Bad input gets one clear sentence, exit code 2, and nothing is lost or half-written."""

import shutil
from pathlib import Path

import pytest
from builders import workspace as ws


HEADINGS = "Contact ID,Date of contact,Contact Outcome,Contact Status,Person ID\n"


def check_refused(said, *words: str) -> None:
    """Check that a command refused, in one sentence with these words, and said nothing else."""
    assert said.code == 2
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


def test_no_workspace(audits):
    check_refused(audits("cycle", "list"), "There is no workspace", "audits init")


def test_a_home_that_cannot_be_written_to(audits, home):
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file stands where the workspace should be")
    check_refused(audits("init"), str(home), "Set AUDITS_HOME to a folder that you may write in")


def test_a_misspelt_setting(on_loaded, home):
    (home / "audits.toml").write_text('bord = "A board"\n')
    check_refused(on_loaded("cycle", "list"), "audits.toml", "bord")


def test_a_template_with_a_misspelt_key(on_loaded, tmp_path):
    shipped = Path(__file__).parents[3] / "audit_templates"
    own = Path(shutil.copytree(shipped, tmp_path / "own")) / "mash_weekly.yaml"
    lines = own.read_text().splitlines()
    (line,) = (n for n, text in enumerate(lines, start=1) if text.startswith("respondents:"))
    own.write_text("\n".join(lines).replace("respondents:", "respondants:"))
    said = on_loaded("template", "check", str(own))
    check_refused(said, f"line {line}", "Did you mean 'respondents'?")


def test_a_register_without_the_id_column(on_loaded, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text("Person ID,Date of contact,Contact Outcome\n1,09/03/2017,NFA\n")
    said = on_loaded("register", "load", str(file), "--as", "mash_contacts")
    check_refused(said, "contacts.csv", "the contact's id", "Contact Id")


@pytest.mark.parametrize("content", ["", HEADINGS])
def test_an_empty_register(on_loaded, tmp_path, content):
    file = tmp_path / "contacts.csv"
    file.write_text(content)
    before = on_loaded("register", "list", "--json").json
    check_refused(on_loaded("register", "load", str(file), "--as", "mash_contacts"), "contacts.csv")
    assert on_loaded("register", "list", "--json").json == before


def test_a_register_of_another_kind(on_loaded, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(HEADINGS)
    check_refused(on_loaded("register", "load", str(file), "--as", "contacts"), "mash_contacts")


def test_a_file_that_is_not_there(on_loaded):
    check_refused(on_loaded("register", "load", "none.csv", "--as", "mash_contacts"), "none.csv")


def test_a_cycle_without_a_register(audits):
    audits("init")
    audits("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    check_refused(
        audits("sample", "draw", ws.REF), "No register 'mash_contacts'", "audits register load"
    )
    assert audits("cycle", "show", ws.REF, "--json").json["status"] == "planned"


def test_a_cycle_of_no_kind_and_a_cycle_that_is_not_there(on_loaded):
    check_refused(on_loaded("cycle", "open", "mash_wekly"), "mash_weekly")
    check_refused(on_loaded("cycle", "show", "MASH-2017-W11"), "audits cycle list")


def test_packs_before_the_draw(on_loaded):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    check_refused(on_loaded("pack", "issue", ws.REF), ws.REF, "planned")


def test_a_paper_before_the_findings(on_loaded):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    check_refused(on_loaded("paper", "make", ws.REF), "no findings yet")


def test_the_public_version_of_ten_cases(on_answered):
    on_answered("return", "collect")
    assert on_answered("cycle", "approve", ws.REF, "--why", "The panel meets.").code == 0
    said = on_answered("paper", "make", ws.REF, "--version", "public")
    check_refused(said, "ten cases could identify a child")
    check_refused(on_answered("paper", "make", ws.REF, "--format", "rtf"), "html, docx, pdf")


def test_fewer_eligible_cases_than_ten_are_drawn_and_it_is_said(audits, tmp_path):
    rows = "".join(f"{n},0{n}/03/2017,NFA,Closed,{n}\n" for n in range(3, 9))
    (tmp_path / "contacts.csv").write_text(HEADINGS + rows)
    audits("init")
    audits("register", "load", str(tmp_path / "contacts.csv"), "--as", "mash_contacts")
    audits("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    said = audits("sample", "draw", ws.REF)
    assert said.code == 0
    assert "6 cases drawn" in said.out
    assert "The plan asks for 10 cases; 6 were drawn, because too few were eligible." in said.out
    assert audits("sample", "verify", ws.REF).code == 0


def test_a_file_that_is_no_workbook_is_kept_and_named(on_loaded, tmp_path):
    file = tmp_path / "photo.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    [said] = on_loaded("return", "collect", str(file), "--json").json
    assert (said["outcome"], said["answers"]) == ("refused", 0)
    assert said["problems"][0]["code"] == "picture_file"


def test_the_same_return_twice_is_kept_once(on_answered, home):
    file = home / "inbox" / "police.xlsx"
    first = on_answered("return", "collect", str(file), "--json").json
    again = on_answered("return", "collect", str(file), "--json").json
    assert (first[0]["outcome"], again[0]["outcome"]) == ("late", "duplicate")
    assert len(on_answered("return", "list", ws.REF, "--json").json) == 1


def test_a_return_of_a_cycle_that_is_over_is_set_aside(on_answered, home):
    late = home / "late.xlsx"
    shutil.copy(home / "inbox" / "health.xlsx", late)
    on_answered("return", "collect", str(home / "inbox" / "police.xlsx"))
    on_answered("cycle", "approve", ws.REF, "--why", "Nobody else will answer")
    on_answered("cycle", "sign-off", ws.REF)
    [said] = on_answered("return", "collect", str(late), "--json").json
    assert said["outcome"] == "quarantined"
    assert said["problems"][0]["code"] == "other_cycle"


def test_a_pack_of_another_board_is_set_aside(on_answered, tmp_path):
    other = ws.loaded(tmp_path / "other", contacts=1400)
    workspace = ws.workspace_of(other)
    ws.issue(workspace)
    ws.send(workspace)
    theirs = other / "outbox" / "police" / f"{ws.REF}-police-pack-1.xlsx"
    [said] = on_answered("return", "collect", str(theirs), "--json").json
    assert said["outcome"] == "quarantined"
    assert said["cycle"] is None


def test_a_wrong_option_is_the_persons_mistake(on_loaded):
    assert on_loaded("cycle", "open", "mash_weekly", "--on", "9 March").code == 2
    assert on_loaded("cycle", "nonsense").code == 2


def test_an_action_that_is_not_there(on_loaded):
    check_refused(on_loaded("action", "update", "A9", "--text", "done"), "A9", "audits action list")


def test_signing_off_too_early(on_loaded):
    on_loaded("cycle", "open", "mash_weekly", "--on", "2017-03-09")
    check_refused(
        on_loaded("cycle", "sign-off", ws.REF), "planned", "Draw the sample before you agree"
    )
