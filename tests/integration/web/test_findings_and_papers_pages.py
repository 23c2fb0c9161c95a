"""Findings and papers on their pages: agreed, made, signed, released, and read by anybody."""

import re

import pytest
from builders import workspace as ws
from builders.statements import counted
from builders.web_pages import send, signed_in

from audits.domain.permissions import Role
from audits.queries.cycles import cycle_status
from audits.queries.finding import describe_finding
from audits.queries.findings import list_findings
from audits.queries.trail import list_trail
from audits.web import make_app


FINDINGS, PAPERS = f"/audits/{ws.REF}/findings", f"/audits/{ws.REF}/papers"
MOST = 10  # statements a page


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = ws.loaded(tmp_path_factory.mktemp("findings") / "home", contacts=1500)
    workspace = ws.workspace_of(home)
    ws.issue(workspace)
    ws.send(workspace)
    ws.answer(home)
    ws.collect_until_complete(home, workspace)
    ws.take_up_concerns(workspace)
    return make_app(workspace)


def statements_of(browser, path):
    browser.get(path)
    with counted() as statements:
        answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return len([each for each in statements if not each.startswith("BEGIN")])


def test_from_findings_to_a_paper_that_anybody_reads(app):
    workspace = app.state.site.workspace
    findings = list_findings(ws.REF, workspace=workspace)
    member, reader = signed_in(app, Role.QEG), signed_in(app, Role.READER)

    page = member.get(FINDINGS)
    assert page.text.count('<svg class="board-range') == len(findings)
    for finding in findings:
        assert finding.id in page.text
    one = member.get(f"{FINDINGS}/{findings[0].id}")
    cells = set(re.findall(r'href="/returns/(R-\w+)">([^<]+), ([A-Z]+\d+)</a>', one.text))
    behind = describe_finding(ws.REF, findings[0].id, workspace=workspace)
    cited = {(each.return_, each.sheet, each.cell) for each in behind.answers if each.cell}
    assert cells >= cited > set()
    assert statements_of(member, FINDINGS) <= MOST
    assert statements_of(member, PAPERS) <= MOST
    assert statements_of(member, f"{FINDINGS}/{findings[0].id}") <= MOST

    fields = {"meeting": "Quality group", "on": "9 March 2017", "minute": "4.2", "why": "Enough."}
    agreed = send(member, FINDINGS, fields)
    assert agreed.headers["location"] == f"{FINDINGS}?done=agreed&about={ws.REF}"
    assert cycle_status(ws.REF, workspace=workspace) == "agreed"

    correct = f"{FINDINGS}/correct"
    no = send(member, correct, {**fields, "minute": "4.3", "why": ""}, shown_at=FINDINGS)
    assert no.status_code == 422
    assert 'value="4.3"' in no.text
    better = {**fields, "minute": "4.3", "why": "The minute was another"}
    assert send(member, correct, better, shown_at=FINDINGS).status_code == 303
    page = member.get(FINDINGS).text
    assert "minute 4.3." in page
    assert 'value="9 March 2017"' in page
    (line,) = [
        line for line in list_trail(workspace=workspace) if line.verb == "sign-off corrected"
    ]
    assert line.facts["before"]["minute"] == "4.2"
    assert line.why == "The minute was another"
    assert statements_of(member, FINDINGS) <= MOST

    assert send(member, PAPERS, {"format": "pdf"}).status_code == 303
    (file,) = re.findall(rf'href="(/papers/made/{ws.REF}/[^"]+)"', member.get(PAPERS).text)
    kept = member.get(file)
    assert kept.content.startswith(b"%PDF")
    assert kept.headers["content-disposition"].startswith("attachment;")
    assert reader.get(file).status_code == 403

    assert send(member, f"{PAPERS}/release", shown_at=PAPERS).status_code == 303
    published = file.replace("/papers/made", "/papers")
    assert reader.get(published).status_code == 404, "it is not for everybody"
    assert "No public paper is released yet." in reader.get("/papers").text


@pytest.mark.parametrize("file", ["..%2F..%2Faudits.toml", "audits.toml", "%2e%2e%2fvault.key"])
def test_no_other_file_leaves_by_a_papers_address(app, file):
    member = signed_in(app, Role.ADMINISTRATOR)
    for address in (f"/papers/made/{ws.REF}/{file}", f"/papers/{ws.REF}/{file}"):
        assert member.get(address).status_code in (404, 422), address
