"""More time for a unit that needs it, and no return from one that is let off."""

from datetime import UTC, date, datetime

import pytest
from builders import workspace as ws

from audits.domain.allowance import WaiverReason
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status, describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_returns
from audits.queries.trail import list_trail, trail_faults
from audits.queries.units import list_units
from audits.steps.cycle.open import open_cycle
from audits.steps.findings.sign_off import sign_off
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_inbox
from audits.storage import Dispatch, IssuedPack


def at(day: int, hour: int = 9) -> datetime:
    """Return a moment of March 2017, before the clocks go forward."""
    return datetime(2017, 3, day, hour, tzinfo=UTC)


FRIDAY = date(2017, 3, 17)


@pytest.fixture
def home(issued, tmp_path):
    """Return a week's workspace: issued on Thursday 9 March 2017, due on Friday the 10th."""
    return ws.copy_of(issued, tmp_path / "home")


@pytest.fixture
def returned(answered, tmp_path):
    """Return the same with all three packs filled in, in the inbox."""
    return ws.copy_of(answered, tmp_path / "returned")


def letters(workspace, purpose):
    with workspace.open_uow() as uow:
        return {
            row.unit: row
            for row in uow.all(Dispatch, Dispatch.purpose == purpose, order_by=Dispatch.due_at)
        }


def unit_of(unit, workspace):
    return next(row for row in list_units(ws.REF, workspace=workspace) if row.unit == unit)


def only(home, *units):
    """Leave only these units' returns in the inbox."""
    for path in (home / "inbox").glob("*.xlsx"):
        if path.stem not in units:
            path.unlink()


def test_more_time_moves_the_unit_s_own_deadline_and_keeps_the_first(home):
    workspace = ws.workspace_of(home, at(10))
    deadline = extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus", workspace=workspace)
    assert deadline == at(17, 17)
    said = unit_of("health", workspace)
    assert (said.due_on, said.first_due_on) == (FRIDAY, date(2017, 3, 10))
    [given] = said.allowed
    assert (given.what, given.why, given.reason) == ("extension", "Norovirus", "")
    assert given.by
    assert given.at == at(10)
    assert unit_of("police", workspace).due_on == date(2017, 3, 10)
    with workspace.open_uow() as uow:
        assert uow.first(IssuedPack, IssuedPack.unit == "police").due_at == at(10, 17)
    noted = [e for e in list_trail(workspace=workspace) if e.verb == "return extended"]
    assert [(e.about, e.why) for e in noted] == [(ws.REF, "Norovirus")]
    assert trail_faults(workspace=workspace) == ()


def test_a_unit_with_more_time_is_written_to_about_the_new_day(home):
    workspace = ws.workspace_of(home, at(10))
    extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus on the ward", workspace=workspace)
    [letter] = letters(workspace, "extension").values()
    assert letter.key == f"{ws.REF}/health/extension/1"
    assert "please return it by 5pm on Friday 17 March 2017, instead of by 5pm on" in letter.body
    assert "Norovirus" not in letter.body


def test_a_second_extension_keeps_the_history_of_the_first(home):
    workspace = ws.workspace_of(home, at(10))
    extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus", workspace=workspace)
    workspace.clock.now = at(16)
    extend_return(ws.REF, "health", until=date(2017, 3, 22), why="Still", workspace=workspace)
    given = unit_of("health", workspace).allowed
    assert [row.why for row in given] == ["Norovirus", "Still"]
    assert [row.before.day for row in given] == [10, 17]
    assert unit_of("health", workspace).first_due_on == date(2017, 3, 10)


def test_a_day_that_nobody_works_on_gives_until_the_next_that_somebody_does(home):
    workspace = ws.workspace_of(home, at(10))
    good_friday = date(2017, 4, 14)
    deadline = extend_return(ws.REF, "health", until=good_friday, why="Leave", workspace=workspace)
    # After Easter Monday, and 5pm is 4pm UTC by then: the clocks went forward on 26 March.
    assert deadline == datetime(2017, 4, 18, 16, tzinfo=UTC)


def test_reminders_and_lateness_follow_the_new_day(returned):
    only(returned, "health")
    workspace = ws.workspace_of(returned, at(9, 18))
    extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus", workspace=workspace)
    for day in (10, 13, 14, 15):
        workspace.clock.now = at(day)
        assert f"{ws.REF}/health" not in chase(workspace=workspace)
    workspace.clock.now = at(16)  # the working day before the new deadline
    assert f"{ws.REF}/health" in chase(workspace=workspace)
    assert "the later date that we agreed with you" in letters(workspace, "reminder")["health"].body
    workspace.clock.now = at(17, 16)
    ws.collect(workspace)
    [row] = list_returns(ws.REF, workspace=workspace)
    assert not row.late
    assert row.due_at == at(17, 17)


def test_a_return_after_the_new_day_is_late(returned):
    only(returned, "police")
    workspace = ws.workspace_of(returned, at(10))
    extend_return(ws.REF, "police", until=date(2017, 3, 14), why="Inspection", workspace=workspace)
    workspace.clock.now = at(14, 18)
    ws.collect(workspace)
    assert [(r.outcome, r.late) for r in list_returns(ws.REF, workspace=workspace)] == [
        ("late", True)
    ]


def test_what_is_asked_again_leaves_a_unit_the_time_it_was_given(returned):
    only(returned, "health")
    workspace = ws.workspace_of(returned, at(10))
    extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus", workspace=workspace)
    ws.collect(workspace)
    with workspace.open_uow() as uow:
        # Two working days are usual: by Tuesday the 14th.
        assert uow.first(IssuedPack, IssuedPack.edition == 2).due_at == at(17, 17)


NONSENSE = {
    "asked no unit 'polce'. It asked police, health, social_care": ("polce", FRIDAY, "Why"),
    "2017-03-10 is not after today, 2017-03-10": ("police", date(2017, 3, 10), "Why"),
    "2016-03-17 is not after today": ("police", date(2016, 3, 17), "Why"),
    "Say why": ("police", FRIDAY, "  "),
}


@pytest.mark.parametrize("says", NONSENSE)
def test_nonsense_is_refused_in_a_sentence_and_nothing_changes(home, says):
    unit, until, why = NONSENSE[says]
    workspace = ws.workspace_of(home, at(10))
    with pytest.raises(UserError, match=says):
        extend_return(ws.REF, unit, until=until, why=why, workspace=workspace)
    assert all(not row.allowed for row in list_units(ws.REF, workspace=workspace))
    assert letters(workspace, "extension") == {}


def test_less_time_than_a_unit_has_is_no_extension(home):
    workspace = ws.workspace_of(home, at(10))
    extend_return(ws.REF, "police", until=FRIDAY, why="Inspection", workspace=workspace)
    with pytest.raises(UserError, match="police has until 5pm on Friday 17 March 2017 already"):
        extend_return(ws.REF, "police", until=date(2017, 3, 16), why="Sooner", workspace=workspace)


def test_who_has_returned_is_given_no_time_and_let_off_nothing(returned):
    only(returned, "police")
    workspace = ws.workspace_of(returned, at(10))
    ws.collect(workspace)
    with pytest.raises(StatusError, match="police has returned to"):
        extend_return(ws.REF, "police", until=FRIDAY, why="More", workspace=workspace)
    with pytest.raises(StatusError, match="police has returned to"):
        waive_return(ws.REF, "police", why="Not needed", workspace=workspace)


def test_before_the_packs_go_out_and_after_the_end_there_is_nothing_to_allow(
    loaded, asked, tmp_path
):
    workspace = ws.workspace_of(ws.copy_of(loaded, tmp_path / "loaded"))
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    with pytest.raises(StatusError, match="has no packs yet"):
        extend_return(ws.REF, "police", until=FRIDAY, why="More", workspace=workspace)
    with pytest.raises(NotFoundError, match="There is no cycle 'MASH-2017-W99'"):
        waive_return("MASH-2017-W99", "police", why="Not needed", workspace=workspace)
    over = ws.workspace_of(ws.copy_of(asked, tmp_path / "asked"), at(14))
    with over.open_uow() as uow:  # a unit that never returned, in a cycle that went on without it
        pack = uow.first(IssuedPack, IssuedPack.unit == "police")
        uow.add(
            IssuedPack(
                **{**pack.model_dump(), "id": "P99.1", "code": "P99", "unit": "business_unit"}
            )
        )
        uow.note("a test", ws.REF)
        uow.commit()
    ws.collect(over)
    analyse(ws.REF, workspace=over, with_what_there_is=True, decision="go on")
    with pytest.raises(StatusError, match="is analysed and waits for no returns"):
        extend_return(ws.REF, "business_unit", until=FRIDAY, why="More", workspace=over)
    sign_off(ws.REF, workspace=over, minute="QEG 14 March", why="The concern is in hand")
    with pytest.raises(StatusError, match="is agreed; there is no return left to waive"):
        waive_return(ws.REF, "business_unit", why="Not needed", workspace=over)


def test_a_waived_unit_is_not_chased_and_the_cycle_is_complete_without_it(returned):
    only(returned, "police", "social_care")
    workspace = ws.workspace_of(returned, at(10))
    reason = WaiverReason.PRESSURE
    waive_return(ws.REF, "health", why="CQC is in", reason=reason, workspace=workspace)
    ws.collect(workspace)
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.ANALYSED
    workspace.clock.now = at(24)
    assert chase(workspace=workspace) == ()
    counts = describe_cycle(ws.REF, workspace=workspace).counts
    assert (counts.issued, counts.returned, counts.waived, counts.waited_for) == (3, 2, 1, 0)
    [letter] = letters(workspace, "waiver").values()
    assert letter.unit == "health"
    assert "delete the workbook and the key list" in letter.body
    assert "CQC" not in letter.body


def test_the_paper_counts_waived_apart_from_not_returned_and_prints_no_person_s_reason(returned):
    only(returned, "police")
    workspace = ws.workspace_of(returned, at(10))
    waive_return(
        ws.REF, "health", why="Sister B is ill", reason=WaiverReason.PRESSURE, workspace=workspace
    )
    extend_return(ws.REF, "social_care", until=FRIDAY, why="Asked by phone", workspace=workspace)
    ws.collect(workspace)
    assert cycle_status(ws.REF, workspace=workspace) is CycleStatus.ISSUED
    analyse(ws.REF, workspace=workspace, with_what_there_is=True, decision="go on")
    page = make_paper(ws.REF, workspace=workspace, format="html")[0].read_text()
    said = (
        "Of 3 workbooks sent out, 1 came back, 1 was waived (under exceptional pressure, such as "
    )
    assert said + "an inspection) and 1 has not come." in page
    assert "not expected: under exceptional pressure" in page
    assert "nothing yet (was given until 17 March 2017)" in page
    assert "Sister B" not in page
    assert "by phone" not in page


def test_a_waived_return_that_comes_all_the_same_is_taken_and_it_is_said(returned):
    only(returned, "police")
    workspace = ws.workspace_of(returned, at(10))
    waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    [found] = [
        each for inbox in workspace.inboxes.values() for each in _collected(inbox, workspace)
    ]
    assert found.was_waived
    assert unit_of("police", workspace).stands == "back"
    counts = describe_cycle(ws.REF, workspace=workspace).counts
    assert (counts.returned, counts.waived, counts.waited_for) == (1, 0, 2)
    assert "Yours came all the same and counts" in letters(workspace, "receipt")["police"].body
    assert "waived return taken" in {e.verb for e in list_trail(workspace=workspace)}


def _collected(inbox, workspace):
    return list(collect_inbox(inbox, workspace=workspace))


def test_more_time_takes_a_waiver_back(home):
    workspace = ws.workspace_of(home, at(9, 18))
    waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    with pytest.raises(StatusError, match="is waived already"):
        waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    extend_return(ws.REF, "police", until=date(2017, 3, 10), why="Found staff", workspace=workspace)
    assert unit_of("police", workspace).stands == "waited for"
    assert "We do ask for one after all" in letters(workspace, "extension")["police"].body
    workspace.clock.now = at(13)
    assert f"{ws.REF}/police" in chase(workspace=workspace)


def test_the_last_return_of_an_audit_without_any_is_not_waived(home):
    workspace = ws.workspace_of(home, at(10))
    for unit in ("police", "health"):
        waive_return(ws.REF, unit, why="No staff", workspace=workspace)
    with pytest.raises(StatusError, match="cancel the cycle") as error:
        waive_return(ws.REF, "social_care", why="No staff", workspace=workspace)
    assert error.value.remedy == (Remedy(Verb.CANCEL_CYCLE, ws.REF),)


def test_a_letter_that_is_not_out_yet_is_withdrawn_when_it_is_no_longer_true(home):
    workspace = ws.workspace_of(home, at(10))
    chase(workspace=workspace)
    extend_return(ws.REF, "health", until=FRIDAY, why="Norovirus", workspace=workspace)
    waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    stands = {
        row.unit: row.status
        for row in list_dispatches(ws.REF, workspace=workspace)
        if row.purpose == "reminder"
    }
    assert stands == {"health": "withdrawn", "police": "withdrawn", "social_care": "due"}
