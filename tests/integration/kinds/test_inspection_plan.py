"""Recommendations of inspections: into the plan, then asked about, each of the one accountable."""

from datetime import date
from io import BytesIO

import pytest
from builders import census as c, workspace as ws
from openpyxl import Workbook

from audits.domain.errors import SampleError, SheetError
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.actions import list_actions
from audits.queries.cycles import cycle_status
from audits.queries.findings import list_findings
from audits.queries.pack_list import list_packs
from audits.steps.actions.change import update_action
from audits.steps.actions.import_plan import import_actions
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.collect import collect_return
from audits.steps.sample.draw import draw_sample


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
def workspace(tmp_path):
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


def taken_in(workspace, data=None, **how):
    how = {"published": date(2017, 1, 9), "document": "SEND 2017"} | how
    return import_actions(
        data or sheet(*ROWS), workspace=workspace, **{"source": "inspection"} | how
    )


def test_without_a_date_of_its_own_a_recommendation_is_due_seventy_working_days_on(workspace):
    # Haringey's letter of 30 January 2018 asked for its plan by 11 May 2018.
    taken_in(workspace, published=date(2018, 1, 30))
    due = [action.due for action in sorted(list_actions(workspace=workspace), key=lambda a: a.id)]
    assert due == [date(2018, 5, 11), date(2017, 6, 30), date(2018, 5, 11)]


def test_a_recommendation_has_one_owner_and_others_beside_it(workspace):
    done = taken_in(workspace)
    assert [row.outcome for row in done] == ["added"] * 3
    owners = {action.id: action.owner for action in list_actions(workspace=workspace)}
    assert owners == {"A1": "police", "A2": "ccg", "A3": "youth_offending"}
    assert any("no measure" in doubt for doubt in done[1].doubts)
    first = next(a for a in list_actions(workspace=workspace) if a.id == "A1")
    assert first.contributors == ("ccg", "early_help")
    assert first.recommendation == "SEND 2017 1"


def test_the_same_sheet_again_adds_nothing(workspace):
    taken_in(workspace)
    again = taken_in(workspace)
    assert [(row.outcome, row.action) for row in again] == [
        ("already", ref) for ref in ("A1", "A2", "A3")
    ]
    assert len(list_actions(workspace=workspace)) == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("4", "Do it", "", "", "1/6/2017"), "It has no owner"),
        (("4", "Do it", "constabulary", "", "1/6/2017"), "'constabulary' is no agency"),
        (("4", "Do it", "police", "nobody", "1/6/2017"), "'nobody', which contributes"),
        (("4", "Do it", "police", "", "31/06/2017"), "no such day as '31/06/2017'"),
        (
            ("4", "", "", "army", "30/02/2017"),
            "not say what is to be done. Fill in the action. It has ",
        ),
        (("4", "", "", "army", "30/02/2017"), "'army', which contributes"),
        (("4", "", "police", "", "1/6/2017"), "does not say what is to be done"),
    ],
)
def test_a_row_that_is_not_right_is_named_and_the_others_are_taken_in(workspace, row, says):
    dated = [(*row[:4], row[4] or "30/06/2017", *row[5:]) for row in ROWS[1:]]
    done = taken_in(workspace, sheet(ROWS[0], *dated, row), published=None)
    assert (done[-1].row, done[-1].outcome) == (6, "refused")
    assert says in done[-1].message
    assert [action.id for action in list_actions(workspace=workspace)] == ["A1", "A2", "A3"]


def test_a_row_may_say_when_its_document_was_published(workspace):
    rows = [("Recommendation", "Lead", "Published"), ("Do it", "police", "30/01/2018")]
    taken_in(workspace, sheet(*rows, ("Do more", "police", "in spring")), published=None)
    assert [action.due for action in list_actions(workspace=workspace)] == [date(2018, 5, 11)]


def test_a_day_that_is_counted_may_be_past_and_one_that_is_written_may_not(workspace):
    rows = [("Action", "Owner", "Due"), ("Do it", "police", ""), ("Do more", "police", "1/6/2016")]
    done = taken_in(workspace, sheet(*rows), published=date(2016, 1, 29))
    assert [row.outcome for row in done] == ["added", "refused"]
    assert "01/06/2016, is past" in done[1].message


def test_two_documents_may_each_have_a_recommendation_of_one_number(workspace):
    rows = [("No.", "Action", "Owner"), ("1", "Do it", "police")]
    taken_in(workspace, sheet(*rows), document="SEND 2017")
    again = taken_in(
        workspace, sheet(rows[0], ("1", "Do it, and soon", "police")), document="SEND 2017"
    )
    other = taken_in(workspace, sheet(*rows), document="HMIP 2016")
    assert [again[0].outcome, other[0].outcome] == ["already", "added"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a,b\n1,2\n", "no row of headings with action, owner"),
        (b"number,recommendation,accountable\n", "no row below them"),
        (b"PK\x03\x04 half a file", "cannot be read. It did not arrive whole"),
    ],
)
def test_a_sheet_that_is_none_is_refused(workspace, data, says):
    with pytest.raises(SheetError, match=says):
        taken_in(workspace, data)


def test_each_accountable_unit_is_asked_about_its_own_and_the_plan_is_published(
    workspace, tmp_path
):
    taken_in(workspace)
    update_action("A3", workspace=workspace, text="Done and seen.", status=ActionStatus.COMPLETE)
    ref = open_cycle("inspection_plan", workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    assert {p.unit: p.cases for p in list_packs(ref, workspace=workspace)} == {
        "ccg": 1,
        "police": 1,
    }

    def say(row, heading):
        if "Role of" in row.get("Question", ""):
            return "Head of safeguarding" if heading == "Your answer" else None
        if heading == "Where does it stand?":
            return "On track" if row["Together with"] == "nobody" else "Off track"
        return "Minute of 3 January" if heading.startswith("Evidence") else None

    for unit, pack in c.packs_of(tmp_path / "home", ref).items():
        said = collect_return(c.fill(pack, say), f"{unit}.xlsx", workspace=workspace)
        assert str(said.outcome) == "accepted", said.problems
    c.to_published(ref, workspace=workspace)
    assert cycle_status(ref, workspace=workspace) is CycleStatus.PUBLISHED
    finding = list_findings(ref, workspace=workspace)[0]
    assert (finding.kind, finding.x, finding.n) == ("development", 1, 2)


def test_with_no_recommendation_open_there_is_nothing_to_ask_about(workspace):
    ref = open_cycle("inspection_plan", workspace=workspace)
    with pytest.raises(SampleError, match="Import the recommendations first"):
        draw_sample(ref, workspace=workspace)
