"""The demonstration, run as a newcomer runs it, and looked at as its readers would."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pikepdf
import pytest
from docx import Document
from pypdf import PdfReader

from audits.queries.findings import list_findings
from audits.queries.verification.workspace import verify_workspace
from audits.settings import read_settings
from audits.wiring import build


REF = "MASH-2017-W10"


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple[Path, str]:
    """Return the demonstration's workspace and what it printed."""
    home = tmp_path_factory.mktemp("demo") / "home"
    run = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "demo", "--home", str(home)],
        capture_output=True, text=True, check=False, env={**os.environ},
        umask=0o022,  # what most machines say
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return home, done.stdout


@pytest.fixture(scope="module")
def paper(told) -> Path:
    return told[0] / "papers" / REF / f"{REF}-mash_week-professional"


def test_the_summary_says_what_happened_and_where_it_lies(told):
    home, said = told
    for words in (
        r"1\d,\d{3} rows of a year became 14,\d{3} contacts",
        rf"{REF}: 10 of \d+ eligible contacts",
        "3 packs, 3 key lists, 4 reminders, 3 receipts, 1 pack that asks again",
        "3 of 3 packs",
        r"police +accepted",
        r"health +superseded; \d+ × evidence missing",
        r"health +accepted; nothing to ask",
        r"(\d+) answers were asked for again, and \1 of them came",
        r"social_care +late; .*personal detail",
        "IMMEDIATE CONCERN",
        r"likely between \d+ and",
        r"A1 \w+, by \d{1,2} April 2017, \w+",
    ):
        assert re.search(words, said), words
    for path in re.findall(rf"{re.escape(str(home))}\S*", said):
        assert Path(path).exists(), path


def test_everything_the_week_left_behind_verifies(told):
    _, checks = verify_workspace(workspace=build(read_settings(told[0])))
    assert [fault for check in checks for fault in check.faults] == []


def test_the_flows_ran_in_prefect_and_completed(told):
    with sqlite3.connect(next((told[0] / "prefect").glob("*.db"))) as database:
        runs = database.execute("SELECT state_type, COUNT(*) FROM flow_run GROUP BY 1").fetchall()
        tasks = dict(database.execute("SELECT state_type, COUNT(*) FROM task_run GROUP BY 1"))
    assert runs == [("COMPLETED", 10)]
    assert set(tasks) <= {"COMPLETED"}


def test_nobody_else_may_read_what_was_made(told):
    """Databases, papers, packs and Prefect's own: in a folder made by hand they would lie open."""
    made = [told[0], *told[0].rglob("*")]
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_the_paper_is_one_tagged_page(paper):
    pdf = paper.with_suffix(".pdf")
    assert len(PdfReader(pdf).pages) == 1
    with pikepdf.open(pdf) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("en")
        assert "pdfuaid" in opened.Root.Metadata.read_bytes().decode()


def test_three_formats_say_the_same(told, paper):
    workspace = build(read_settings(told[0]))
    shown = [flat(paper_text(paper.with_suffix(form))) for form in (".html", ".docx", ".pdf")]
    for finding in list_findings(REF, workspace=workspace):
        for text in shown:
            assert flat(finding.text) in text
            assert re.search(rf"{finding.x}of(the)?{finding.n}cases", text)


def test_nothing_that_identifies_a_child_lies_in_clear(told):
    home, said = told
    private = identities(home)
    assert len(private) > 20
    looked_at = 0
    for name, content in readable(home):
        looked_at += 1
        text = content.decode("utf-8", "replace") + name
        found = {word for word in private if re.search(rf"\b{re.escape(word)}\b", text)}
        assert not found, f"{name} holds {len(found)} details"
    assert looked_at > 100
    assert not [word for word in private if re.search(rf"\b{re.escape(word)}\b", said)]


def identities(home: Path) -> set[str]:
    """Return the surnames, NHS numbers and ids of the drawn children, out of the vault."""
    vault = build(read_settings(home)).vault
    people = [
        person
        for number in range(1, 11)
        for person in json.loads(vault.look("case", f"MASH17W10-{number:02d}", why="test") or b"[]")
    ]
    wanted = ("surname", "nhs_number", "child_id", "postcode")
    return {person[name] for person in people for name in wanted if len(person[name]) > 4}


def readable(home: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file but the supplier's export, archives and PDFs unpacked."""
    for path in home.rglob("*"):
        if not path.is_file() or path.name == "contacts.csv":
            continue
        name, content = str(path.relative_to(home)), path.read_bytes()
        if is_zipfile(BytesIO(content)):
            with ZipFile(BytesIO(content)) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member)
        elif path.suffix == ".pdf":
            yield name, "\n".join(p.extract_text() for p in PdfReader(path).pages).encode()
        else:
            yield name, content


def paper_text(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        cells = (c.text for t in Document(str(path)).tables for r in t.rows for c in r.cells)
        return "\n".join(cells)
    return re.sub(r"<[^>]+>", " ", path.read_text()).replace("&#39;", "'")


def flat(text: str) -> str:
    """Return text without its spaces and line breaks, which each format sets in its own way."""
    return re.sub(r"\s+", "", text).replace("\u2019", "'")
