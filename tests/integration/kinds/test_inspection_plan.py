"""Recommendations of inspections: into the plan, then asked about, each of the one accountable."""

from datetime import date
from io import BytesIO

import pytest
from builders import census as c, workspace as ws
from openpyxl import Workbook

from audits.domain.errors import SampleError, SheetError
from audits.domain.status import ActionStatus, CycleStatus
from audits.steps.collect_returns import collect_return
from audits.steps.describe import cycle_status, list_actions, list_findings, list_packs
from audits.steps.draw_sample import draw_sample
from audits.steps.import_actions import import_actions
from audits.steps.issue_packs import issue_packs
from audits.steps.open_cycle import open_cycle
from audits.steps.review_actions import update_action


ROWS = (
    ("No.", "Recommendation", "Accountable", "Together with", "Due", "Measure"),
    (
        "1",
        "Tell schools of each police incident by nine",
        "police",
        "ccg; early_help",
        "",
        "9 of 10",
    ),
    ("2", "Assess every child's health within 20 working days", "CCG", "", "30/06/2017", ""),
    ("3", "Hear each young person before the plan is written", "Youth Offending", "", "", "Survey"),
)


@pytest.fixture
def parts(tmp_path):
    return c.with_organisations(
        tmp_path / "home", ("police", "ccg", "early_help", "youth_offending"), now=c.NEXT_JANUARY
    )


def sheet(*rows):
    book, file = Workbook(), BytesIO()
    book.active.append(["Ofsted and CQC, recommendations"])
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def taken_in(parts, data=None, **how):
    how = {"published": date(2017, 1, 9), "document": "SEND 2017"} | how
    return import_actions(data or sheet(*ROWS), source="inspection", parts=parts, **how)


def test_without_a_date_of_its_own_a_recommendation_is_due_seventy_working_days_on(parts):
    # Haringey's letter of 30 January 2018 asked for its plan by 11 May 2018.
    taken_in(parts, published=date(2018, 1, 30))
    due = [action["due"] for action in sorted(list_actions(parts=parts), key=lambda a: a["id"])]
    assert due == ["2018-05-11", "2017-06-30", "2018-05-11"]


def test_a_recommendation_has_one_owner_and_others_beside_it(parts):
    done = taken_in(parts)
    assert len(done.added) == 3
    owners = {action["id"]: action["owner"] for action in list_actions(parts=parts)}
    assert owners == {"A1": "police", "A2": "ccg", "A3": "youth_offending"}
    assert any(ref == "A2" and "no measure" in doubt for ref, doubt in done.doubts)
    first = next(a for a in list_actions(parts=parts) if a["id"] == "A1")
    assert first["contributors"] == ["ccg", "early_help"]
    assert first["recommendation"] == "SEND 2017 1"


def test_the_same_sheet_again_adds_nothing(parts):
    taken_in(parts)
    again = taken_in(parts)
    assert (again.added, again.known) == ((), 3)
    assert len(list_actions(parts=parts)) == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("4", "Do it", "police; ccg", "", "1/6/2017"), "more than one as accountable"),
        (("4", "Do it", "", "", "1/6/2017"), "names nobody as accountable"),
        (("4", "Do it", "constabulary", "", "1/6/2017"), "which is no unit"),
        (("4", "Do it", "police", "nobody", "1/6/2017"), "shared with 'nobody'"),
        (("4", "Do it", "police", "", "soon"), "a date under 'due' that is none"),
        (("", "Do it", "police", "", "1/6/2017"), "no number or no text"),
        (("4", "Do it", "police", "", ""), "neither 'due' nor 'published'"),
    ],
)
def test_a_row_that_is_not_right_is_named_and_nothing_is_taken_in(parts, row, says):
    with pytest.raises(SheetError, match=f"Row 6 .*{says}"):
        taken_in(
            parts,
            sheet(*ROWS, row),
            published=None if says.startswith("neither") else date(2017, 1, 9),
        )
    assert list_actions(parts=parts) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a,b\n1,2\n", "no row of headings with number, recommendation, accountable"),
        (b"number,recommendation,accountable\n", "no row below them"),
        (b"PK\x03\x04 half a file", "cannot be read. The file did not arrive whole"),
    ],
)
def test_a_sheet_that_is_none_is_refused(parts, data, says):
    with pytest.raises(SheetError, match=says):
        taken_in(parts, data)


def test_each_accountable_unit_is_asked_about_its_own_and_the_plan_is_published(parts, tmp_path):
    taken_in(parts)
    update_action("A3", parts=parts, text="Done and seen.", status=ActionStatus.COMPLETE)
    ref = open_cycle("inspection_plan", parts=parts)
    draw_sample(ref, parts=parts)
    issue_packs(ref, parts=parts)
    ws.send(parts)
    assert {p["unit"]: p["cases"] for p in list_packs(ref, parts=parts)} == {"ccg": 1, "police": 1}

    def say(row, heading):
        if "Role of" in row.get("Question", ""):
            return "Head of safeguarding" if heading == "Your answer" else None
        if heading == "Where does it stand?":
            return "On track" if row["Together with"] == "nobody" else "Off track"
        return "Minute of 3 January" if heading.startswith("Evidence") else None

    for unit, pack in c.packs_of(tmp_path / "home", ref).items():
        said = collect_return(c.fill(pack, say), f"{unit}.xlsx", parts=parts)
        assert str(said.outcome) == "accepted", said.problems
    c.to_published(ref, parts=parts)
    assert cycle_status(ref, parts=parts) is CycleStatus.PUBLISHED
    finding = list_findings(ref, parts=parts)[0]
    assert (finding["kind"], finding["x"], finding["n"]) == ("development", 1, 2)


def test_with_no_recommendation_open_there_is_nothing_to_ask_about(parts):
    ref = open_cycle("inspection_plan", parts=parts)
    with pytest.raises(SampleError, match="Import the recommendations first"):
        draw_sample(ref, parts=parts)
