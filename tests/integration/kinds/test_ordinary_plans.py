"""Plans as people keep them: every sheet, every row and every column of one is accounted for."""

from datetime import date

import pytest
from builders.actions import a_board, filled_in
from builders.plans import a_plan

from audits.domain.errors import SheetError, UserError
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action, list_actions
from audits.queries.plan_words import propose_plan, unknown_plan_words
from audits.register import Profile
from audits.steps.action_packs.decide_agenda import decide_agenda
from audits.steps.action_packs.send import send_action_books
from audits.steps.action_packs.write import export_agenda
from audits.steps.actions.change import Change, update_action
from audits.steps.actions.import_plan import import_actions


DUE = date(2017, 6, 30)
HEAD = ("No", "Recommendation", "Accountable", "With", "Due", "Measure")


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def row(number, title):
    return (number, title, "police", "health", DUE, "Re-audit shows 9 of 10")


def taken(workspace, sheets, *, document="", profile=None, **how):
    return import_actions(
        a_plan(sheets, **how),
        workspace=workspace,
        source="inspection",
        document=document,
        profile=profile,
    )


def outcomes(rows):
    return [each.outcome for each in rows]


def the(workspace, **wanted):
    """Return the one action that has these fields."""
    same = [
        action
        for action in list_actions(workspace=workspace)
        if all(getattr(action, name) == value for name, value in wanted.items())
    ]
    assert len(same) == 1
    return describe_action(same[0].id, workspace=workspace)


def test_a_plan_with_a_sheet_for_each_priority_brings_the_actions_of_all(workspace):
    sheets = {
        f"Priority {n}": (HEAD, row(f"{n}.1", f"Make change {n}"), row(f"{n}.2", f"Keep {n}"))
        for n in (1, 2, 3)
    }
    rows = taken(workspace, sheets)
    assert outcomes(rows) == ["added"] * 6
    assert [each.sheet for each in rows] == [t for n in (1, 2, 3) for t in [f"Priority {n}"] * 2]
    assert len(list_actions(workspace=workspace)) == 6
    assert outcomes(taken(workspace, sheets)) == ["already"] * 6


def test_a_hidden_old_version_is_left_out_and_said(workspace):
    sheets = {"OLD do not use": (HEAD, row("9", "Old")), "Plan": (HEAD, row("1", "New")),
              "Notes": (("Agreed by", "QEG"),)}  # fmt: skip
    rows = taken(workspace, sheets, hidden=["OLD do not use"])
    assert [a.title for a in list_actions(workspace=workspace)] == ["New"]
    left = {each.sheet: each.message for each in rows if each.outcome == "left"}
    assert left.keys() == {"OLD do not use", "Notes"}
    assert "hidden" in left["OLD do not use"]


def test_a_plan_that_is_hidden_altogether_is_named_as_such(workspace):
    with pytest.raises(SheetError, match="Hidden sheets are not read: Plan"):
        taken(workspace, {"Plan": (HEAD, row("1", "x")), "Front": (("a",),)}, hidden=["Plan"])


def test_what_a_plan_calls_complete_waits_for_qeg_with_every_column_kept(workspace):
    head = ("Ref", "Finding", "Recommendation", "Action", "Lead agency", "Timescale", "RAG",
            "Progress", "Status", "Budget code")  # fmt: skip
    rows = taken(workspace, {"Plan": (
        head,
        ("1", "Consent is thin", "Record it", "Add a box", "police", date(2017, 1, 31), "Blue",
         "Form changed 3 Jan", "Complete - Jan 2017", "77"),
        ("2", "History thin", "Check it", "Issue a guide", "health", DUE, "Red", "Not begun",
         "Not started", ""),
        ("3", "Old", "Drop", "Hold a fair", "health", DUE, "", "", "Superseded", ""),
        ("4", "Odd", "See", "Ring back", "health", DUE, "", "", "Fenced", ""),
    )})  # fmt: skip
    stand = {each.row: each.status for each in rows if each.outcome == "added"}
    assert stand == {2: "complete", 3: "open", 4: "proposed", 5: "open"}
    assert "Columns that are not used: Budget code." in {each.message for each in rows}
    done = the(workspace, title="Add a box")
    assert done.evidence == "Status: Complete - Jan 2017. RAG: Blue. Progress: Form changed 3 Jan."
    assert "Finding: Consent is thin. " in done.history[0].text
    assert done.closed_at is None
    open_ = the(workspace, title="Issue a guide")
    assert "RAG: Red. Progress: Not begun." in open_.history[0].text
    [odd] = [each for each in rows if each.row == 5]
    assert "Nobody here knows the status 'Fenced'" in odd.notes[0]


def test_merged_cells_stand_for_each_of_their_rows_and_one_number_for_several_actions(workspace):
    rows = [
        ("Joint plan",),
        HEAD,
        row("1", "Write the guide"),
        ("", "Train the desk", "", "", "", "Register"),
        ("", "Audit the desk", "", "", "", "Sample"),
        row("2", "Meet weekly"),
    ]
    merged = ["A1:F1", "A3:A5", "C3:C5", "D3:D5", "E3:E5"]
    told = taken(workspace, {"Plan": rows}, merged=merged, document="JTAI")
    assert outcomes(told) == ["added"] * 4
    found = [(a.recommendation, a.owner, a.due) for a in list_actions(workspace=workspace)]
    assert found == [
        *[("JTAI 1", "police", date(2017, 6, 30))] * 3,
        ("JTAI 2", "police", date(2017, 6, 30)),
    ]
    assert (
        outcomes(taken(workspace, {"Plan": rows}, merged=merged, document="JTAI"))
        == ["already"] * 4
    )


def test_the_key_to_the_colours_and_titles_are_no_actions(workspace):
    told = taken(workspace, {"Plan": (
        HEAD,
        ("Front door",),
        row("1", "Write the guide"),
        HEAD,
        row("2", "Green Lane hostel: visit weekly"),
        ("Key",),
        ("Red", "Overdue or not begun"),
        ("Green", "On track"),
    )})  # fmt: skip
    assert outcomes(told) == ["left", "added", "added", "left", "left", "left"]
    assert len(list_actions(workspace=workspace)) == 2


def test_several_owners_are_one_accountable_and_others_beside_it(workspace):
    told = taken(workspace, {"Plan": (
        ("Action", "Lead officer(s)", "Timescale"),
        ("Write it", "Police / Community Health", DUE),
        ("Send it", "Named Nurse (Community Health)", DUE),
        ("Read it", "Head of Everything", DUE),
    )})  # fmt: skip
    assert outcomes(told) == ["added", "added", "refused"]
    assert "police is accountable, health contribute" in told[0].notes[0]
    first, second = the(workspace, title="Write it"), the(workspace, title="Send it")
    assert (first.owner, first.contributors) == ("police", ("health",))
    assert (second.owner, second.lead) == ("health", "Named Nurse")


BODIES = (
    ("Action", "Lead agency", "With", "Due"),
    ("Publish the report", "the LSCB chair", "", DUE),
    ("Agree the tool", "Quality and Effectiveness Group", "police", DUE),
    ("Train every desk", "each agency", "", DUE),
    ("Write the protocol", "Police and all partners", "", DUE),
    ("Meet weekly", "health", "all agencies", DUE),
)


def test_what_belongs_to_a_body_is_taken_on_and_held_by_the_boards_office(workspace, tmp_path):
    told = taken(workspace, {"Plan": BODIES})
    assert outcomes(told) == ["added"] * 5
    assert [(a.owner, a.contributors) for a in list_actions(workspace=workspace)] == [
        ("the LSCB chair", ()), ("Quality and Effectiveness Group", ("police",)),
        ("each agency", ()), ("police", ()), ("health", ()),
    ]  # fmt: skip
    assert "'each agency' is no one agency: the board's office holds it" in told[2].notes[0]
    protocol, meeting = (
        the(workspace, title="Write the protocol"),
        the(workspace, title="Meet weekly"),
    )
    assert "Lead agency: Police and all partners." in protocol.history[0].text
    assert "With: all agencies." in meeting.history[0].text
    assert outcomes(taken(workspace, {"Plan": BODIES})) == ["already"] * 5
    sent = {each.unit: each.actions for each in send_action_books(workspace=workspace)}
    assert sent == {"business_unit": 3, "health_north": 1, "police": 1}
    # Somebody may contribute to it, and an agency may be given it.
    ref = the(workspace, title="Train every desk").id
    update_action(
        ref, workspace=workspace, text="", change=Change("They join in", contributors=("police",))
    )
    assert describe_action(ref, workspace=workspace).owner == "each agency"
    update_action(ref, workspace=workspace, text="", change=Change("It leads", owner="police"))
    assert describe_action(ref, workspace=workspace).contributors == ()


def test_matching_a_plan_asks_nothing_about_bodies(workspace):
    sheets = {"Plan": (("Action", "Owner"), ("Write it", "QEG; the Army"), ("Send", "The Board"))}
    proposed = propose_plan(a_plan(sheets), "plan.xlsx", workspace=workspace)
    unknown = unknown_plan_words(
        proposed, {"action": "Action", "owner": "Owner"}, workspace=workspace
    )
    assert unknown["owner"] == ("the Army",)


def test_an_action_without_a_day_is_proposed_until_qeg_gives_one(workspace):
    told = taken(workspace, {"Plan": (
        ("Action", "By whom", "Timescale", "Measure"),
        ("Write it", "police", "ASAP", "m"),
        ("Send it", "police", "End of April 2017", "m"),
    )})  # fmt: skip
    assert [each.status for each in told] == ["proposed", "open"]
    assert the(workspace, title="Send it").due == date(2017, 4, 30)
    ref = the(workspace, title="Write it").id
    with pytest.raises(UserError, match=f"{ref} has no day"):
        update_action(ref, workspace=workspace, text="Yes", status=ActionStatus.OPEN)
    name, book = export_agenda(date(2017, 3, 14), workspace=workspace)
    yes = {ref: {"What QEG decides": "Take on"}}
    [problem] = decide_agenda(filled_in(book, yes), name, workspace=workspace, early=True)
    assert "It has no day" in problem.message
    yes[ref]["New due date"] = date(2017, 5, 31)
    assert decide_agenda(filled_in(book, yes), name, workspace=workspace, early=True) == ()
    now = the(workspace, title="Write it")
    assert (now.status, now.due, now.times_moved) == ("open", date(2017, 5, 31), 0)


def test_a_plan_with_headings_of_its_own_is_matched_and_read_by_its_profile(workspace):
    sheets = {"Plan": (
        ("Our improvement", "Whose job", "Ready", "Stands"),
        ("Write it", "Cops", DUE, "Fenced"),
        ("Send it", "police; Cops", DUE, "Done"),
    )}  # fmt: skip
    with pytest.raises(SheetError, match="no row of headings with action, owner"):
        taken(workspace, sheets)
    proposed = propose_plan(a_plan(sheets), "plan.xlsx", workspace=workspace)
    assert proposed.headings == ("Our improvement", "Whose job", "Ready", "Stands")
    said = {"action": "Our improvement", "owner": "Whose job", "due": "Ready", "status": "Stands"}
    unknown = unknown_plan_words(proposed, said, workspace=workspace)
    assert unknown == {"owner": ("Cops",), "status": ("Fenced",)}
    profile = Profile(
        shape="theirs",
        columns={name: (heading,) for name, heading in said.items()},
        values={"owner": {"Cops": "police"}, "status": {"Fenced": "complete"}},
    )
    told = taken(workspace, sheets, profile=profile)
    assert [each.status for each in told] == ["complete", "complete"]
    wrong = profile.model_copy(update={"values": {"owner": {"Cops": "army"}}})
    with pytest.raises(UserError, match="means 'army'"):
        taken(workspace, sheets, profile=wrong)
