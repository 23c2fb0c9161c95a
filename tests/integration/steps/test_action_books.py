"""Owners and meetings work on actions in Excel: out, filled in, back, and asked again."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from builders import workspace as ws
from builders.actions import a_board, a_closing, an_open_action, filled_in, seen_in
from openpyxl import load_workbook

from audits.cli.action_words import lines_of
from audits.domain.answer import remedies_for
from audits.domain.errors import UserError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import bring_forward, describe_action, list_actions
from audits.queries.dispatches import list_dispatches
from audits.queries.trail import trail_faults
from audits.steps.action_packs.decide_agenda import add_meeting, decide_agenda
from audits.steps.action_packs.write import export_agency, export_agenda, export_list
from audits.steps.actions.change import Change, update_action
from audits.steps.returns.collect import collect_return
from audits.storage import ActionRow


DAY = date(2017, 3, 14)


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def stands(workspace, ref):
    """Return one action's record."""
    return describe_action(ref, workspace=workspace)


def test_an_agencys_workbook_holds_its_own_unfinished_actions_with_their_units(workspace):
    own = an_open_action(workspace, owner="health")
    of_unit = an_open_action(workspace, "Add it to induction", owner="health_north")
    an_open_action(workspace, owner="police")
    done = an_open_action(workspace, "Write the leaflet", owner="health")
    update_action(
        done, workspace=workspace, text="Leaflet of 2 March", status=ActionStatus.COMPLETE
    )
    _, book = export_agency("health", workspace=workspace)
    rows = seen_in(book)[3:]
    assert {row[1] for row in rows} == {own, of_unit}
    assert all(str(row[0]).startswith("P1.1-C00") for row in rows)


def test_what_an_owner_writes_in_its_workbook_comes_back_through_the_collection(workspace):
    first, second = an_open_action(workspace), an_open_action(workspace, "Train both teams")
    _, book = export_agency("social_care", workspace=workspace)
    said = {
        first: {"What has been done": "Template changed", "How much is done": 60},
        second: {"Is it complete": "Complete", "If complete": "Register of 1 March, in the hub"},
    }
    taken = collect_return(filled_in(book, said), "social_care.xlsx", workspace=workspace)
    assert (str(taken.outcome), taken.unit, taken.problems) == ("accepted", "social_care", ())
    assert stands(workspace, first).percent_done == 60
    assert stands(workspace, first).history[0].text == "Template changed"
    complete = stands(workspace, second)
    assert (complete.status, complete.rag) == ("complete", "blue")
    assert complete.evidence == "Register of 1 March, in the hub"
    assert complete.completed_by == "social_care"
    assert trail_faults(workspace=workspace) == ()


def test_each_row_that_cannot_be_taken_is_asked_again_and_the_rest_is_taken(workspace):
    refs = [an_open_action(workspace, f"Do thing {n}") for n in range(6)]
    closed = refs[5]
    _, book = export_agency("social_care", workspace=workspace)
    update_action(closed, workspace=workspace, text="Seen", status=ActionStatus.COMPLETE)
    a_closing(workspace, closed)
    said = {
        refs[0]: {"What has been done": "Half way"},
        refs[1]: {"Is it complete": "Complete"},
        refs[2]: {"If the date must move": date(2017, 8, 1)},
        refs[3]: {"If the date must move": date(2016, 8, 1), "Why": "Staff left"},
        refs[4]: {"How much is done": 250},
        closed: {"What has been done": "More"},
    }
    taken = collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    assert str(taken.outcome) == "queried"
    said_of = {p.case: (p.question, p.message) for p in taken.problems}
    assert said_of[refs[1]] == (
        "evidence", "Say what shows that it is complete, and where that is kept.",
    )  # fmt: skip
    assert said_of[refs[2]] == ("why", "Say why the date must move.")
    assert said_of[refs[3]][0] == "new_due"
    assert "01/08/2016, which is past" in said_of[refs[3]][1]
    assert said_of[refs[4]] == ("done", "Enter a percentage: a number from 0 to 100.")
    assert f"{closed} is closed, so nothing was written" in said_of[closed][1]
    assert stands(workspace, refs[0]).history[0].text == "Half way"
    assert [stands(workspace, ref).history for ref in refs[1:5]] == [()] * 4
    assert len(stands(workspace, closed).history) == 2


@pytest.mark.parametrize("done", ["100%", "100 %", "100 per cent", 1, "all of it"])
def test_what_is_complete_and_shown_is_taken_however_its_share_is_written(workspace, done):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    said = {"How much is done": done, "Is it complete": "Complete", "If complete": "Minute 3"}
    taken = collect_return(filled_in(book, {ref: said}), "x.xlsx", workspace=workspace)
    assert str(taken.outcome) == "accepted", taken.problems
    now = stands(workspace, ref)
    assert (now.status, now.percent_done, now.evidence) == ("complete", 100, "Minute 3")


@pytest.mark.parametrize(
    ("done", "share"), [("60%", 60), ("1%", 1), (0.01, 1), ("0.5 per cent", 0), (0.6, 60), ("5", 5)]
)
def test_a_share_is_read_with_its_sign_and_as_a_spreadsheet_keeps_it(workspace, done, share):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    said = {ref: {"How much is done": done}}
    taken = collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    assert str(taken.outcome) == "accepted", taken.problems
    assert stands(workspace, ref).percent_done == share


def test_a_bare_one_is_asked_about_for_a_hundred_per_cent_is_kept_so(workspace):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    taken = collect_return(
        filled_in(book, {ref: {"How much is done": 1}}), "x", workspace=workspace
    )
    assert "Is this 1 per cent or 100?" in taken.problems[0].message


def test_the_letter_names_as_many_problems_as_the_screen(workspace, tmp_path):
    refs = [an_open_action(workspace, f"Do thing {n}") for n in range(3)]
    _, book = export_agency("social_care", workspace=workspace)
    said = {
        refs[0]: {"How much is done": "most", "If the date must move": "soon"},
        refs[1]: {"If the date must move": date(2017, 8, 1)},
        refs[2]: {"How much is done": 250},
    }
    taken = collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    ws.send(workspace)
    told = [each for each in taken.problems if each.is_query]
    [text] = [path.read_text("utf-8-sig") for path in (tmp_path / "home" / "outbox").rglob("*.txt")]
    assert len(told) == 4
    assert f"{len(told)} answers need another look" in text
    assert all(each.message in text for each in told)


def test_a_query_about_an_action_goes_out_as_the_workbooks_next_edition(workspace, tmp_path):
    first, second = an_open_action(workspace), an_open_action(workspace, "Train both teams")
    _, book = export_agency("social_care", workspace=workspace)
    said = {first: {"Is it complete": "Complete"}, second: {"What has been done": "One team"}}
    collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    [letter] = list_dispatches(workspace=workspace)
    assert (letter.unit, letter.purpose, letter.cycle) == ("social_care", "query", None)
    ws.send(workspace)
    [again] = (tmp_path / "home" / "outbox" / "social_care").glob("*.xlsx")
    queries = seen_in(again.read_bytes(), "Queries")
    assert queries[3][1] == first
    answered = filled_in(again.read_bytes(), {first: {"If complete": "Minutes of 7 March"}})
    taken = collect_return(answered, "again.xlsx", workspace=workspace)
    assert (str(taken.outcome), taken.problems) == ("accepted", ())
    assert stands(workspace, first).status == "complete"
    assert [each.text for each in stands(workspace, second).history] == ["One team"]


def test_a_workbook_returned_twice_says_everything_once(workspace):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    for more in ({}, {"If complete": "not yet"}):
        said = {ref: {"What has been done": "Template changed", "How much is done": 60}}
        collect_return(filled_in(book, said), f"{len(more)}.xlsx", workspace=workspace)
    assert len(stands(workspace, ref).history) == 1


def test_names_are_masked_and_what_begins_like_a_formula_stays_text(workspace):
    ref = an_open_action(workspace, "=HYPERLINK(1) tidy the template")
    _, book = export_agency("social_care", workspace=workspace)
    assert seen_in(book)[3][2] == "=HYPERLINK(1) tidy the template"
    collect_return(
        filled_in(book, {ref: {"What has been done": "Rang 01632 960 001, told"}}),
        "x",
        workspace=workspace,
    )
    assert stands(workspace, ref).history[0].text == "Rang [removed], told"


def test_a_meeting_decides_in_its_agenda_and_each_decision_says_when_and_where(workspace):
    done, undone, new = (an_open_action(workspace, title) for title in ("Done", "Undone", "Late"))
    for ref in (done, undone):
        update_action(
            ref, text="Seen in the log", status=ActionStatus.COMPLETE, workspace=workspace
        )
    later = ws.workspace_of(workspace.stores.papers.parent, now=ws.FIVE.replace(month=8))
    meeting = date(2017, 8, 15)
    add_meeting(meeting, workspace=later)
    brought = {row.id: row.decide for row in bring_forward(workspace=later)}
    assert brought[done] == "Complete, says its owner: did it work? Close it, or keep it open."
    assert brought[new] == "Overdue by 46 days on the day of the meeting: what has to happen now?"
    _, book = export_agenda(meeting, workspace=later)
    said = {
        done: {"What QEG decides": "Close", "What has changed": "Audit of May shows it"},
        undone: {"What QEG decides": "keep open", "What has changed": "Only one team"},
        new: {"What QEG decides": "Close", "What has changed": "x"},
    }
    problems = decide_agenda(filled_in(book, said), "agenda.xlsx", workspace=later, early=True)
    assert [p.case for p in problems] == [new]
    assert "It may decide: keep open, withdraw." in problems[0].message
    closed = stands(later, done)
    assert (closed.status, closed.rag, closed.meeting) == ("closed", "black", date(2017, 8, 15))
    assert closed.impact == "Audit of May shows it"
    assert closed.closed_why == "Audit of May shows it"
    reopened = stands(later, undone)
    assert (reopened.status, reopened.evidence) == ("open", "")
    assert [each.status_after for each in reopened.history] == ["complete", "open"]
    at_meeting = ActionFilter(meeting=meeting)
    assert {row.id for row in list_actions(at_meeting, workspace=later)} >= {done, undone}


def test_an_agenda_that_comes_by_the_inbox_decides_nothing(workspace):
    ref = an_open_action(workspace)
    update_action(ref, workspace=workspace, text="See log", status=ActionStatus.COMPLETE)
    _, book = export_agenda(DAY, workspace=workspace)
    said = {ref: {"What QEG decides": "Close", "What has changed": "All is well"}}
    taken = collect_return(filled_in(book, said), "agenda.xlsx", workspace=workspace)
    assert str(taken.outcome) == "quarantined"
    assert remedies_for([taken.problems[0].code]) == (Remedy(Verb.TAKE_DECISIONS),)
    assert stands(workspace, ref).status == "complete"
    assert (
        decide_agenda(filled_in(book, said), "agenda.xlsx", workspace=workspace, early=True) == ()
    )
    assert stands(workspace, ref).status == "closed"


def test_a_reason_without_a_decision_is_said(workspace):
    ref = an_open_action(workspace)
    update_action(ref, workspace=workspace, text="See log", status=ActionStatus.COMPLETE)
    _, book = export_agenda(DAY, workspace=workspace)
    said = {ref: {"What has changed": "x"}}
    [problem] = decide_agenda(filled_in(book, said), "a", workspace=workspace, early=True)
    assert problem.message == "Something is written here, but no decision is chosen."


def test_more_actions_than_a_workbook_holds_are_refused(workspace):
    with workspace.open_uow() as uow:
        rows = [
            ActionRow(
                id=f"X{n}", title="x", source="x", owner="police", due=DAY, original_due=DAY,
                status=ActionStatus.OPEN, opened_on=DAY,
            )
            for n in range(1000)
        ]  # fmt: skip
        uow.add_all(rows)
        uow.note("actions made up", "test")
        uow.commit()
    with pytest.raises(UserError, match="A workbook holds 999 actions and there are 1000"):
        export_agency("police", workspace=workspace)


def test_a_file_that_is_no_agenda_is_refused_in_a_sentence(workspace):
    with pytest.raises(UserError, match=r"notes\.txt is no agenda of a meeting"):
        decide_agenda(b"notes", "notes.txt", workspace=workspace)


def test_nothing_to_export_is_said(workspace):
    with pytest.raises(UserError, match="has no unfinished action"):
        export_agency("police", workspace=workspace)
    with pytest.raises(UserError, match="There is nothing for the meeting"):
        export_agenda(DAY, workspace=workspace)
    with pytest.raises(UserError, match="'army' is no agency on your list"):
        export_agency("army", workspace=workspace)


def test_the_whole_plan_is_a_list_with_dates_as_dates(workspace):
    ref = an_open_action(workspace, "=1+1", contributors=["health", "police"], measure="8 of 10")
    update_action(ref, workspace=workspace, text="Begun", change=Change("Begun", percent_done=10))
    rows = seen_in(export_list(workspace=workspace))
    record = dict(zip(rows[0], rows[1], strict=True))
    assert record["Due"].date() == date(2017, 6, 30)
    assert record["Contributors"] == "health, police"
    assert (record["RAG"], record["Title"]) == ("green", "=1+1")


def test_what_happens_after_midnight_in_summer_has_englands_day_in_the_plan(workspace, tmp_path):
    ref = an_open_action(workspace)
    late = ws.workspace_of(tmp_path / "home", datetime(2017, 6, 30, 23, 30, tzinfo=UTC))
    change = Change("Done", status=ActionStatus.COMPLETE, evidence="A log")
    update_action(ref, workspace=late, text="", change=change)
    rows = seen_in(export_list(workspace=late))
    record = dict(zip(rows[0], rows[1], strict=True))
    assert record["Completed at"].date() == date(2017, 7, 1)
    assert any("complete on 1 July 2017" in line for line in lines_of(stands(late, ref)))


def changed(book, change):
    """Return a workbook whose sheet of actions was changed."""
    opened, file = load_workbook(BytesIO(book)), BytesIO()
    change(opened["Actions"])
    opened.save(file)
    return file.getvalue()


def without_its_reference(sheet):
    sheet["A4"] = None


def without_headings(sheet):
    sheet.delete_rows(3)


CANNOT_BE_READ = [without_its_reference, without_headings]


@pytest.mark.parametrize("change", CANNOT_BE_READ)
def test_what_an_owner_wrote_where_it_cannot_be_read_is_asked_again(workspace, change):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    said = filled_in(book, {ref: {"What has been done": "Told all of them"}})
    taken = collect_return(changed(said, change), "x.xlsx", workspace=workspace)
    assert str(taken.outcome) == "queried"
    assert ref in {each.case for each in taken.problems if each.is_query}
    assert stands(workspace, ref).history == ()


@pytest.mark.parametrize("change", CANNOT_BE_READ)
def test_a_decision_that_cannot_be_read_is_named_and_not_taken(workspace, change):
    refs = [an_open_action(workspace, f"Do thing {n}") for n in range(2)]
    for ref in refs:
        update_action(ref, workspace=workspace, text="Done", status=ActionStatus.COMPLETE)
    name, book = export_agenda(DAY, workspace=workspace)
    each = {"What QEG decides": "Close", "What has changed": "Nine of ten"}
    data = changed(filled_in(book, dict.fromkeys(refs, each)), change)
    if change is without_headings:
        with pytest.raises(UserError, match="Nothing is decided"):
            decide_agenda(data, name, workspace=workspace, early=True)
    else:
        problems = decide_agenda(data, name, workspace=workspace, early=True)
        assert refs[0] in {each.case for each in problems if each.is_query}
    assert stands(workspace, refs[0]).status == "complete"


def test_rows_deleted_from_a_workbook_say_nothing_and_are_no_problem(workspace):
    kept, gone = (an_open_action(workspace, f"Do thing {n}") for n in range(2))
    _, book = export_agency("social_care", workspace=workspace)
    said = filled_in(book, {kept: {"What has been done": "Half way"}})
    taken = collect_return(
        changed(said, lambda sheet: sheet.delete_rows(5)), "x", workspace=workspace
    )
    assert (str(taken.outcome), taken.problems) == ("accepted", ())
    assert stands(workspace, gone).history == ()
