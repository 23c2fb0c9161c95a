"""The action plan: two gates, dates that keep what they were, and colours nobody can type."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import workspace as ws
from builders.actions import JUNE, a_board, an_open_action
from builders.statements import counted
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy.exc import IntegrityError

from audits.actions import Better, MeasureKind, rag
from audits.domain.action import Rag
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.level import Dated, level_from
from audits.domain.remedies import Missing, Remedy
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter, action_of, review_actions, reviewed
from audits.queries.actions import bring_forward, describe_action, list_actions
from audits.queries.findings import list_findings
from audits.queries.trail import trail_faults
from audits.steps.actions.change import Change, add_action, update_action
from audits.steps.actions.import_plan import import_actions
from audits.steps.actions.measure import Measured, measure_action
from audits.storage import ActionRow


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


DAY = date(2017, 3, 14)


def completed(workspace, **how):
    """Return an action that its owner calls complete."""
    ref = an_open_action(workspace, **how)
    update_action(ref, workspace=workspace, text="Minutes of 2 March", status=ActionStatus.COMPLETE)
    return ref


def close(workspace, ref, **how):
    change = Change("It worked", status=ActionStatus.CLOSED, **{"meeting": DAY, **how})
    update_action(ref, workspace=workspace, text="", change=change)


def test_a_closed_action_shows_who_when_and_on_what_evidence(workspace):
    ref = completed(workspace)
    close(workspace, ref, by="QEG", meeting=date(2017, 3, 14), minute="item 3")
    facts = describe_action(ref, workspace=workspace)
    assert facts.completed_at == facts.closed_at == ws.FIVE
    assert (facts.evidence, facts.impact) == ("Minutes of 2 March", "It worked")
    assert (facts.closed_by, facts.meeting, facts.minute) == (
        "QEG", date(2017, 3, 14), "item 3",
    )  # fmt: skip
    assert facts.completed_by
    assert facts.rag == "black"


def test_an_action_is_not_closed_before_its_owner_calls_it_complete(workspace):
    ref = an_open_action(workspace)
    with pytest.raises(StatusError, match="Complete it before you close it"):
        close(workspace, ref)


def test_an_action_is_closed_by_qeg_at_a_meeting_and_by_nobody_else(workspace):
    ref = completed(workspace)
    with pytest.raises(UserError, match="Say which meeting decided to close A1") as error:
        close(workspace, ref, meeting=None)
    assert error.value.remedy == (Remedy(Missing.MEETING),)
    close(workspace, ref)
    assert describe_action(ref, workspace=workspace).closed_by == "QEG"


GATES = {
    "complete without evidence": {"status": "complete", "completed_by": "x"},
    "complete by nobody": {"status": "complete", "evidence": "x"},
    "closed by nobody": {
        "status": "closed", "evidence": "x", "completed_by": "x",
        "completed_at": datetime(2017, 3, 9, tzinfo=UTC), "impact": "x",
    },
    "green": {"typed_rag": "green", "typed_why": "It is fine"},
    "amber without a reason": {"typed_rag": "amber"},
    "without an owner": {"owner": ""},
    "moved in silence": {"due": date(2018, 1, 1)},
    "more than done": {"percent_done": 101},
}  # fmt: skip


@pytest.mark.parametrize("what", GATES)
def test_the_database_itself_refuses_an_action_that_is(workspace, what):
    ref = an_open_action(workspace)
    with workspace.open_uow() as uow:
        row = uow.get(ActionRow, ref)
        for name, value in GATES[what].items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError, match="ck_action_"):
            uow.add(row)


def test_nobody_can_call_an_action_green_and_anybody_may_call_it_worse(workspace):
    ref = an_open_action(workspace)
    with pytest.raises(UserError, match="cannot be called green: a colour is worked out"):
        update_action(ref, workspace=workspace, text="", change=Change("Fine", typed_rag=Rag.GREEN))
    update_action(
        ref, workspace=workspace, text="", change=Change("Two posts empty", typed_rag=Rag.RED)
    )
    facts = describe_action(ref, workspace=workspace)
    assert (facts.rag, facts.typed_why) == ("red", "Two posts empty")
    update_action(ref, workspace=workspace, text="", change=Change("Posts filled", lift_rag=True))
    assert describe_action(ref, workspace=workspace).rag == "green"


def test_a_date_that_moves_keeps_what_it_was_and_why(workspace):
    ref = an_open_action(workspace)
    for day, why in ((date(2017, 8, 1), "Staff left"), (date(2017, 9, 1), "New system")):
        update_action(ref, workspace=workspace, text=why, due=day)
    facts = describe_action(ref, workspace=workspace)
    assert (facts.original_due, facts.due, facts.rag) == (
        date(2017, 6, 30), date(2017, 9, 1), "red",
    )  # fmt: skip
    assert [(h.due_before, h.due_after, h.text) for h in facts.history] == [
        (date(2017, 6, 30), date(2017, 8, 1), "Staff left"),
        (date(2017, 8, 1), date(2017, 9, 1), "New system"),
    ]


def test_a_reopened_action_keeps_its_history(workspace):
    ref = completed(workspace)
    close(workspace, ref)
    with pytest.raises(StatusError, match=f"{ref} is closed, so nothing was written about it"):
        update_action(ref, workspace=workspace, text="More")
    update_action(ref, workspace=workspace, text="It came back", status=ActionStatus.OPEN)
    facts = describe_action(ref, workspace=workspace)
    assert (facts.closed_at, facts.closed_by, facts.evidence) == (None, "", "")
    assert [h.status_after for h in facts.history] == ["complete", "closed", "open"]
    assert facts.history[1].reason == "It worked"
    assert trail_faults(workspace=workspace) == ()


def test_one_agency_is_accountable_and_others_contribute(workspace):
    ref = an_open_action(workspace, contributors=["police", "health", "social_care", "police"])
    facts = describe_action(ref, workspace=workspace)
    assert (facts.owner, facts.contributors) == ("social_care", ("health", "police"))
    update_action(ref, workspace=workspace, text="", change=Change("QEG moved it", owner="police"))
    facts = describe_action(ref, workspace=workspace)
    assert (facts.owner, facts.contributors) == ("police", ("health",))


BAD = {
    "'army' is no agency on your list": {"owner": "army"},
    "'navy' is no agency on your list": {"contributors": ["navy"]},
    "has no owner": {"owner": " "},
    "which is past": {"due": date(2017, 3, 8)},
    "There is no finding 'F9'": {"findings": ["F9"]},
    "cannot begin on 01/07/2017, after it is due": {"start": date(2017, 7, 1)},
}


@pytest.mark.parametrize("says", BAD)
def test_what_cannot_be_added_is_refused_in_a_sentence(workspace, says):
    with pytest.raises(UserError, match=says):
        an_open_action(workspace, **BAD[says])
    with pytest.raises(UserError, match="does not say what is to be done"):
        add_action(" ", owner="police", due=JUNE, workspace=workspace)
    assert list_actions(workspace=workspace) == []


def test_closing_needs_the_measure_to_have_moved_or_a_reason_of_qegs(workspace):
    ref = completed(workspace)
    said = Measured(
        "feedback_to_referrer", MeasureKind.QUESTION, Better.UP,
        Dated(level_from("12/20"), date(2017, 1, 9)),
        Dated(level_from("17/20"), JUNE),
    )  # fmt: skip
    measure_action(ref, said, workspace=workspace)
    with pytest.raises(UserError, match="has not been measured again since 9 January 2017"):
        close(workspace, ref)
    again = Measured(after=Dated(level_from("17 of 20"), date(2017, 3, 1)))
    verdict = measure_action(ref, again, workspace=workspace)
    # By hand from Wilson's 0.387 to 0.781 and 0.640 to 0.948: 0.25 - 0.278 and 0.25 + 0.235.
    assert "consistent with improvement, not proof (−3 to +48 points)" in verdict.words
    assert not verdict.moved
    with pytest.raises(UserError, match="nothing shows yet that it worked"):
        close(workspace, ref)
    close(workspace, ref, reason="Every practitioner says so")
    facts = describe_action(ref, workspace=workspace)
    assert facts.closed_why == "Every practitioner says so"
    assert "−3 to +48 points" in facts.impact


def test_a_re_audit_is_proposed_in_an_audit_that_asks_the_same_question(workspace):
    ref = an_open_action(workspace)
    said = Measured("timeliness", MeasureKind.QUESTION, target=Dated(level_from("18/20"), JUNE))
    measure_action(ref, said, workspace=workspace)
    facts = describe_action(ref, workspace=workspace)
    assert (facts.reaudit_kind, facts.reaudit_on) == ("mash_weekly", date(2017, 6, 30))


def test_levels_of_two_kinds_are_not_compared(workspace):
    ref = an_open_action(workspace)
    said = Measured(
        "interviews offered", MeasureKind.FIGURE,
        baseline=Dated(level_from("61"), JUNE), after=Dated(level_from("12/20"), JUNE),
    )  # fmt: skip
    with pytest.raises(UserError, match="are not of one kind"):
        measure_action(ref, said, workspace=workspace)


def test_nothing_is_measured_on_a_day_to_come(workspace):
    ref = an_open_action(workspace)
    for name in ("baseline", "after"):
        said = Measured("timeliness", **{name: Dated(level_from("3/5"), JUNE)})
        with pytest.raises(UserError, match="Nothing can have been measured on 30/06/2017"):
            measure_action(ref, said, workspace=workspace)
    assert describe_action(ref, workspace=workspace).measured is None


PLAN = """\
Joint inspection action plan,,,
Recommendation,Lead agency,By when,Outcome measure,Contributing agencies
Agree one risk tool,Police,70 working days,18 of 20 cases,"Community Health; social_care"
Train front desks,Army,30/06/2017,,
,Police,30/06/2017,,
Offer interviews within 72 hours,,30/06/2017,,
Meet monthly,health,01/02/2017,,
Write to schools,lscb,soon,,
Count attendance,police,30/06/2017,,Navy
Agree one risk tool,police,30/06/2017,,
"""


def test_a_plan_is_taken_in_row_by_row_and_each_bad_row_says_why(workspace):
    start = date(2018, 1, 30)
    later = ws.workspace_of(
        workspace.stores.papers.parent, now=datetime(2017, 3, 9, 17, tzinfo=UTC)
    )
    rows = import_actions(
        PLAN.encode(), "plan.csv", workspace=later, source="Inspection: JTAI", published=start
    )
    said = {row.row: (row.outcome, row.message) for row in rows}
    assert [row.outcome for row in rows] == [
        "added",
        *["refused"] * 4,
        "added",
        "refused",
        "already",
    ]
    assert "'Army' is no agency on your list" in said[4][1]
    assert said[5][1] == "It does not say what is to be done. Fill in the action."
    assert said[6][1] == "It has no owner. Name the one agency that is accountable."
    assert "01/02/2017, is past" in said[7][1]
    assert (rows[5].row, rows[5].status) == (8, "proposed")
    assert "'soon' is no day: QEG must give one" in rows[5].notes[0]
    assert "'Navy', which contributes" in said[9][1]
    action, _ = list_actions(workspace=workspace)
    # 70 working days from 30 January 2018, over Good Friday, Easter Monday and early May.
    assert (action.due, action.origin) == (date(2018, 5, 11), "inspection")
    assert action.contributors == ("health", "social_care")
    again = import_actions(PLAN.encode(), "plan.csv", workspace=later, source="Inspection: JTAI")
    assert [row.outcome for row in again].count("added") == 0


def test_a_file_without_a_plan_is_refused(workspace):
    with pytest.raises(UserError, match=r"x\.csv has no row of headings with action, owner"):
        import_actions(b"a,b\n1,2\n", "x.csv", workspace=workspace)


def test_a_dry_run_keeps_nothing(workspace):
    import_actions(PLAN.encode(), "plan.csv", workspace=workspace, dry_run=True)
    assert list_actions(workspace=workspace) == []


def test_the_list_filters_by_owner_overdue_colour_source_theme_and_meeting(workspace):
    unit = an_open_action(workspace, owner="health_north", source="Case review 2")
    late = an_open_action(workspace, due=date(2017, 3, 20), theme="timeliness")
    completed(workspace, owner="police", source="Challenge: cells")
    then = ws.workspace_of(workspace.stores.papers.parent, now=datetime(2017, 4, 10, 9, tzinfo=UTC))

    def ids(**wanted):
        return [row.id for row in list_actions(ActionFilter(**wanted), workspace=then)]

    assert ids(owner="health") == [unit]
    assert ids(overdue=True) == ids(rag=Rag.RED) == ids(theme="timeliness") == [late]
    assert ids(source="review") == ids(source="Case review 2") == [unit]
    assert ids(rag=Rag.BLUE) == ids(source="challenge")
    assert ids(limit=1) == [late]
    assert late in ids(meeting=date(2017, 4, 11))
    assert unit not in ids(meeting=date(2017, 4, 11))
    assert {row.id for row in bring_forward(date(2017, 4, 11), workspace=then)} == {late, "A3"}
    with pytest.raises(NotFoundError, match="No meeting of QEG is to come"):
        bring_forward(workspace=then)


STATES = st.sampled_from([ActionStatus.PROPOSED, ActionStatus.OPEN])
DAYS = st.integers(-60, 60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(STATES, st.none() | DAYS, st.integers(0, 2), st.integers(0, 100),
                  st.none() | DAYS, st.sampled_from([None, Rag.AMBER, Rag.RED])),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_the_database_and_the_rule_give_every_action_the_same_colour(workspace, rows):
    today = workspace.today()
    with workspace.open_uow() as uow:
        for n, (status, days, moved, done, updated, typed) in enumerate(rows):
            due = None if days is None else today + timedelta(days=days)
            uow.add(
                ActionRow(
                    id=f"X{n}", title="x", source="x", owner="police", due=due, original_due=due,
                    status=status, opened_on=today - timedelta(days=abs(days or 31)),
                    times_moved=moved, percent_done=done, typed_rag=typed, typed_why="x",
                    updated_at=None if updated is None else workspace.clock()
                    - timedelta(days=abs(updated), hours=abs(updated) % 24),
                )
            )  # fmt: skip
        for colour in Rag:
            for listed, _, _, _ in reviewed(
                ActionFilter(rag=colour), view=uow, workspace=workspace
            ):
                assert rag(action_of(listed.row), today, workspace.calendar) is colour
        found = [reviewed(ActionFilter(rag=c), view=uow, workspace=workspace) for c in Rag]
        assert sum(map(len, found)) == len(rows)


def test_a_list_takes_five_statements_and_a_change_fifteen(workspace):
    refs = [an_open_action(workspace, f"Do thing {n}", contributors=["police"]) for n in range(30)]
    wanted = ActionFilter(owner="social_care", rag=Rag.GREY, theme="", limit=20)
    with counted() as listing:
        assert len(list_actions(wanted, workspace=workspace)) == 20
    assert len(listing) <= 5, listing
    with counted() as changing:
        update_action(
            refs[0], workspace=workspace, text="Moved", due=date(2017, 9, 1), percent_done=10
        )
    # Five of them look for whom the text may name, so that it can be masked.
    assert len(changing) <= 15, changing
    with counted() as adding:
        an_open_action(workspace, "One more", contributors=["police", "health"])
    assert len(adding) <= 15, adding
    with counted() as passing:
        update_action(refs[1], workspace=workspace, text="See log", status=ActionStatus.COMPLETE)
    assert len(passing) <= 15, passing


REFUSED = {
    "Say what has happened": Change(" "),
    "150 is not a percentage": Change("x", percent_done=150),
    "is withdrawn, so nothing was written about it.$": Change("x"),
}


@pytest.mark.parametrize("says", REFUSED)
def test_an_update_that_says_nothing_possible_is_refused(workspace, says):
    ref = an_open_action(workspace)
    if "withdrawn" in says:
        update_action(ref, workspace=workspace, text="Not needed", status=ActionStatus.WITHDRAWN)
    with pytest.raises(UserError, match=says):
        update_action(ref, workspace=workspace, text="", change=REFUSED[says])


@pytest.fixture
def found(asked, tmp_path):
    """Return a workspace whose week is analysed, with findings and proposed actions."""
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "found"))
    ws.collect(workspace)
    return workspace


def test_a_proposed_action_comes_to_the_meeting_and_may_have_more_findings(found):
    proposed = list_actions(workspace=found)[0]
    [brought, *_] = bring_forward(date(2017, 3, 14), workspace=found)
    assert brought.decide == "Proposed: is it taken on, by whom and by when?"
    other = [f.id for f in list_findings(ws.REF, workspace=found)]
    change = Change("Belongs here too", findings=tuple(other), contributors=("police",))
    update_action(proposed.id, workspace=found, text="", change=change)
    facts = describe_action(proposed.id, workspace=found)
    assert facts.findings == tuple(sorted(other))
    assert len(review_actions(workspace=found)) == len(list_actions(workspace=found))


def test_a_measure_is_counted_in_the_answers_of_two_cycles(found):
    ref = list_actions(workspace=found)[0].id
    said = Measured("timeliness", baseline_cycle=ws.REF, after_cycle=ws.REF)
    verdict = measure_action(ref, said, workspace=found)
    assert "no change seen, which does not show that there was none" in verdict.words
    facts = describe_action(ref, workspace=found)
    assert facts.measured.after_cycle == facts.reaudit_cycle == ws.REF
    assert facts.reaudit_kind == "mash_weekly"


def test_a_figure_and_a_question_that_nobody_asks_have_no_cycle_to_re_audit(workspace):
    for name, kind in (("offered", MeasureKind.FIGURE), ("weather", MeasureKind.QUESTION)):
        ref = an_open_action(workspace, name)
        measure_action(ref, Measured(name, kind), workspace=workspace)
        assert describe_action(ref, workspace=workspace).reaudit_kind == ""


def test_what_a_past_meeting_decided_is_listed_and_what_waits_is_not(workspace):
    ref, other = an_open_action(workspace), completed(workspace)
    meeting = date(2017, 3, 1)
    update_action(ref, workspace=workspace, text="", change=Change("Keep open.", meeting=meeting))
    listed = list_actions(ActionFilter(meeting=meeting), workspace=workspace)
    assert [row.id for row in listed] == [ref]
    today = workspace.today()
    update_action(
        other,
        workspace=workspace,
        text="",
        change=Change("Back", None, None, ActionStatus.OPEN, meeting=today),
    )
    assert [row.id for row in list_actions(ActionFilter(meeting=today), workspace=workspace)] == [
        other
    ]
    assert bring_forward(today, workspace=workspace) == []
