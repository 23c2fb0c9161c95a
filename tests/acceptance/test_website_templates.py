"""A template by clicking: downloaded, changed in Excel, refused by cell, tried, and kept.

With JavaScript each page is looked at on the way, on a telephone.
"""

from pathlib import Path

import pytest
from builders import workspace as ws
from builders.for_everybody import Looker
from builders.web_board import a_board
from builders.web_people import CHROMIUM, a_browser, enter
from openpyxl import load_workbook

from audits.domain.permissions import Role
from audits.storage import Cycle


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
CHOOSE = "The workbook in which the template was changed"
WEEKLY = "MASH weekly dip sample"
TELEPHONE = {"width": 320, "height": 640}


def change(path: Path, sheet: str, instead: dict[object, object], *, to: Path) -> Path:
    """Write a workbook again, with other texts in cells that hold these."""
    book = load_workbook(path)
    for row in book[sheet].iter_rows():
        for cell in row:
            if cell.value in instead and cell.column > 1:
                cell.value = instead[cell.value]
    book.save(to)
    return to


def raise_version(path: Path) -> None:
    book = load_workbook(path)
    for row in book["Audit"].iter_rows():
        if str(row[0].value).startswith("Version"):
            row[1].value = int(row[1].value) + 1
    book.save(path)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_new_version_is_looked_at_tried_and_kept_by_clicking(tmp_path, scripts):
    home = ws.loaded(tmp_path / "home")
    with a_board(home) as board, a_browser() as browser:
        settings = {"java_script_enabled": scripts, "viewport": TELEPHONE}
        person = enter(browser, board.address, Role.BUSINESS_UNIT, board.workspace, **settings)
        officer = Looker(person.page, board.address, scripts)
        officer.go("/admin")
        officer.follow("Templates: what each audit asks")
        officer.looks("the list")
        file = officer.fetch(f"Download {WEEKLY} as Excel", tmp_path)
        officer.follow(WEEKLY)
        officer.sees("Was consent sought and recorded")
        officer.choose("Agency", "health")
        officer.press("Show")
        officer.sees("What the answers mean")
        wrong = change(file, "Questions", {"history": "histroy"}, to=tmp_path / "wrong.xlsx")
        officer.follow("Take in a new version")
        officer.press("See what is read")
        officer.sees("Choose the workbook in which the template was changed.")
        officer.put(CHOOSE, wrong)
        officer.press("See what is read")
        officer.page.wait_for_url("**/admin/templates/read/**")
        officer.sees("no core question 'histroy'. Did you mean 'history'?")
        raise_version(file)
        officer.follow("Choose another file")
        officer.put(CHOOSE, file)
        officer.press("See what is read")
        officer.page.wait_for_url("**/admin/templates/read/**")
        read = officer.page.url
        officer.sees("Every question stays comparable with what was asked before.")
        officer.follow("Read it as its agency will see it")
        officer.looks("what was sent, as its agency will see it")
        officer.page.goto(read)
        officer.press("Try it on made-up answers")
        officer.page.wait_for_url("**/admin/templates/tried/**")
        officer.sees("Every case and every answer here is made up.")
        pack = officer.fetch("Download the pack that an agency would get", tmp_path)
        assert load_workbook(pack).sheetnames
        officer.page.goto(read)
        officer.press("Keep this template")
        officer.page.wait_for_url("**/admin/templates/mash_weekly**")
        officer.sees("Version 3")

    assert board.workspace.template("mash_weekly").version == 3
    with board.workspace.open_view() as view:
        assert view.count(Cycle) == 0
