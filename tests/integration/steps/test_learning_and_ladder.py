"""The ladder of an action, each rung once; and what was learnt, joined across audits."""

from datetime import UTC, date, datetime

import pytest
from builders import workspace as ws
from builders.actions import a_board, a_closing, an_open_action

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.status import ActionStatus
from audits.queries.dispatches import list_dispatches
from audits.queries.findings import list_findings
from audits.queries.learning import list_challenges, list_training
from audits.queries.themes import list_themes
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.decide_agenda import add_meeting
from audits.steps.actions.change import update_action
from audits.steps.actions.measure import level_in
from audits.steps.agencies.import_list import import_agencies
from audits.steps.dispatch.settle import recall_dispatch
from audits.steps.findings.sign_off import sign_off
from audits.steps.learning.record import (
    meet_training,
    need_training,
    raise_challenge,
    record_sharing,
    settle_challenge,
)
from audits.storage import Contact, Dispatch, Meeting
from audits.storage.tables_board import Counter


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def on(workspace, day):
    """Return the same workspace on a day of 2017."""
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return ws.workspace_of(workspace.stores.papers.parent, now=now)


def test_an_action_climbs_its_ladder_one_rung_at_a_time_and_each_only_once(workspace):
    first = an_open_action(workspace, due=date(2017, 6, 30))
    an_open_action(workspace, "Train both teams", due=date(2017, 6, 30))
    add_meeting(date(2017, 7, 18), workspace=workspace)
    days = [date(2017, 6, d) for d in (1, 2, 3, 23, 30)] + [date(2017, 7, d) for d in (14, 15, 18)]
    reached = {day: len(chase_actions(workspace=on(workspace, day))) for day in days}
    # 28 and 7 days before, the day itself, 14 days after, and the next meeting of QEG.
    assert [day for day, number in reached.items() if number] == [
        date(2017, 6, 2), date(2017, 6, 23), date(2017, 6, 30), date(2017, 7, 14),
        date(2017, 7, 18),
    ]  # fmt: skip
    letters = [(row.unit, row.purpose) for row in list_dispatches(workspace=workspace)]
    assert letters == [
        *[("social_care", "action-reminder")] * 3, ("business_unit", "action-escalation"),
    ]  # fmt: skip
    with workspace.open_uow() as uow:
        body = uow.all(Dispatch, order_by=Dispatch.due_at)[-1].body
    assert f"{first} (social_care): Tell every referrer the outcome" in body
    assert "due on 30 June 2017, 14 days ago; now for QEG member" in body


OFFICES = (
    b"agency,agency_name,unit,unit_name,contact,email,role,deputy,qeg\n"
    b"lscb,Board,business_unit,Business unit,Officer,unit@board.example.org,lead,no,\n"
    b"lscb,Board,business_unit,Business unit,Head,head@care.example.org,QEG,no,social_care\n"
    b"lscb,Board,business_unit,Business unit,Chair,chair@board.example.org,chair,no,chair\n"
)


def test_who_sits_on_qeg_and_who_chairs_the_board_hear_of_what_is_overdue(workspace):
    import_agencies(OFFICES, workspace=workspace)
    an_open_action(workspace, due=date(2017, 6, 30))
    an_open_action(workspace, "Brief each shift", owner="police", due=date(2017, 6, 30))
    for day in (date(2017, 7, 14), date(2017, 8, 29)):  # 14 and 60 days late
        chase_actions(workspace=on(workspace, day))
    with workspace.open_uow() as uow:
        letters = uow.all(
            Dispatch, Dispatch.purpose == "action-escalation", order_by=Dispatch.due_at
        )
    heard = {(row.recipients[0], row.addressed_to): row.body for row in letters}
    assert set(heard) == {
        ("head@care.example.org", "qeg_member:social_care"),
        ("unit@board.example.org", ""),  # nobody sits on QEG for the police
        ("chair@board.example.org", "chair"),
    }
    assert "Tell every referrer" in heard["head@care.example.org", "qeg_member:social_care"]
    assert "Brief each shift" not in heard["head@care.example.org", "qeg_member:social_care"]
    assert "Nobody is named as QEG member" in heard["unit@board.example.org", ""]
    assert "Brief each shift" in heard["chair@board.example.org", "chair"]


def test_a_letter_goes_by_each_route_that_reaches_somebody_and_to_a_deputy_left_alone(workspace):
    import_agencies(
        b"agency,agency_name,unit,unit_name,contact,email,role,deputy\n"
        b"lscb,Board,business_unit,Business unit,Officer,unit@board.example.org,lead,no\n"
        b"police,Police,police,Police,Deputy,deputy@police.example.org,deputy,yes\n"
        b"social_care,Care,social_care,Social Care,Lead,lead@care.example.org,lead,no\n"
        b"social_care,Care,social_care,Social Care,Second,second@care.example.org,lead,no\n",
        workspace=workspace,
    )  # the police's lead is no longer on the list
    with workspace.open_uow() as uow:
        second = uow.first(Contact, Contact.email == "second@care.example.org")
        second.channel = "notify"
        uow.add(second)
        uow.note("agencies imported", "agencies")
        uow.commit()
    an_open_action(workspace, due=date(2017, 6, 30))
    an_open_action(workspace, owner="police", due=date(2017, 6, 30))
    chase_actions(workspace=on(workspace, date(2017, 6, 2)))
    with workspace.open_uow() as uow:
        sent = {(row.channel, *row.recipients) for row in uow.all(Dispatch)}
    assert sent == {
        ("folder", "lead@care.example.org"), ("notify", "second@care.example.org"),
        ("folder", "deputy@police.example.org"),
    }  # fmt: skip


def test_a_recalled_letter_about_actions_is_about_no_cycle(workspace):
    an_open_action(workspace, due=date(2017, 6, 30))
    later = on(workspace, date(2017, 6, 2))
    chase_actions(workspace=later)
    ws.send(later)
    key = list_dispatches(workspace=later)[0].key
    again = recall_dispatch(key, why="wrong unit", workspace=later)
    assert again.startswith("actions/social_care/recall/action-reminder-")


def test_a_meeting_is_known_once_and_only_of_a_body_there_is(workspace):
    for _ in range(2):
        add_meeting(date(2017, 7, 18), workspace=workspace)
    with workspace.open_view() as view:
        [meeting] = view.all(Meeting)
    assert (meeting.body, meeting.day) == ("qeg", date(2017, 7, 18))
    with pytest.raises(UserError, match="There is no body 'lscb'"):
        add_meeting(date(2017, 7, 18), workspace=workspace, body="lscb")


def test_training_challenges_and_sharing_are_kept_with_what_came_of_them(workspace):
    ref = an_open_action(workspace)
    need = need_training(
        "voice_of_child", text="Record the child's own view", audience="Every course",
        workspace=workspace, action=ref,
    )  # fmt: skip
    assert [row.id for row in list_training(workspace=workspace)] == [need]
    meet_training(need, how="In both core courses", workspace=workspace)
    assert list_training(workspace=workspace) == []
    assert list_training(workspace=workspace, met=True)[0].met_how == "In both core courses"
    raised = raise_challenge(
        "Cells overnight", raised_by="chair", put_to="police", workspace=workspace
    )
    settle_challenge(raised, outcome="A protocol", workspace=workspace)
    assert list_challenges(workspace=workspace)[0].outcome == "A protocol"
    record_sharing(
        "voice_of_child", shared_with="Practice groups", how="Leaflet", workspace=workspace
    )
    about = {"raised_by": "chair", "put_to": "health", "theme": "voice_of_child"}
    raise_challenge("No child is asked", workspace=workspace, **about)
    for status in (ActionStatus.OPEN, ActionStatus.WITHDRAWN):
        one = an_open_action(workspace, theme="voice_of_child")
        if status is ActionStatus.WITHDRAWN:
            update_action(one, workspace=workspace, text="Not needed", status=status)
    [theme] = list_themes(workspace=workspace)
    assert [line.text for line in theme.challenges] == ["No child is asked"]
    assert len(theme.still_to_do) == 1
    assert theme.theme == "voice_of_child"
    assert theme.shared_with[0].shared_with == "Practice groups"


NOT_THERE = {
    "There is no training need 'T9'": lambda p: meet_training("T9", how="x", workspace=p),
    "There is no challenge 'C9'": lambda p: settle_challenge("C9", outcome="x", workspace=p),
    "There is no action 'A9'": lambda p: raise_challenge(
        "x", raised_by="x", put_to="x", workspace=p, action="A9"
    ),
}


@pytest.mark.parametrize("says", NOT_THERE)
def test_what_is_not_there_is_said(workspace, says):
    with pytest.raises(NotFoundError, match=says):
        NOT_THERE[says](workspace)
    with pytest.raises(UserError, match="Say the how; it is empty"):
        record_sharing("x", shared_with="x", how=" ", workspace=workspace)


def test_a_theme_says_what_was_found_and_as_a_result_what_changed(asked, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(asked, tmp_path / "home"))
    ws.collect(workspace)
    sign_off(ws.REF, workspace=workspace, minute="QEG 14 March", why="The concern is in hand")
    found = list_findings(ws.REF, workspace=workspace)
    before = {t.theme: t for t in list_themes(workspace=workspace, year=2017)}
    assert sum(len(t.strengths) + len(t.developments) for t in before.values()) == len(found)
    theme = next(t for t in before.values() if t.still_to_do)
    ref = theme.still_to_do[0].action
    update_action(ref, workspace=workspace, text="Log of 2 May", status=ActionStatus.COMPLETE)
    a_closing(workspace, ref, "Referrers are told now")
    after = {t.theme: t for t in list_themes(workspace=workspace)}[theme.theme]
    assert [line.impact for line in after.changed] == ["Referrers are told now"]
    assert after.developments[0].in_words
    assert list_themes(workspace=workspace, year=1999)[0].developments == ()
    with workspace.open_uow() as uow:
        level = level_in(ws.REF, "timeliness", uow)
        assert level.of is not None
        assert level.of <= 10
        with pytest.raises(NotFoundError, match="no judged answers to 'weather'"):
            level_in(ws.REF, "weather", uow)


def test_challenges_are_numbered_on_from_those_of_an_earlier_version(workspace):
    with workspace.open_uow() as uow:
        uow.add(Counter(kind="challenge", last=7))
        uow.note("kept by an earlier version", "challenges")
        uow.commit()
    ref = raise_challenge("Cells", raised_by="chair", put_to="police", workspace=workspace)
    assert ref == "C8"


def test_how_a_challenge_or_a_need_ended_is_never_written_over(workspace):
    raise_challenge("Cells", raised_by="chair", put_to="police", workspace=workspace)
    need_training("timeliness", text="Ring back", audience="Desks", workspace=workspace)
    settle_challenge("C1", outcome="Agreed in March", workspace=workspace)
    meet_training("T1", how="In both courses", workspace=workspace)
    with pytest.raises(StatusError, match=r"C1 was settled on 09/03/2017: Agreed in March\."):
        settle_challenge("C1", outcome="Otherwise", workspace=workspace)
    with pytest.raises(StatusError, match=r"T1 was met on 09/03/2017: In both courses\."):
        meet_training("T1", how="Otherwise", workspace=workspace)
