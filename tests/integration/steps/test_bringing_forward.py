"""What a unit answered the last time stands beside what it is asked now, in the pack and page."""

from dataclasses import replace
from io import BytesIO

import pytest
from builders import census as c, workspace as ws
from builders.web_pages import signed_in
from openpyxl import load_workbook

from audits.domain.permissions import Role
from audits.queries.packs import pack_of
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample
from audits.storage import IssuedPack
from audits.web import make_app


FIRST, SECOND = "S11-2016", "S11-2017"


def issue(workspace, ref):
    assert open_cycle("section_11", workspace=workspace) == ref
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)


@pytest.fixture(scope="module")
def second_year(tmp_path_factory):
    """Return a home in which one question is reworded and two organisations are asked again."""
    home = tmp_path_factory.mktemp("forward") / "home"
    workspace = c.with_organisations(home, ("police", "cafcass"))
    issue(workspace, FIRST)
    c.answered(home, FIRST, {"police": "2 - Mostly met"}, workspace=workspace)
    later = ws.workspace_of(home, c.NEXT_JANUARY)
    template = later.templates["section_11"]
    first, *rest = template.questions
    reworded = replace(first, asks="Is one leader answerable for safeguarding?")
    changed = template.model_copy(update={"questions": (reworded, *rest), "version": 2})
    issue(replace(later, templates={**later.templates, "section_11": changed}), SECOND)
    return home


def pack(home, unit, ref=SECOND):
    book = load_workbook(BytesIO(c.packs_of(home, ref)[unit]))
    return book["Questions"], book["Start here"]


def column(sheet, heading):
    (found,) = [cell.column for cell in sheet[3] if str(cell.value).startswith(heading)]
    return [sheet.cell(row, found) for row in range(4, sheet.max_row + 1)]


def test_a_grey_column_holds_what_was_answered_the_last_time(second_year):
    questions, cover = pack(second_year, "police")
    last = column(questions, f"Last time ({FIRST})")
    assert last[0].value in (None, "")  # it has other words now
    assert last[1].value == "2 - Mostly met. Policy of June 2015, page 3"
    assert all(cell.protection.locked for cell in last)
    assert last[1].fill.fgColor.rgb == "FFE5E7EB"
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    says = f"1 question changed since {FIRST}, so what you answered then does not stand beside: 1"
    assert any(says in text for text in texts)


def test_who_did_not_answer_then_and_the_first_time_see_no_such_column(second_year):
    for unit, ref in (("cafcass", SECOND), ("police", FIRST)):
        questions, _ = pack(second_year, unit, ref)
        assert not any("Last time" in str(cell.value) for cell in questions[3])


def test_the_same_answers_are_read_beside_it_and_nothing_is_taken_from_it(second_year, tmp_path):
    home = ws.copy_of(second_year, tmp_path / "home")
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    same = c.fill(c.packs_of(home, SECOND)["police"], c.in_a_standard_way("2 - Mostly met"))
    came = collect_return(same, "police.xlsx", workspace=workspace)
    assert (str(came.outcome), came.problems) == ("accepted", ())


def test_on_the_page_it_stands_beside_what_is_asked_again(second_year, tmp_path):
    home = ws.copy_of(second_year, tmp_path / "home")
    workspace = ws.workspace_of(home, c.NEXT_JANUARY)
    empty = c.packs_of(home, SECOND)["police"]
    say = c.in_a_standard_way("2 - Mostly met")
    some = c.fill(
        empty, lambda row, head: None if row.get("Part", "")[:1] == "2" else say(row, head)
    )
    came = collect_return(some, "police.xlsx", workspace=workspace)
    assert str(came.outcome) == "partial"
    with workspace.open_view() as view:
        code = view.first(IssuedPack, IssuedPack.cycle == SECOND, IssuedPack.unit == "police").code
    page = signed_in(make_app(workspace), Role.BUSINESS_UNIT).get(f"/units/police/answers/{code}")
    assert "Last time you answered: 2 - Mostly met. Policy of June 2015, page 3" in page.text


def test_a_pack_keeps_it_from_edition_to_edition(second_year):
    with ws.workspace_of(second_year, c.NEXT_JANUARY).open_view() as view:
        row = view.first(IssuedPack, IssuedPack.cycle == SECOND, IssuedPack.unit == "police")
    assert pack_of(row).last_cycle == FIRST
