"""What identifies a child is masked at every door: nothing of it is stored, sent or shown."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from audits.domain.pack import CONCERN
from audits.masking import MASK
from audits.queries.concerns import list_concerns
from audits.queries.returns import list_answers
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.external_audits import Promise, log_external
from audits.steps.actions.import_plan import import_actions
from audits.steps.actions.keep_evidence import EvidenceFile
from audits.steps.findings.word import reword_finding
from audits.steps.learning.import_survey import import_survey
from audits.steps.learning.record import need_training, raise_challenge, record_sharing
from audits.steps.progress.analyse import analyse
from audits.steps.returns.allow import extend_return
from audits.steps.returns.collect import collect_return
from audits.steps.returns.concerns import acknowledge_concern
from audits.storage import Case, FindingRow
from audits.workspace import Workspace


MARK = "Kanarienvogel"  # finds again what was written at a door


@pytest.fixture
def home(answered, tmp_path) -> Path:
    return ws.copy_of(answered, tmp_path / "home")


@pytest.fixture
def workspace(home) -> Workspace:
    return ws.workspace_of(home)


@pytest.fixture
def child(workspace) -> dict[str, str]:
    """Return a drawn child as the vault knows it, with what else the family's entry holds."""
    with workspace.open_view() as view:
        refs = [case.ref for case in view.all(Case, Case.cycle == ws.REF, order_by=Case.number)]
    people = [json.loads(workspace.vault.look("case", ref, "a test") or b"[]") for ref in refs]
    person = next(each[0] for each in people if each and each[0]["born"] and each[0]["forename"])
    return dict(person)


def secrets(child: dict[str, str]) -> list[str]:
    born = date.fromisoformat(child["born"])
    digits = child["nhs_number"].replace(" ", "")
    return [
        f"{child['forename']}'s", child["child_id"], f"{born.day}.{born.month}.{born:%y}",
        f"{digits[:3]} {digits[3:6]} {digits[6:]}", "+44 (0)7700 900123",
    ]  # fmt: skip


def told(child: dict[str, str]) -> str:
    return f"{MARK} says {', then '.join(secrets(child))} and so on"


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def with_notes(data: bytes, text: str) -> bytes:
    """Return a filled pack with a text in every open note, in a concern and in a comment."""
    book, file = load_workbook(BytesIO(data)), BytesIO()
    pack = next(s for s in book.worksheets if "Row reference" in str(s["A3"].value))
    for column in pack.iter_cols(min_row=3, max_row=14):
        heading = str(column[0].value)
        if "oncern" in heading or "vidence" in heading or "ote" in heading:
            column[1].value = text
    pack["B5"].comment = Comment(text, "somebody")
    book.save(file)
    return file.getvalue()


def stored_texts(home: Path) -> Iterator[str]:
    """Yield every text in the database and in every workbook and letter that went out."""
    database = sqlite3.connect(home / "audits.db")
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 -- its own tables
            yield from (value for value in row if isinstance(value, str))
    for path in (home / "outbox").rglob("*"):
        if path.suffix == ".xlsx" and "key-list" not in path.name:
            book = load_workbook(path)
            cells = (cell.value for s in book.worksheets for row in s.iter_rows() for cell in row)
            yield from (value for value in cells if isinstance(value, str))
        elif path.is_file() and path.suffix in {".txt", ".html", ".eml"}:
            yield path.read_text(encoding="utf-8", errors="replace")


def kept(home: Path) -> list[str]:
    return [text for text in stored_texts(home) if MARK in text]


def check_masked(texts: list[str], child: dict[str, str]) -> None:
    for text in texts:
        assert MASK in text or "\\u" in text
        assert not [each for each in secrets(child) if each in text]
        assert child["forename"].casefold() not in text.casefold()


def test_a_return_leaves_nothing_of_a_child_in_answers_queries_or_what_is_sent(
    home, workspace, child
):
    data = with_notes((home / "inbox" / "police.xlsx").read_bytes(), told(child))
    collect_return(data, "police.xlsx", workspace=workspace)
    for concern in list_concerns(workspace=workspace):
        acknowledge_concern(concern.id, by="the manager", done=told(child), workspace=workspace)
    ws.send(workspace)
    texts = kept(home)
    assert len(texts) >= 3
    check_masked(texts, child)
    shown = [row.note for row in list_answers(ws.REF, workspace=workspace) if MARK in str(row.note)]
    check_masked(shown, child)
    assert CONCERN.id in {row.question for row in list_answers(ws.REF, workspace=workspace)}


def test_what_officers_type_or_bring_in_is_masked_too(home, workspace, child):
    text, until = told(child), date(2017, 3, 30)
    extend_return(ws.REF, "police", until=until, why=text, workspace=workspace)
    action = add_action(
        text, owner="police", due=until, measure=text, source=ws.REF, workspace=workspace
    )
    file = EvidenceFile(b"%PDF-1.4 minutes", "pdf", text)
    change = Change(text, evidence=text, reason=text, files=(file,))
    update_action(action, text=text, change=change, workspace=workspace)
    import_actions(
        sheet(("Action", "Owner", "Due", "Measure"), (text, "police", until, text)),
        source=ws.REF, workspace=workspace,
    )  # fmt: skip
    import_survey(
        ws.REF,
        sheet(("Question", "Answer", "Count"), (text, text, 12)),
        survey="s",
        workspace=workspace,
    )
    record_sharing("voice", shared_with="schools", how=text, workspace=workspace)
    need_training("voice", text=text, audience="all", workspace=workspace)
    raise_challenge(text, raised_by="police", put_to="health", workspace=workspace)
    log_external(
        text,
        kind="review",
        made_by="the peer",
        made_on=date(2017, 3, 1),
        result=text,
        workspace=workspace,
        actions=(Promise("police", until + timedelta(days=9), text),),
    )
    texts = kept(home)
    assert len(texts) >= 14
    check_masked(texts, child)


def test_qegs_words_for_a_finding_are_masked_in_the_finding_and_in_the_trail(
    home, workspace, child
):
    ws.collect(workspace)
    why = "The panel meets tomorrow."
    assert analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision=why)
    with workspace.open_view() as view:
        finding = view.all(FindingRow, FindingRow.cycle == ws.REF, order_by=FindingRow.number)[0].id
    words = f"{MARK}: {child['forename']} was not asked."
    reword_finding(ws.REF, finding, text=words, why=words, workspace=workspace)
    texts = kept(home)
    assert len(texts) >= 3
    check_masked(texts, child)
