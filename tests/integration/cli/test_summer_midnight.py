"""What a person reads at five past midnight in summer is England's day, never UTC's."""

import io
from datetime import date

import msoffcrypto
import pytest
from builders import summer_midnight as summer, workspace as ws
from builders.cli import runner
from builders.rendered import text_of_html, text_of_pdf, text_of_word
from builders.typed import commands

from audits.demo import make_contacts
from audits.register import Source
from audits.reporting import make_matching_report
from audits.steps.action_packs.write import export_agency, export_agenda, export_list
from audits.steps.packs.show_password import show_password
from audits.steps.papers.make import make_board_paper, make_paper
from audits.steps.papers.make_period import make_period_paper
from audits.steps.sample.load_register import load_register
from audits.steps.sample.verify import write_certificate
from audits.storage import Dispatch


def test_every_command_that_shows_something_is_looked_at():
    takes_json = {
        words
        for words, command in commands().items()
        if any("--json" in param.opts for param in command.params)
    }
    assert takes_json == {*summer.SHOWS, *summer.ACTS}


@pytest.mark.parametrize("words", summer.SHOWS)
def test_no_screen_shows_a_time_that_is_not_englands(words, midnight, names, monkeypatch, capsys):
    audits = runner(midnight, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "400")  # so that no time is broken over two lines
    for typed in summer.SHOWS[words]:
        shown = audits(*words.split()[1:], *(word.format(**names) for word in typed))
        assert shown.code == 0, shown.err
        assert shown.out
        assert summer.machine_times(shown.out) == []
        assert summer.machine_days(shown.out) == []


def test_what_happened_shows_as_englands_time(midnight, names, monkeypatch, capsys):
    audits = runner(midnight, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "400")
    assert "1 July 2017, 00:05" in audits("return", "list", ws.REF).out
    assert "1 July 2017, 00:05" in audits("dispatch", "list").out
    assert "1 July 2017" in audits("action", "show", names["action"]).out
    assert " (1 July 2017)" in audits("trail", "verify").out


def test_no_letter_gives_a_time_that_is_not_englands(midnight):
    with summer.midnight_of(midnight).open_view() as view:
        letters = view.all(Dispatch)
    assert len({letter.purpose for letter in letters}) > 5
    for letter in letters:
        said = f"{letter.subject}\n{letter.body}\n{letter.reason}\n{letter.attachments}"
        assert summer.machine_times(said) == [], letter.key


def test_no_file_in_an_outbox_gives_a_time_that_is_not_englands(midnight):
    workspace = summer.midnight_of(midnight)
    letters = sorted((midnight / "outbox").rglob("*.txt"))
    assert letters
    for letter in letters:
        assert summer.machine_times(letter.read_text("utf-8")) == [], letter.name
    for unit in ws.UNITS:
        password = show_password(ws.REF, unit, why="Asked for", workspace=workspace)
        keys = (midnight / "outbox" / unit / f"{ws.REF}-{unit}-key-list.xlsx").read_bytes()
        shown = "\n".join(summer.texts_of_book(unlocked(keys, password)))
        assert "NHS number" in shown
        assert summer.machine_times(shown) == []


def test_no_workbook_gives_a_time_that_is_not_englands(midnight):
    workspace = summer.midnight_of(midnight)
    written = [path.read_bytes() for path in sorted(midnight.glob("*.xlsx"))]  # of moderation
    packs = [*(midnight / "outbox").rglob("*pack*.xlsx"), *(midnight / "outbox").rglob("act*.xlsx")]
    written += [path.read_bytes() for path in sorted(packs)]
    written += [export_agency("police", workspace=workspace)[1], export_list(workspace=workspace)]
    written.append(export_agenda(date(2017, 7, 18), workspace=workspace)[1])
    export = Source("contacts.csv", make_contacts(until=ws.THURSDAY, contacts=300))
    loaded = load_register([export], name="mash_contacts", workspace=workspace, dry_run=True)
    written.append(make_matching_report(loaded.report.as_json("mash_contacts"), format="xlsx"))
    assert len(written) > 12
    for book in written:
        assert summer.machine_times("\n".join(summer.texts_of_book(book))) == []


def test_the_plan_in_excel_says_when_an_action_was_completed_in_england(midnight):
    shown = "\n".join(summer.texts_of_book(export_list(workspace=summer.midnight_of(midnight))))
    assert "2017-07-01" in shown  # a cell that holds a day is shown as one by Excel


@pytest.mark.parametrize(
    ("format", "text_of"), [("html", text_of_html), ("docx", text_of_word), ("pdf", text_of_pdf)]
)
def test_no_paper_gives_a_time_that_is_not_englands(midnight, format, text_of):
    workspace = summer.midnight_of(midnight)
    papers = [
        *make_paper(ws.REF, workspace=workspace, format=format),
        *make_period_paper("mash_month", "2017-03", workspace=workspace, format=format),
        *make_period_paper("mash_quarter", "2017-Q1", workspace=workspace, format=format),
        make_board_paper("actions", workspace=workspace, format=format),
        make_board_paper("board", workspace=workspace, year="2017/18", format=format),
        make_board_paper("annual", workspace=workspace, year="2017/18", format=format),
    ]
    texts = {path.name: text_of(path.read_bytes()) for path in papers}
    assert all("1 July 2017" in text for name, text in texts.items() if "annual" not in name)
    for name, text in texts.items():
        assert summer.machine_times(text) == [], name


def test_no_certificate_gives_a_time_that_is_not_englands(midnight):
    certificate = write_certificate(ws.REF, workspace=summer.midnight_of(midnight))
    assert summer.machine_times(certificate.read_text("utf-8")) == []
    assert summer.machine_times(text_of_pdf(certificate.with_suffix(".pdf").read_bytes())) == []


def unlocked(data: bytes, password: str) -> bytes:
    """Return a workbook without its password."""
    locked = msoffcrypto.OfficeFile(io.BytesIO(data))
    locked.load_key(password=password)
    opened = io.BytesIO()
    locked.decrypt(opened)
    return opened.getvalue()
