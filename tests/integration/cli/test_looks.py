"""Every look at an identity or a secret has a reason and is listed; what is written is private."""

import io
import sqlite3
from contextlib import closing

import pytest
from builders import workspace as ws
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.keep_evidence import EvidenceFile
from audits.workbook import write_key_list


WHY = "rung back on the unit's own number"


def looks(audits, *filters: str) -> list[tuple[str, str, str, str]]:
    rows = audits("vault", "looks", *filters, "--json").json
    return [(row["by"], row["kind"], row["name"], row["why"]) for row in rows]


def test_a_password_needs_a_reason_and_stands_in_the_look_log(on_issued):
    refused = on_issued("pack", "password", ws.REF, "police")
    assert (refused.code, refused.out) == (2, "")
    assert "--why" in refused.err
    assert on_issued("pack", "password", ws.REF, "police", "--why", "  ").code == 2
    assert looks(on_issued, "--kind", "password") == []
    assert on_issued("pack", "password", ws.REF, "police", "--why", WHY).code == 0
    expected = ("a business unit", "password", f"{ws.REF}/police", WHY)
    assert looks(on_issued, "--kind", "password") == [expected]


def test_at_a_terminal_the_reason_is_asked_for(on_issued, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(f"{WHY}\n"))
    assert "Why the password of police" in on_issued("pack", "password", ws.REF, "police").out
    assert looks(on_issued, "--kind", "password")[0][3] == WHY


def test_looks_are_found_by_what_who_and_when(on_issued):
    on_issued("pack", "password", ws.REF, "police", "--why", WHY)
    key_lists = looks(on_issued, "--kind", "case")
    assert {why for *_, why in key_lists} == {f"key list of {ws.REF}"}
    assert len(looks(on_issued, "--by", "a business unit", "--kind", "password")) == 1
    case = key_lists[0][2]
    assert {name for *_, name, _ in looks(on_issued, "--about", case.lower())} == {case}
    assert looks(on_issued, "--since", "2099-01-01") == []
    assert len(looks(on_issued, "--until", "2017-03-09")) == len(key_lists)
    assert "Nobody has looked." in on_issued("vault", "looks", "--by", "nobody").out


def test_an_original_evidence_and_a_register_are_looked_at_with_a_reason(on_answered, home):
    [first, *_] = on_answered("return", "collect", "--json").json
    ref = f"R-{first['sha256'][:12]}"
    workspace = ws.workspace_of(home)
    action = add_action(
        "See the child", workspace=workspace, owner="police", due=ws.THURSDAY, source="other"
    )  # fmt: skip
    proof = EvidenceFile(b"%PDF-1.4\n%%EOF\n", "pdf", "the new form")
    update_action(action, workspace=workspace, text="Done", change=Change("Done", files=(proof,)))
    to = {name: home.parent / name for name in ("original.xlsx", "evidence.pdf", "register.csv")}
    why = ("--why", "an appeal")
    commands = [
        ("return", "original", ref, "--to", str(to["original.xlsx"])),
        ("action", "evidence", action, "1", "--out", str(to["evidence.pdf"])),
        ("register", "export", "mash_contacts", "--to", str(to["register.csv"])),
    ]
    for command in commands:
        assert on_answered(*command).code == 2
        assert on_answered(*command, *why).code == 0
    assert {path.stat().st_mode & 0o777 for path in to.values()} == {0o600}
    seen = {(kind, name) for _, kind, name, said in looks(on_answered) if said == "an appeal"}
    assert seen == {("return", ref), ("evidence", f"{action}/1"), ("register", "mash_contacts")}


@pytest.mark.parametrize("command", [
    ("action", "export", "plan.xlsx"),
    ("action", "export", "police.xlsx", "--agency", "police"),
    ("action", "agenda", "agenda.xlsx", "--meeting", "2017-06-14"),
    ("template", "to-excel", "mash_weekly", "--to", "template.xlsx"),
    ("register", "load", "list.csv", "--as", "mash_contacts", "--report", "report.html",
     "--write-profile", "ours.yaml"),
])  # fmt: skip
def test_whatever_is_written_outside_the_workspace_is_its_owners_alone(
    on_loaded, home, tmp_path, monkeypatch, command
):
    add_action(
        "See the child",
        workspace=ws.workspace_of(home),
        owner="police",
        due=ws.THURSDAY,
        source="other",
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(
        "Contact ID,Child ID,Date of contact,Outcome\n1,7,01/03/2017,NFA\n"
    )
    before = set(tmp_path.iterdir())
    assert on_loaded(*command).code == 0
    written = set(tmp_path.iterdir()) - before
    assert written
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


RUNS = "=cmd|' /C calc'!A0"


def formulas(data: bytes) -> set[str]:
    """Return the texts of somebody else's that a spreadsheet would run."""
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {str(cell.value) for cell in cells}
    assert any("cmd|" in text for text in texts)
    return {
        str(cell.value) for cell in cells if cell.data_type == "f" and "cmd|" in str(cell.value)
    }


def test_no_workbook_we_write_holds_a_formula_of_somebody_elses(on_loaded, home, tmp_path):
    workspace = ws.workspace_of(home)
    add_action(
        RUNS, workspace=workspace, owner="police", due=ws.THURSDAY, source="other", theme=RUNS
    )
    for name, more in {"plan": (), "police": ("--agency", "police")}.items():
        assert on_loaded("action", "export", str(tmp_path / f"{name}.xlsx"), *more).code == 0
        assert formulas((tmp_path / f"{name}.xlsx").read_bytes()) == set()
    agenda = tmp_path / "agenda.xlsx"
    assert on_loaded("action", "agenda", str(agenda), "--meeting", "2017-06-14").code == 0
    assert formulas(agenda.read_bytes()) == set()
    sealed = write_key_list(RUNS, [{"case": "C1", "surname": RUNS}], password="abc")
    opened = io.BytesIO()
    book = OOXMLFile(io.BytesIO(sealed))
    book.load_key(password="abc")
    book.decrypt(opened)
    assert formulas(opened.getvalue()) == set()
    contacts = f'Contact ID,Child ID,Date of contact,Outcome,"{RUNS}"\n1,7,01/03/2017,"{RUNS}"\n'
    (tmp_path / "list.csv").write_text(contacts)
    report = tmp_path / "report.xlsx"
    load = ("register", "load", str(tmp_path / "list.csv"), "--as", "mash_contacts", "--dry-run")
    assert on_loaded(*load, "--report", str(report)).code == 0
    assert formulas(report.read_bytes()) == set()


def test_masking_and_a_reply_are_looks_too(on_answered, home):
    (home / "inbox" / "MASH police.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    on_answered("return", "collect")
    seen = {(kind, why) for _, kind, _, why in looks(on_answered)}
    assert ("people", f"masking a return of {ws.REF}") in seen
    assert ("file name", "finding who sent it") in seen
    assert "Yes: the look log is whole." in on_answered("verify").out


def test_verify_says_what_was_checked_and_what_is_not_so(on_issued, home):
    told = on_issued("verify")
    assert told.code == 0
    assert told.out.count("Yes: ") == 7
    digest = told.out.split("Last digest: ")[1].split()[0]
    assert on_issued("trail", "verify", "--against", digest).code == 0
    assert on_issued("trail", "verify", "--against", "0" * 64).code == 2
    with closing(sqlite3.connect(home / "audits.db")) as database, database:
        database.execute("UPDATE audit_case SET why = 'x'")
    said = on_issued("verify", "--against", digest)
    assert (said.code, "Not so: every row" in said.out) == (2, True)
    checks = on_issued("verify", "--json").json["checks"]
    assert sum(len(check["faults"]) for check in checks) == 10
