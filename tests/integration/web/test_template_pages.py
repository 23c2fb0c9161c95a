"""Templates by their pages: read as an agency sees them, a new version looked at, tried, kept."""

import html
import re
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.cli import runner
from builders.hostile import HOSTILE
from builders.statements import counted
from builders.web_pages import came_to, send, signed_in
from openpyxl import load_workbook

from audits.demo import make_agencies
from audits.domain.permissions import Role
from audits.queries.template_trial import try_template
from audits.queries.trail import list_trail
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.storage import Cycle, FindingRow, IssuedPack
from audits.templates import load_template
from audits.web import make_app


SHIPPED = Path(__file__).parents[3] / "audit_templates"
KIND = "mash_weekly"
MOST = 10  # statements a page


@pytest.fixture
def home(tmp_path):
    init_workspace(tmp_path / "home")
    import_agencies(make_agencies(), workspace=ws.workspace_of(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def workspace(home):
    return ws.workspace_of(home)


@pytest.fixture
def officer(workspace):
    return signed_in(make_app(workspace), Role.BUSINESS_UNIT)


def workbook(browser, kind=KIND):
    return browser.get(f"/admin/templates/{kind}/export").content


def changed(data, changes):
    """Return a workbook with each cell of a sheet that holds one text holding another instead."""
    book = load_workbook(BytesIO(data))
    for (sheet, text), instead in changes.items():
        cell = next(c for row in book[sheet].iter_rows() for c in row if c.value == text)
        cell.value = instead
    return saved(book)


def raised(data, version):
    """Return a template's workbook with another version."""
    book = load_workbook(BytesIO(data))
    for row in book["Audit"].iter_rows():
        if row[-1].value == "version" or "version" in [cell.value for cell in row]:
            row[1].value = version
    return saved(book)


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(browser, data, name="changed.xlsx"):
    """Choose a workbook, and return the page that says what was read."""
    return came_to(browser, send(browser, "/admin/templates/new", files={"file": (name, data)}))


def press(browser, page, what):
    path = page.url.path
    return came_to(browser, send(browser, f"{path}/{what}", shown_at=path))


def refusals_in(page):
    listed = re.search(r'<ul class="govuk-list govuk-list--bullet">(.*?)</ul>', page.text, re.S)
    return [html.unescape(line) for line in re.findall(r"<li>(.*?)</li>", listed[1], re.S)]


def questions_in(page):
    return [html.unescape(asks) for asks in re.findall(r"<li><strong>(.*?)</strong>", page.text)]


def test_a_template_is_read_as_the_pack_asks_it(workspace, officer):
    """What the page asks is what the workbook that an agency would get asks, in its order."""
    for kind, agency in ((KIND, "health"), ("thresholds", "police"), ("section_11", "")):
        page = officer.get(f"/admin/templates/{kind}?agency={agency}")
        asked = questions_in(page)
        template = load_template(SHIPPED / f"{kind}.yaml")
        own = [q.asks for q in template.questions if not agency or q.is_for(agency)]
        named = [asks for asks in asked if asks in own]
        assert [asks for asks in own if "{" not in asks] == [a for a in named if "{" not in a]
        assert "{" not in "".join(asked), "names of groups are filled in"
        choices = {
            choice.means for q in template.questions if q.scale for choice in q.scale.choices
        }
        text = html.unescape(page.text)
        assert all(means in text for means in choices if "{" not in means)


def test_the_list_names_each_kind_with_the_versions_that_audits_asked(workspace, officer):
    open_cycle("section_11", workspace=workspace, on=ws.THURSDAY)
    page = officer.get("/admin/templates").text
    for path in SHIPPED.glob("*.yaml"):
        template = load_template(path)
        assert f"/admin/templates/{template.kind}" in page
        assert html.escape(template.title) in page
    version = load_template(SHIPPED / "section_11.yaml").version
    assert f"/admin/templates/section_11?version={version}" in page
    assert officer.get(f"/admin/templates/section_11?version={version}").status_code == 200
    assert officer.get("/admin/templates/section_11?version=77").status_code == 404
    assert officer.get("/admin/templates/nothing").status_code == 404


def test_refusals_by_cell_are_the_commands(home, officer, monkeypatch, capsys, tmp_path):
    data = changed(
        workbook(officer),
        {("Questions", "yes_partly_no"): "yes_partly", ("Questions", "history"): "histroy"},
    )
    page = read(officer, data)
    path = tmp_path / "changed.xlsx"
    path.write_bytes(data)
    audits = runner(home, monkeypatch, capsys)
    typed = audits("template", "from-excel", str(path), "--to", str(tmp_path / "x.yaml"))
    assert typed.code == 2
    assert refusals_in(page) == typed.err.strip().splitlines()
    assert len(refusals_in(page)) > 1
    assert "Keep this template" not in page.text
    refused = officer.post(f"{page.url.path}/keep", data=tokens(page))
    assert refused.status_code == 422
    assert not list((home / "templates").glob("*.yaml"))


def tokens(page):
    return {"form_token": re.search(r'name="form_token" value="(\w+)"', page.text)[1]}


def test_what_is_kept_is_what_the_command_writes(
    home, workspace, officer, monkeypatch, capsys, tmp_path
):
    template = load_template(SHIPPED / f"{KIND}.yaml")
    (asks,) = [q.asks for q in template.questions if q.asks.startswith("Was the decision right")]
    data = raised(changed(workbook(officer), {("Questions", asks): "Was it right?"}), 3)
    page = read(officer, data)
    assert "MASH weekly dip sample, version 3" in page.text
    assert "The version that is used now is 2" in page.text
    assert "In other words" in page.text
    assert f"/admin/templates/{KIND}" in press(officer, page, "keep").url.path
    path, file = tmp_path / "changed.xlsx", tmp_path / "typed.yaml"
    path.write_bytes(data)
    typed = runner(home, monkeypatch, capsys)
    assert typed("template", "from-excel", str(path), "--to", str(file)).code == 0
    assert (home / "templates" / f"{KIND}.yaml").read_bytes() == file.read_bytes()
    (entry,) = [e for e in list_trail(workspace=workspace) if e.verb == "template kept"]
    assert (entry.about, entry.actor.startswith("Kim Officer")) == (KIND, True)
    assert "Was it right?" in questions_in(officer.get(f"/admin/templates/{KIND}"))
    assert workspace.template(KIND).version == 3, "whoever runs already asks by it"
    again = read(officer, data)
    assert "Every question stays comparable" in again.text


def test_a_version_that_an_audit_was_opened_with_is_not_changed_under_it(workspace, officer):
    ref = open_cycle_ref(workspace)
    book = load_workbook(BytesIO(workbook(officer, "section_11")))
    cell = next(c for row in book["Questions"].iter_rows() for c in row if str(c.value)[-1:] == "?")
    cell.value = "Something else?"
    (refusal,) = refusals_in(read(officer, saved(book)))
    assert f"was opened as {ref}" in refusal
    assert "raise its version to" in refusal


@pytest.mark.parametrize("name", ["no workbook", "an empty file"])
def test_what_is_no_template_is_refused_in_a_sentence(officer, name):
    data = {"no workbook": b"Dear all,", "an empty file": b" "}[name]
    page = read(officer, data)
    assert page.status_code == 200
    assert len(refusals_in(page)) == 1
    assert send(officer, "/admin/templates/new").status_code == 422


def test_hostile_files_are_refused_as_the_command_refuses_them(
    home, officer, monkeypatch, capsys, tmp_path
):
    audits = runner(home, monkeypatch, capsys)
    for number, name in enumerate([n for n in HOSTILE if "bomb" in n or "macro" in n][:4]):
        data = HOSTILE[name][0]()
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        typed = audits("template", "from-excel", str(path), "--to", str(tmp_path / "x.yaml"))
        page = read(officer, data, path.name)
        assert typed.code == 2
        assert refusals_in(page)[0] == typed.err.splitlines()[0], name


def rows_of_audits(workspace):
    with workspace.open_view() as view:
        return [view.count(table) for table in (Cycle, FindingRow, IssuedPack)]


def test_a_template_is_tried_beside_the_boards_audits(workspace, officer):
    page = read(officer, raised(workbook(officer, "cse"), 3))
    tried = press(officer, page, "try")
    assert "Every case and every answer here is made up." in tried.text
    assert "MADE UP" in tried.text
    assert rows_of_audits(workspace) == [0, 0, 0]
    pack = load_workbook(BytesIO(officer.get(f"{tried.url.path}/pack").content))
    asked = " ".join(str(c.value) for sheet in pack for row in sheet.iter_rows() for c in row)
    template = load_template(SHIPPED / "cse.yaml")
    first = next(iter(template.respondents))
    for question in template.questions:
        if question.is_for(first):
            assert question.asks in asked
    pictures = re.findall(r'src="(/admin/templates/tried/[^"]+)"', tried.text)
    assert pictures
    assert officer.get(pictures[0]).headers["content-type"].startswith("image/svg")
    assert not list(workspace.stores.templates.glob("*.yaml")), "trying keeps nothing"


def test_every_kind_can_be_tried_and_comes_out_the_same_again(workspace, officer):
    for kind, template in workspace.templates.items():
        tried = press(officer, officer.get(f"/admin/templates/{kind}"), "try")
        assert f"{html.escape(template.title)}" in tried.text or "Made up" in tried.text
        first, second = (try_template(template, workspace=workspace).paper for _ in range(2))
        assert first == second


def test_templates_cost_few_statements(workspace, officer):
    paths = ("/admin/templates", f"/admin/templates/{KIND}", "/admin/templates/new")
    before = {path: statements_of(officer, path) for path in paths}
    assert max(before.values()) <= MOST
    with workspace.open_uow() as uow:
        open_one = uow.get(Cycle, open_cycle_ref(workspace))
        for number in range(50):
            row = {**open_one.model_dump(), "ref": f"S11-{number}", "version": number + 10}
            uow.add(Cycle(**row))
        uow.note("opened by a test", "cycles")
        uow.commit()
    after = {path: statements_of(officer, path) for path in paths}
    assert after == before


def open_cycle_ref(workspace):
    opened = open_cycle("section_11", workspace=workspace, on=ws.THURSDAY)
    return opened if isinstance(opened, str) else opened.ref


def statements_of(browser, path):
    browser.get(path)
    with counted() as statements:
        assert browser.get(path).status_code == 200
    return len([each for each in statements if not each.startswith("BEGIN")])


def test_only_the_office_sees_templates(workspace):
    app = make_app(workspace)
    for role in (Role.QEG, Role.READER, Role.AGENCY_LEAD):
        for path in ("/admin/templates", f"/admin/templates/{KIND}", "/admin/templates/new"):
            assert signed_in(app, role).get(path).status_code == 403
