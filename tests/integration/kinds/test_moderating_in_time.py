"""A Section 11 of 26 organisations is moderated in a sitting: few decisions, few pages.

LibreOffice lays the workbook out; pypdf counts its pages.
"""

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from builders import census as c, moderation as mod, workspace as ws
from pypdf import PdfReader

from audits.domain.seeded_chance import Dice
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status
from audits.queries.moderation import list_grades, list_waiting
from audits.steps.cycle.open import open_cycle
from audits.steps.moderation.export import export_moderation
from audits.steps.moderation.import_book import import_moderation
from audits.steps.packs.issue import issue_packs
from audits.steps.progress.analyse import analyse
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.storage import Cycle
from audits.templates import template_of


pytestmark = pytest.mark.slow
REF = "S11-2016"
STANDARDS = 24
SCORES = (("3 - Met", 0.62), ("2 - Mostly met", 0.86), ("1 - Partly met", 0.96), ("0 - Not met", 1))
EVIDENCE = (
    "Safeguarding children policy, edition 6, ratified by the executive on 14 October 2015, "
    "page 11, and the minute of the quality committee of 3 December 2015, item 7"
)
MOST_DECISIONS, MOST_PAGES = 60, 30


def as_boards_answer(unit: str) -> c.Say:
    """Return what one organisation types: mostly met, one line in twenty-five not met."""
    said = c.in_a_standard_way("1 - Partly met")
    seen: dict[str, str] = {}

    def score(texts: Mapping[str, str]) -> str:
        roll = Dice(11, unit, texts["Row reference"].split("-")[-2]).roll()
        return next(label for label, until in SCORES if roll < until)

    def say(texts: dict[str, str], heading: str) -> object:
        typed = said(texts, heading)
        if typed == "1 - Partly met":
            seen[texts["Question"]] = score(texts)
            return seen[texts["Question"]]
        if heading.startswith("Evidence"):
            return EVIDENCE if typed else None
        is_plan = heading in ("What will be done to improve it", "By when")
        is_met = seen.get(texts.get("Question", "")) == "3 - Met"
        return None if is_plan and is_met else typed

    return say


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("in_time") / "home"
    workspace = c.with_organisations(folder)
    assert open_cycle("section_11", workspace=workspace) == REF
    draw_sample(REF, workspace=workspace)
    issue_packs(REF, workspace=workspace)
    ws.send(workspace)
    for unit, pack in c.packs_of(folder, REF).items():
        collect_return(c.fill(pack, as_boards_answer(unit)), f"{unit}.xlsx", workspace=workspace)
    analyse(REF, workspace=workspace, with_what_there_is=True)
    assert cycle_status(REF, workspace=workspace) is CycleStatus.MODERATING
    return folder


@pytest.fixture(scope="module")
def book(home) -> Path:
    return export_moderation(REF, workspace=ws.workspace_of(home, c.JANUARY))


def in_office(book: Path, folder: Path, to: str) -> bytes:
    """Return a workbook as LibreOffice prints it, or saves it with heights of its own."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", to, "--outdir", str(folder / "out"), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    return next((folder / "out").glob(f"*.{to.split(':')[0]}")).read_bytes()


def test_26_organisations_take_at_most_60_decisions(home, book, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(home, tmp_path / "home"), c.JANUARY)
    assert len(list_grades(REF, workspace=workspace)) == 26 * STANDARDS
    filling = mod.Filling(book.read_bytes())
    asked = list(filling.asked("Desk grade"))
    lowest = [row for row in list_grades(REF, workspace=workspace) if row.self_.value == "not_met"]
    assert len(asked) == len(lowest) > 15
    decisions = len(asked) + len(filling.cases)  # one Yes on each organisation's own sheet
    assert decisions <= MOST_DECISIONS
    filling.who("Who gave the desk", "Audit officer")
    for tab, agency, nth in asked:
        filling.write(tab, agency, "Desk grade", "0 - Not met", "The file shows none", nth=nth)
    for tab in filling.cases:
        filling.agree_on(tab, filling.agencies(tab)[0])
    mod.follow_up_lowest(filling)
    done = import_moderation(filling.saved(), workspace=workspace)
    assert (done.problems, done.new) == ((), 26 * STANDARDS + len(asked))
    assert list_waiting(REF, workspace=workspace) == []
    assert analyse(REF, workspace=workspace, with_what_there_is=True)


def test_it_prints_to_at_most_30_pages_with_every_open_question_whole(home, book, tmp_path):
    pages = PdfReader(BytesIO(in_office(book, tmp_path, "pdf"))).pages
    assert 26 < len(pages) <= MOST_PAGES
    printed = " ".join(" ".join(page.extract_text().split()) for page in pages)
    workspace = ws.workspace_of(home, c.JANUARY)
    with workspace.open_view() as view:
        template = template_of(view.get(Cycle, REF).template)
    asked = {row.question for row in list_grades(REF, workspace=workspace)
             if row.self_.value == "not_met"}  # fmt: skip
    for question in (each for each in template.questions if each.id in asked):
        assert question.asks in printed


def test_every_row_is_as_high_as_its_words_need(book, tmp_path):
    """Heights that Excel takes as they are written, beside those that LibreOffice works out."""
    ours = openpyxl.load_workbook(book)
    theirs = openpyxl.load_workbook(BytesIO(in_office(book, tmp_path, "xlsx")))
    checked, cut = 0, []
    for sheet in ours.worksheets[:-1]:  # the last is hidden
        merged = {span.min_row for span in sheet.merged_cells.ranges}  # they do not grow
        for row in range(4, sheet.max_row + 1):
            needed = theirs[sheet.title].row_dimensions[row].height or 15
            written = sheet.row_dimensions[row].height or 15
            checked += 1
            if written < needed - 2 and row not in merged:
                cut.append((sheet.title, row, written, needed))
    assert checked > 500
    assert cut == []


def test_tabs_carry_the_names_of_organisations(book):
    names = openpyxl.load_workbook(book).sheetnames
    assert names[0] == "Start here"
    assert {"Adult Social Care", "Police", "District North"} <= set(names)
    assert not [name for name in names if name.startswith("S11")]
