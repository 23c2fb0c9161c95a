"""A unit's feedback sheet on its pages: once agreed, its own alone, the same as the command's."""

import re
from collections import Counter

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import signed_in

from audits.domain.errors import NotFoundError
from audits.domain.permissions import Role
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make_feedback import make_feedback
from audits.storage import AnswerRow
from audits.web import make_app


SHEETS = "/units/police/feedback"
SHEET = f"{SHEETS}/{ws.REF}"
MOST = 60  # statements: what all papers of an audit are made of, read once


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("feedback") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    return workspace


def test_a_unit_reads_its_sheet_once_the_findings_are_agreed(workspace):
    app = make_app(workspace)
    lead, reader = signed_in(app, Role.AGENCY_LEAD), signed_in(app, Role.READER)
    assert "There is no sheet yet" in lead.get(SHEETS).text
    assert lead.get(SHEET).status_code == 404

    sign_off(ws.REF, workspace=workspace, minute="QEG, 9 March", why="All is in")
    assert f'href="{SHEET}"' in lead.get(SHEETS).text
    with counted() as statements:
        page = lead.get(SHEET)
    assert len(statements) <= MOST
    words = re.sub(r"<[^>]*>", " ", page.text.partition("<main")[2])
    assert "For Police in the Fenmere MASH alone" in words
    assert "Health in the" not in words
    assert "Social care in the" not in words

    with workspace.open_view() as view:
        own = view.all(AnswerRow, AnswerRow.unit == "police", AnswerRow.current)
    given = Counter((row.question, row.value) for row in own)
    ways = Counter(question for question, _ in given)
    checked = 0
    for (question, value), count in given.items():
        if value in ("yes", "partly", "no") and ways[question] > 1:
            assert f"{value.capitalize()}: {count}" in words, (question, value)
            checked += 1
    assert checked

    assert lead.get(f"{SHEET}/sheet.pdf").content.startswith(b"%PDF")
    assert lead.get(f"{SHEET}/sheet.docx").content.startswith(b"PK")
    assert lead.get(f"{SHEET}/sheet.exe").status_code in (404, 422)
    assert lead.get(f"/units/health/feedback/{ws.REF}").status_code == 404
    assert signed_in(app, Role.BUSINESS_UNIT).get(SHEET).status_code == 200
    assert reader.get(SHEET).status_code == 403


def test_the_command_writes_a_sheet_for_each_unit_that_answered_or_for_one(workspace):
    paths = make_feedback(ws.REF, workspace=workspace, format="html")
    assert [path.name for path in paths] == [
        f"{ws.REF}-feedback-{unit}.html" for unit in sorted(ws.UNITS)
    ]
    titles = {path.read_text("utf-8").partition("</h1>")[0] for path in paths}
    assert len(titles) == len(paths)
    (one,) = make_feedback(ws.REF, unit="police", workspace=workspace, format="docx")
    assert one.suffix == ".docx"
    with pytest.raises(NotFoundError, match="nobody has no answers"):
        make_feedback(ws.REF, unit="nobody", workspace=workspace, format="html")
