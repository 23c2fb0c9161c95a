"""A partnership of 2026 runs an audit, and nobody reads a word of the boards of 2016."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import typer
from builders import moderation as mod, summer_midnight as summer, workspace as ws
from builders.cli import runner
from builders.rendered import text_of_pdf
from builders.web_pages import pages_of_the_site
from docx import Document

from audits.cli import COMMANDS, NOUNS, make_app
from audits.demo import fill_clean, make_truth
from audits.queries.dispatches import list_dispatches
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.action_packs.send import send_action_books
from audits.steps.action_packs.write import export_agenda
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.packs.issue import issue_packs
from audits.steps.papers.make import make_board_paper, make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.returns.chase import chase
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import ActionRow, Dispatch, FindingRow, ReturnFile
from audits.templates import freeze, load_templates, text_on, worded
from audits.templates.partnership import profile_file, read_partnership
from audits.web import make_app as make_site
from audits.workspace import Workspace


DAY = date(2026, 11, 5)
START = datetime(2026, 11, 5, 10, tzinfo=UTC)
KIND, REF = "domestic_abuse", "DA-2026"
OF_2016 = re.compile(r"\b(QEG|LSCB|CCG|2015|Quality and Effectiveness|[Bb]oards?)\b")
IN_BRACES = re.compile(r"\{[a-z_]+\}")  # a name that nobody has filled in
CODES = re.compile(r"\b[a-z]+_[a-z_]+\b|\{[a-z_]+\}")
# Addresses and files' names are written so; the trail says what was done to which row.
NO_CODE = re.compile(r"\S+@\S+|\S+\.(?:pdf|docx|html|xlsx)\b|\S+/\S+")
KINDS = sorted(load_templates(profile_file("lscb_2016").parents[1]))
# Every command that shows what is kept, as it is typed; {x} is one of what is there.
OF_A_CYCLE = ("cycle show", "sample verify", "sample spot-check", "return known", "return answers",
              "return certificates",
              "moderate show", "moderate list", "moderate summary", "finding list",
              "finding log")  # fmt: skip
SHOWS: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys((
        "status", "verify", "template list", "agency list", "register list", "cycle list",
        "user list", "concern list", "return requests", "action list",
        "action bring-forward", "learning themes", "learning why",
        "learning challenges", "trail verify", "trail export", "vault looks", "external list",
        "board list", "hold list", "retention list", "retention certificates",
    ), ((),)),
    **dict.fromkeys(OF_A_CYCLE, ((REF,),)),
    "template show": tuple((kind,) for kind in KINDS),
    "template history": tuple((kind,) for kind in KINDS),
    "agency confirm": ((REF, "--look"),),
    "cycle calendar": (("2026/27",),),
    "unit links": (("police",),),
    "dispatch list": ((), (REF,)),
    "dispatch show": (("{dispatch}",),),
    "return list": ((), (REF,), (REF, "--units")),
    "return show": (("{return}",),),
    "return queries": ((), (REF,), ("--all",)),
    "concern show": (("1", "--why", "Asked for"),),
    "finding show": ((REF, "{finding}"),),
    "action show": (("{action}",),),
    "learning training": (("--all",),),
}  # fmt: skip
REFUSED = {"sample spot-check": 2, "concern show": 2}  # nothing of the kind is in this audit
AGENCIES = ("social_care", "police", "health", "education", "probation", "youth_offending",
            "early_help")  # fmt: skip


def agencies() -> bytes:
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy,quality_group"]
    for each in AGENCIES:
        name, email = each.replace("_", " ").capitalize(), f"{each.replace('_', '-')}@ours.example"
        lines.append(f"{each},{name},{each},{name},A lead,{email},lead,no,")
    office = "partnership,The Partnership,business_unit,Business unit"
    lines.append(f"{office},A Manager,unit@ours.example,manager,no,")
    lines.append(f"{office},A Chair,chair@ours.example,chair,no,chair")
    lines.append(f"{office},A Scrutineer,scrutineer@ours.example,scrutineer,no,scrutineer")
    for seat in AGENCIES[:3]:
        name = seat.replace("_", " ")
        lines.append(f"{office},Of {name},{seat}-member@ours.example,member,no,{seat}")
    return "\n".join(lines).encode()


def assessments() -> bytes:
    lines = ["Child Unique ID,Assessment start date,Factors,Date of birth,Family ID"]
    for n in range(60):
        day, factors = DAY - timedelta(days=5 * n), ("3A", "3B 16A", "11A", "10A 11A", "24A")
        born = f"01/03/{2010 + n % 15}"
        lines.append(f"C{n:04},{day:%d/%m/%Y},{factors[n % 5]},{born},F{n:04}")
    return "\n".join(lines).encode()


def later(workspace: Workspace, days: int) -> Workspace:
    now = workspace.clock() + timedelta(days=days)
    return replace(workspace, clock=ws.Clock(now))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Return a workspace of 2026 after a whole audit, chased on its way, and its action plan."""
    home = tmp_path_factory.mktemp("partnership") / "home"
    init_workspace(home, "partnership_2026")
    workspace = ws.workspace_of(home, START)
    import_agencies(agencies(), workspace=workspace)
    load_register([Source("a.csv", assessments())], name="assessments", workspace=workspace)
    assert open_cycle(KIND, DAY, workspace=workspace) == REF
    cases = [case["case"] for case in draw_sample(REF, workspace=workspace)["cases"]]
    approve_draw(REF, workspace=workspace, decision="as drawn")
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    for days in (16, 23, 30, 37, 44, 60):  # past each rung: the unit, a deputy, a member, the chair
        chase(workspace=later(workspace, days))
        ws.send(later(workspace, days))
    workspace = later(workspace, 61)
    truth = make_truth(cases, workspace.template(KIND).questions)
    for pack in sorted((home / "outbox").glob(f"*/{REF}-*-pack-1.xlsx")):
        filled = fill_clean(pack.read_bytes(), truth)
        (home / "inbox" / f"{pack.parent.name}.xlsx").write_bytes(filled)
    ws.collect(workspace)
    analyse(REF, workspace=workspace)
    mod.agree_grades(home.parent, workspace, REF)
    mod.agree_facts(REF, workspace)
    sign_off(REF, workspace=workspace, minute="Minute 4")
    publish(REF, workspace=workspace)
    for format in ("html", "docx", "pdf"):
        make_paper(REF, workspace=workspace, format=format)
        make_board_paper("actions", workspace=workspace, format=format)
        for name in ("board", "annual"):
            make_board_paper(name, workspace=workspace, format=format, year="2026/27")
    send_action_books(workspace=workspace, confirmed="A Manager")
    for days in (120, 200, 300):
        chase_actions(workspace=later(workspace, days))
    meeting = workspace.today() + timedelta(days=310)
    add_meeting(meeting, workspace=workspace)
    (home / "agenda.xlsx").write_bytes(export_agenda(meeting, workspace=later(workspace, 300))[1])
    ws.send(later(workspace, 300))
    return home


def cells(data: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        yield sheet.title
        yield from (cell.value for row in sheet for cell in row if isinstance(cell.value, str))
    yield from (str(book.properties.creator), str(book.properties.title))


def text_of(path: Path) -> str:
    """Return all that a reader of a file can read; a key list opens with its password alone."""
    data = path.read_bytes()
    match path.suffix:
        case ".xlsx" if zipfile.is_zipfile(path):
            return "\n".join(cells(data))
        case ".docx":
            return "\n".join(Document(io.BytesIO(data)).element.itertext())
        case ".pdf":
            return text_of_pdf(data)
        case ".html" | ".txt":
            return re.sub(r"data:[^\"]+", "", path.read_text(encoding="utf-8"))
    return ""


def found_in(text: str) -> list[str]:
    text = text.replace("QEG panel of 14 March", "")  # what the panel of the builder types
    text = re.sub(r"integrated\s+care\s+board", "", text)  # its name in law
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in OF_2016.finditer(text)]


def test_no_letter_pack_or_paper_says_a_word_of_2016(home):
    files = [*(home / "outbox").rglob("*.*"), *(home / "papers").rglob("*.*"), home / "agenda.xlsx"]
    read = {path: text_of(path) for path in files if path.is_file()}
    assert {path.suffix for path, text in read.items() if text} >= {
        ".txt", ".xlsx", ".html", ".docx", ".pdf",
    }  # fmt: skip
    assert {path.name: found_in(text) for path, text in read.items() if found_in(text)} == {}


def test_every_letter_is_written_in_the_names_of_2026(home):
    workspace = ws.workspace_of(home)
    purposes = {row.purpose for row in list_dispatches(workspace=workspace)}
    assert purposes >= {
        "pack", "reminder", "escalation", "receipt", "draft-findings", "commitment",
        "action-workbook", "action-escalation",
    }  # fmt: skip
    with workspace.open_view() as view:
        letters = {row.key: f"{row.subject}\n{row.body}" for row in view.all(Dispatch)}
    assert {key: found_in(text) for key, text in letters.items() if found_in(text)} == {}
    said = "\n".join(letters.values())
    assert "the partnership's Quality Assurance Group" in said
    assert "Safeguarding Children Partnership" in said


def test_papers_name_the_quality_group_and_the_law_of_2026(home):
    papers = [text_of(path) for path in (home / "papers").rglob("*.html")]
    said = "\n".join(papers)
    assert "agreed by QAG" in said
    assert "For QAG." in said
    assert "Section 16H" in said


def test_no_help_text_speaks_of_a_board():
    command = typer.main.get_command(make_app(*COMMANDS, *NOUNS))
    texts = dict(helps(command, ()))
    assert len(texts) > 100
    assert {words: found_in(text) for words, text in texts.items() if found_in(text)} == {}


def helps(command, words) -> Iterator[tuple[tuple[str, ...], str]]:
    options = [getattr(each, "help", None) or "" for each in command.params]
    yield words, "\n".join((command.help or "", *options))
    for name, each in getattr(command, "commands", {}).items():
        yield from helps(each, (*words, name))


def test_every_command_that_shows_something_is_looked_at():
    assert set(SHOWS) == {words.removeprefix("audits ") for words in summer.SHOWS}


@pytest.mark.parametrize("words", SHOWS)
def test_no_screen_says_a_word_of_2016(words, home, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "400")
    with ws.workspace_of(home).open_view() as view:
        names = {
            "dispatch": view.all(Dispatch)[0].key, "return": view.all(ReturnFile)[0].id,
            "finding": view.all(FindingRow)[0].id, "action": view.all(ActionRow)[0].id,
        }  # fmt: skip
    for typed in SHOWS[words]:
        shown = audits(*words.split(), *(word.format(**names) for word in typed))
        assert found_in(shown.out + shown.err) == []
        assert IN_BRACES.findall(shown.out) == []
        assert shown.code == REFUSED.get(words, 0)


def test_no_file_of_settings_says_a_word_of_2016(home):
    for name in ("audits.toml", "partnership.toml"):
        assert found_in((home / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_workbook_of_a_template_says_a_word_of_2016(kind, home, tmp_path, monkeypatch, capsys):
    audits = runner(home, monkeypatch, capsys)
    assert audits("template", "to-excel", kind, "--to", str(tmp_path / "kind.xlsx")).code == 0
    text = text_of(tmp_path / "kind.xlsx")
    assert kind in text
    assert found_in(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_audit_asks_in_words_of_2016(kind):
    names = read_partnership(profile_file("partnership_2026"))
    template = load_templates(profile_file("lscb_2016").parents[1])[kind]
    asked = worded(template, names.words_on(DAY))
    read = freeze(asked.model_copy(update={"law": ()}))
    law = text_on(template.law, DAY) if template.law else ""
    assert found_in(f"{read}\n{law}") == []


@pytest.fixture(scope="module")
def site(home) -> dict[str, str]:
    """Return every page of the website, as somebody of each role reads it."""
    here = {"ref": REF, "unit": "police", "paper": "audit_report"}
    return pages_of_the_site(make_site(later(ws.workspace_of(home, START), 61)), here)


def test_no_page_of_the_website_says_a_word_of_2016(site):
    assert {path: found_in(text) for path, text in site.items() if found_in(text)} == {}


def test_no_page_of_the_website_shows_a_code(site):
    """Officers read words: nothing that only programs write, and no name that nobody filled in.

    The trail says what was done to which row, as it is kept; a unit's code is given to it there.
    """
    shown = {
        path: CODES.findall(NO_CODE.sub("", text))
        for path, text in site.items()
        if not re.search(r" /admin/(?:trail|add-unit|units/)", path)
    }
    assert {path: codes for path, codes in shown.items() if codes} == {}
