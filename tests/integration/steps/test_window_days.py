"""Which day a window is by, and how exactly a case's day is told to agencies."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from builders import workspace as ws
from openpyxl import load_workbook

from audits.demo import make_agencies
from audits.domain.errors import SampleError
from audits.queries.window_warnings import window_warnings
from audits.register import Source
from audits.settings import init_workspace
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import Cycle
from audits.templates import load_template
from audits.wiring import build_templates


TODAY = ws.THURSDAY
CLOSURES = """\
kind: closures
version: 1
title: Closures
asks: Was it right to close?
unit: child
ref: {prefix: CL, by: month}
population: {register: children_in_need, window: 2 months, where: {status: [closed]}, DATED}
sample: {size: all}
respondents: [social_care]
pack: {form: grid, details: [age_band], DATE}
timeline: {return_within: 5 working days}
legal_basis: Children Act 2004, section 14B.
sections:
  - title: The closure
    questions:
      - {id: right, asks: Was it right to close?, scale: yes_partly_no, evidence: unless_yes}
"""
# Who was closed nine days ago began two years earlier; one began and closed lately; one is open;
# one was closed half a year ago.
CHILDREN = [(730, 9), (40, 20), (30, None), (700, 180)]


def register() -> bytes:
    lines = ["Child Unique ID,CIN Start Date,CIN Closure Date,Date of Birth"]
    for number, (began, ended) in enumerate(CHILDREN, start=1):
        days = [TODAY - timedelta(days=n) if n else None for n in (began, ended)]
        lines.append(f"C{number},{','.join(f'{d:%d/%m/%Y}' if d else '' for d in days)},03/04/2008")
    return "\n".join(lines).encode()


@pytest.fixture
def parts_for(tmp_path):
    home = tmp_path / "home"
    init_workspace(home)
    workspace = ws.workspace_of(home)
    import_agencies(make_agencies(), workspace=workspace)
    load_register([Source("cin.csv", register())], name="children_in_need", workspace=workspace)

    def build(dated: str = "dated_by: ended_on", day: str = "date: month"):
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        text = CLOSURES.replace(", DATED", f", {dated}" if dated else "")
        text = text.replace(", DATE", f", {day}" if day else "")
        (folder / "closures.yaml").write_text(text)
        return replace(workspace, templates=build_templates(folder))

    return build


def drawn(workspace) -> Cycle:
    ref = open_cycle("closures", TODAY, workspace=workspace)
    draw_sample(ref, workspace=workspace)
    with workspace.open_view() as view:
        return view.get(Cycle, ref)


def test_a_case_that_closed_lately_is_in_however_long_ago_it_began(parts_for):
    cycle = drawn(parts_for())
    assert cycle.population == 2
    assert cycle.out_of_scope == {"before the window": 1, "without the day of the window": 1}


def test_by_the_day_it_began_the_same_case_is_left_out_and_the_check_says_so(parts_for, tmp_path):
    cycle = drawn(parts_for(dated=""))
    assert cycle.population == 1
    workspace = parts_for(dated="")
    [doubt] = window_warnings(workspace.template("closures"), workspace.shapes)
    assert "window of 2 months is by 'started_on'" in doubt
    assert "dated_by: ended_on" in doubt
    told = parts_for()
    assert list(window_warnings(told.template("closures"), told.shapes)) == []


def test_no_shipped_template_looks_by_another_day_than_it_means(parts_for):
    workspace = parts_for()
    assert [
        d for t in workspace.templates.values() for d in window_warnings(t, workspace.shapes)
    ] == []


def test_a_day_that_the_register_does_not_have_is_refused(parts_for):
    workspace = parts_for(dated="dated_by: authorised_on")
    [doubt] = window_warnings(workspace.template("closures"), workspace.shapes)
    assert "has no day 'authorised_on'. Its days are: started_on, ended_on." in doubt
    ref = open_cycle("closures", TODAY, workspace=workspace)
    with pytest.raises(SampleError, match="has a day 'authorised_on'"):
        draw_sample(ref, workspace=workspace)


@pytest.mark.parametrize(
    ("day", "heading", "shown"),
    [
        ("", None, None),
        ("date: quarter", "Episode ended", "January to March 2017"),
        ("date: month", "Episode ended", f"{TODAY - timedelta(days=9):%B %Y}"),
        ("date: day", "Episode ended", None),
    ],
)
def test_a_day_is_named_and_no_more_exact_than_the_template_says(
    parts_for, tmp_path, day, heading, shown
):
    workspace = parts_for(day=day)
    ref = open_cycle("closures", TODAY, workspace=workspace)
    draw_sample(ref, workspace=workspace)
    approve_draw(ref, workspace=workspace, decision="as drawn")
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    [pack] = Path(tmp_path / "home" / "outbox").glob("*/*-pack-1.xlsx")
    cells = {
        str(cell.value)
        for sheet in load_workbook(BytesIO(pack.read_bytes()))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert heading is None or heading in cells
    assert shown is None or shown in cells
    days = {TODAY - timedelta(days=n) for each in CHILDREN for n in each if n}
    spelled = {
        text for d in days for text in (d.isoformat(), f"{d.day} {d:%B %Y}", f"{d:%d/%m/%Y}")
    }
    told = {text for text in spelled if any(text in cell for cell in cells)}
    exact = {f"{d.day} {d:%B %Y}" for d in (date(2017, 3, 7), TODAY - timedelta(days=20))}
    assert bool(told & exact) is (day == "date: day")
    assert day == "date: day" or not told


def test_only_a_registers_own_day_may_date_a_window(tmp_path):
    path = tmp_path / "closures.yaml"
    shipped = Path(__file__).parents[3] / "audit_templates"
    text = CLOSURES.replace("register: children_in_need", "issues_of: section_11")
    path.write_text(text.replace(", DATED", ", dated_by: ended_on").replace(", DATE", ""))
    with pytest.raises(Exception, match="'dated_by' names a day of a register"):
        load_template(path, beside=shipped)
