"""What stands beside returns: surveys, audits made elsewhere, audits of earlier years."""

from datetime import date

import pytest
from builders import census as c, workspace as ws
from builders.plans import a_plan

from audits import resource_folder
from audits.domain.errors import NotFoundError, SheetError, TemplateError, UserError
from audits.domain.status import CycleStatus
from audits.queries.actions import list_actions
from audits.queries.cycles import describe_cycle, list_cycles
from audits.queries.external_audits import list_external
from audits.queries.findings import list_findings
from audits.queries.surveys import SurveyQuestion
from audits.steps.actions.change import update_action
from audits.steps.actions.external_audits import Promise, log_external
from audits.steps.actions.import_plan import import_actions
from audits.steps.cycle.cancel import cancel_cycle
from audits.steps.cycle.import_past import import_cycles
from audits.steps.learning.import_survey import import_survey
from audits.steps.papers.make import make_paper
from audits.templates import load_past


REF = "S11-2016"
# 457 answered, 99 in 100 of whom knew what to do: one board's own survey.
SURVEY = b"question,answer,count\nI know what to do,Yes,452\nI know what to do,No,5\n"
PAST = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"


@pytest.fixture
def workspace(issued):
    return ws.workspace_of(issued, c.JANUARY)


def test_a_survey_stands_beside_the_returns_in_show_and_paper(workspace):
    data = SURVEY.replace(b"No,5", b"No,40").replace(b"452", b"417")
    for _ in range(2):
        assert import_survey(REF, data, survey="Staff survey", workspace=workspace).questions == 1
    assert describe_cycle(REF, workspace=workspace).surveys == (
        SurveyQuestion("Staff survey", "I know what to do", 457, {"Yes": 417, "No": 40}),
    )
    c.answered(workspace.stores.papers.parent, REF, {"police": "3 - Met"}, workspace=workspace)
    c.to_findings(REF, workspace=workspace)
    page = make_paper(REF, workspace=workspace, format="html")[0].read_text()
    assert "Staff survey, 457 answers. I know what to do Yes 417, No 40." in page


def test_counts_of_one_to_five_are_not_kept_nor_what_would_reveal_them(workspace):
    import_survey(REF, SURVEY, survey="Staff survey", workspace=workspace)
    counts = describe_cycle(REF, workspace=workspace).surveys[0].counts
    assert counts == {"Yes": None, "No": None}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"name,answer\nA Person,Yes\n", "no row of headings with question, answer, count"),
        (b"question,answer,count\nSafe?,Yes,A Person\n", "Row 2 of the survey is no count"),
        (b"question,answer,count\nSafe?,Yes,3\nSafe?,No,2\n", "answered by fewer than 6"),
        (b"question,answer,count\nSafe?,Yes,30\nSafe?,Yes,2\n", "counts the same answer twice"),
    ],
)
def test_a_survey_of_single_people_or_too_few_is_refused(workspace, data, says):
    with pytest.raises(SheetError, match=says):
        import_survey(REF, data, survey="Staff survey", workspace=workspace)
    assert describe_cycle(REF, workspace=workspace).surveys == ()


def test_a_survey_of_a_cancelled_cycle_is_refused(workspace):
    cancel_cycle(REF, "wrong year", workspace=workspace)
    with pytest.raises(SheetError, match="is cancelled"):
        import_survey(REF, SURVEY, survey="Staff survey", workspace=workspace)


def test_a_survey_says_which_sheets_it_left_unread(workspace):
    head, row = ("Statement", "Response", "Responses"), ("I know what to do", "Yes", 40)
    sheets = {"2015": (head, ("Old", "Yes", 9)), "2016": (head, row), "Notes": (("By post",),)}
    taken = import_survey(
        REF, a_plan(sheets, hidden=["2015"]), survey="Staff survey", workspace=workspace
    )
    assert taken.questions == 1
    hidden, without = taken.unread
    assert hidden.startswith("The hidden sheet '2015' was not read.")
    assert "'Notes'" in without
    [said] = describe_cycle(REF, workspace=workspace).surveys
    assert said.question == "I know what to do"


def test_a_survey_that_excel_saved_as_plain_csv_is_read(workspace):
    data = "question,answer,count\nCafé staff know,Yes,30\n".encode("cp1252")
    import_survey(REF, data, survey="Staff survey", workspace=workspace)
    assert describe_cycle(REF, workspace=workspace).surveys[0].question == "Café staff know"


def test_a_survey_of_no_cycle_is_refused(workspace):
    with pytest.raises(NotFoundError, match="There is no cycle"):
        import_survey("S11-1999", SURVEY, survey="Staff survey", workspace=workspace)


def test_an_audit_made_elsewhere_is_logged_with_its_actions_in_the_one_plan(workspace):
    ref = log_external(
        "Safer recruitment in maintained schools",
        kind="safer recruitment",
        made_by="Education group",
        made_on=date(2015, 11, 20),
        result="Twelve of fifteen files held both references.",
        looked_at=15,
        actions=[Promise("cafcass", date(2016, 3, 31), "Look at every file again")],
        workspace=workspace,
    )
    # More of its actions, in a file, come by the same door as every plan.
    more = b"Action,Lead,Due\nTell every school,each agency,30/06/2017\n"
    [row] = import_actions(more, workspace=workspace, source=ref)
    assert (row.outcome, row.action) == ("added", "A2")
    logged = list_external(workspace=workspace)
    assert [(e.ref, e.kind, e.looked_at, e.actions) for e in logged] == [
        (ref, "safer recruitment", 15, ("A1", "A2"))
    ]
    found = [(a.source, a.origin, a.owner, a.due) for a in list_actions(workspace=workspace)]
    assert found == [
        (ref, "audit", "cafcass", date(2016, 3, 31)),
        (ref, "audit", "each agency", date(2017, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"result": " "}, "what came of it"),
        ({"made_on": date(2030, 1, 1)}, "lies ahead"),
        (
            {"actions": [Promise("nobody", date(2016, 3, 31), "Do it")]},
            "'nobody' is no agency and no unit",
        ),
    ],
)
def test_an_audit_made_elsewhere_that_says_too_little_is_refused(workspace, change, says):
    how = {
        "kind": "other",
        "made_by": "CCG",
        "made_on": date(2015, 11, 20),
        "result": "Good.",
    }
    with pytest.raises(UserError, match=says):
        log_external("Medicals", workspace=workspace, **{**how, **change})
    assert list_external(workspace=workspace) == []


def test_the_audits_of_2016_17_are_taken_in_with_what_was_printed_and_no_more(workspace):
    refs = import_cycles(load_past(PAST), workspace=workspace)
    counts = {
        ref: (
            len(list_findings(ref, workspace=workspace)),
            sum(action.cycle == ref for action in list_actions(workspace=workspace)),
        )
        for ref in refs
    }
    # Counted in the printed report: six findings and four results, four and five, three and, as
    # actions, none; of the others one result, or nothing.
    assert counts == {
        "AR1617-SECTION-11": (1, 0),
        "AR1617-GP": (0, 0),
        "AR1617-THRESHOLDS": (6, 4),
        "AR1617-DOMESTIC-ABUSE": (4, 5),
        "AR1617-CSE": (3, 0),
        "AR1617-NEGLECT": (0, 0),
        "AR1617-MASH": (0, 0),
        "AR1617-CASE-REVIEWS": (0, 0),
    }
    strengths = {
        ref: sum(f.kind == "strength" for f in list_findings(ref, workspace=workspace))
        for ref in refs
    }
    assert strengths == dict.fromkeys(refs, 0) | {
        "AR1617-SECTION-11": 1,
        "AR1617-THRESHOLDS": 2,
        "AR1617-DOMESTIC-ABUSE": 1,
    }
    found = [f for ref in refs for f in list_findings(ref, workspace=workspace)]
    numbers = {number for f in found for number in (f.x, f.n, f.frame, f.low, f.high)}
    assert numbers == {None}
    owners = [
        a.owner for a in list_actions(workspace=workspace) if a.cycle == "AR1617-DOMESTIC-ABUSE"
    ]
    assert sorted(owners) == ["", "LSCB", "LSCB", "QEG", "each agency"]
    assert {a.due for a in list_actions(workspace=workspace)} == {None}


def test_past_cycles_are_published_and_taken_in_once(workspace):
    file = load_past(PAST)
    first = import_cycles(file, workspace=workspace)
    assert import_cycles(file, workspace=workspace) == ()
    shown = {cycle.ref: cycle.status for cycle in list_cycles(workspace=workspace)}
    assert {shown[ref] for ref in first} == {str(CycleStatus.PUBLISHED)}
    assert make_paper("AR1617-NEGLECT", workspace=workspace, format="html") == ()


def test_an_action_of_a_past_cycle_can_be_given_its_date(workspace):
    import_cycles(load_past(PAST), workspace=workspace)
    undated = next(a for a in list_actions(workspace=workspace) if a.owner == "QEG")
    assert undated.rag == "amber"
    update_action(undated.id, workspace=workspace, text="Set by QEG.", due=date(2017, 9, 29))
    dated = next(a for a in list_actions(workspace=workspace) if a.id == undated.id)
    # The first date is no moved date.
    assert (dated.due, dated.times_moved) == (date(2017, 9, 29), 0)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("source: A report\n", TemplateError, "'cycles' is missing"),
        (
            "source: A report\ncycles:\n  - {ref: A-1, kind: cse, title: T, asks: A,"
            " reported_on: 2017-03-31, grade: good}\n",
            TemplateError,
            "'grade' is not a key I know",
        ),
        (
            "source: A report\ncycles:\n  - {ref: A-1, kind: cse, title: T, asks: A,"
            " reported_on: 2017-03-31, actions: [{says: Do it, about: [1]}]}\n",
            UserError,
            "about finding 1, but there are 0",
        ),
        (
            "source: A report\ncycles:\n  - {ref: S11-2016, kind: cse, title: T, asks: A,"
            " reported_on: 2017-03-31}\n",
            UserError,
            "S11-2016 is another cycle",
        ),
    ],
)
def test_a_file_of_past_cycles_that_is_not_right_changes_nothing(
    workspace, tmp_path, text, error, says
):
    path = tmp_path / "past.yaml"
    path.write_text(text)
    with pytest.raises(error, match=says):
        import_cycles(load_past(path), workspace=workspace)
    assert [cycle.ref for cycle in list_cycles(workspace=workspace)] == [REF]
