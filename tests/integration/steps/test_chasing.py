"""Returns are chased up a ladder: who hears on which day, in one letter, and never twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import chasing as ch, workspace as ws
from builders.power import Fuse, PowerCutError, fused, moments

from audits.domain.errors import NotFoundError, RegisterError
from audits.domain.status import DispatchStatus
from audits.queries.dispatches import list_dispatches
from audits.queries.trail import list_trail, trail_faults
from audits.queries.units import list_units
from audits.steps.agencies.import_list import import_agencies
from audits.steps.dispatch.settle import recall_dispatch
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.chase import chase
from audits.storage import Dispatch, LetterAbout, ReturnRung, one_of


UNITS = ("police", "police_south", "health", "social_care")
ALL = tuple(f"{ref}/{unit}" for ref in (ch.OTHER, ws.REF) for unit in UNITS)


@pytest.fixture(scope="module")
def two(loaded, tmp_path_factory):
    return ch.two_audits(ws.copy_of(loaded, tmp_path_factory.mktemp("two") / "home"))


@pytest.fixture
def home(two, tmp_path):
    return ws.copy_of(two, tmp_path / "home")


def chased_on(home, *days):
    """Chase and send on each of these days of March 2017, and return the parts of the last."""
    for day in days:
        workspace = ws.workspace_of(home, ch.at(day))
        chase(workspace=workspace)
        ws.send(workspace)
    return workspace


def new_letters(workspace):
    """Return who was written to in letters made at this moment, each with what it is about."""
    with workspace.open_uow() as uow:
        rows = uow.all(
            Dispatch,
            Dispatch.due_at == workspace.clock(),
            one_of(Dispatch.purpose, ["reminder", "escalation"]),
        )
        return {
            tuple(row.recipients): sorted(
                f"{each.cycle}/{each.unit}"
                for each in uow.all(LetterAbout, LetterAbout.dispatch == row.key)
            )
            for row in rows
        }


LEAD, DEPUTY = ("lead@police.example.org",), ("deputy@police.example.org",)
MEMBER, CHAIR = ("supt@police.example.org",), ("chair@board.example.org",)
UNIT = ("unit@board.example.org",)


# Issued on Thursday 9 March 2017, due on Friday the 10th at 17:00. The working days after it are
# the 13th, 14th, 15th, 16th, 17th, 20th, 21st, 22nd, 23rd and, the tenth, the 24th.
def test_each_rung_is_heard_by_whoever_it_is_for(home):
    days = (10, 13, 14, 15, 16, 17, 24, 27)
    heard = {day: set(new_letters(chased_on(home, day))) for day in days}
    care, nurse = ("lead@care.example.org",), ("lead@health.example.org",)
    assert heard == {
        10: {LEAD, care, nurse},
        13: set(),
        14: {LEAD, care, nurse},
        # Care has no deputy: the board's own people hear instead.
        15: {DEPUTY, ("south@police.example.org",), ("deputy@health.example.org",), UNIT},
        16: set(),
        # Nobody sits on QEG for health.
        17: {MEMBER, ("head@care.example.org",), UNIT},
        24: {CHAIR},
        27: set(),
    }  # fmt: skip


def test_who_answers_for_several_returns_gets_one_letter_about_them_all(home):
    workspace = chased_on(home, 10)
    [about] = [of for to, of in new_letters(workspace).items() if to == LEAD]
    assert about == sorted(
        f"{r}/{u}" for r in (ws.REF, ch.OTHER) for u in ("police", "police_south")
    )
    letter = ch.letters(workspace, "reminder")[LEAD]
    assert letter.subject == "4 returns not with us yet"
    assert letter.body.count("is due by 5pm on Friday 10 March 2017") == 4
    assert letter.cycle is None
    # It is listed with either audit.
    for ref in (ws.REF, ch.OTHER):
        assert letter.key in {row.key for row in list_dispatches(ref, workspace=workspace)}


def test_a_second_run_makes_nothing_and_notes_nothing(home):
    workspace = ws.workspace_of(home, ch.at(10))
    assert chase(workspace=workspace) == ALL
    noted = len(list_trail(workspace=workspace))
    workspace.clock.now = ch.at(10, 15)
    assert chase(workspace=workspace) == ()
    assert len(list_trail(workspace=workspace)) == noted
    of = [e for e in list_trail(workspace=workspace) if e.verb == "returns chased"]
    assert [e.facts["units"] for e in of] == [list(UNITS), list(UNITS)]


@pytest.mark.parametrize(("back_on", "heard"), [(15, {DEPUTY}), (20, {MEMBER}), (29, {CHAIR})])
def test_after_days_away_there_is_one_letter_of_the_highest_rung(home, back_on, heard):
    workspace = ws.workspace_of(home, ch.at(back_on))
    assert chase(workspace=workspace) == ALL
    police = [to for to, about in new_letters(workspace).items() if f"{ws.REF}/police" in about]
    assert set(police) == heard
    with workspace.open_uow() as uow:
        assert uow.count(ReturnRung, ReturnRung.cycle == ws.REF, ReturnRung.unit == "police") == 1
    workspace.clock.now += timedelta(hours=1)
    assert chase(workspace=workspace) == ()


def test_while_no_channel_takes_anything_only_the_latest_letter_waits(home):
    for day in (10, 14, 15):
        workspace = ws.workspace_of(home, ch.at(day))
        assert chase(workspace=workspace) == ALL
    with workspace.open_uow() as uow:
        rows = uow.all(Dispatch, one_of(Dispatch.purpose, ["reminder", "escalation"]))
        waiting = {tuple(row.recipients) for row in rows if row.status is DispatchStatus.DUE}
        assert {str(row.status) for row in rows} == {"due", "withdrawn"}
    assert waiting == set(new_letters(workspace))
    ws.send(workspace)
    # What never went is not told of as if it had.
    assert "reminded" not in ch.letters(workspace, "escalation")[DEPUTY].body


def test_the_qeg_member_is_told_of_all_that_the_agency_owes(home):
    workspace = chased_on(home, 10)
    for ref in (ws.REF, ch.OTHER):
        extend_return(
            ref, "police_south", until=date(2017, 3, 15), why="A search", workspace=workspace
        )
    workspace = chased_on(home, 17)
    letter = ch.letters(workspace, "escalation")[MEMBER]
    assert letter.subject == "2 returns overdue from Police"
    first, also = letter.body.split("Also overdue from Police:")
    assert (first.count("Police North"), first.count("Police South")) == (2, 0)
    assert (also.count("Police North"), also.count("Police South")) == (0, 2)
    assert also.count("due by 5pm on Wednesday 15 March 2017") == 2


def test_a_letter_tells_what_was_done_before_and_not_what_was_not(home):
    workspace = chased_on(home, 10, 14, 15, 17, 24)
    lines = ch.letters(workspace, "escalation")[CHAIR].body.splitlines()
    said = {
        unit: lines[place + 1]
        for place, line in enumerate(lines)
        for unit in ("Police North", "Health", "Social Care")
        if line.startswith("- MASH weekly") and f"{unit}:" in line
    }
    reminded = "  due by 5pm on Friday 10 March 2017; reminded on 10 March 2017 and 14 March 2017; "
    assert said == {
        "Police North": reminded
        + "deputy written to on 15 March 2017; QEG member written to on 17 March 2017",
        "Health": reminded
        + "deputy written to on 15 March 2017; business unit told on 17 March 2017",
        "Social Care": reminded
        + "business unit told on 15 March 2017; QEG member written to on 17 March 2017",
    }  # fmt: skip


def test_nobody_who_has_left_is_written_to(home):
    workspace = ws.workspace_of(home, ch.at(15))
    import_agencies(ch.without(ch.BOARD, "deputy@police"), workspace=workspace)
    chase(workspace=workspace)
    assert DEPUTY not in new_letters(workspace)
    letter = ch.letters(workspace)[UNIT]
    assert "Nobody is named as deputy for Police North and Social Care" in letter.body
    ws.send(workspace)
    workspace.clock.now = ch.at(17)
    chase(workspace=workspace)
    import_agencies(
        ch.without(ch.BOARD, "supt@police"), workspace=workspace
    )  # after it was written
    ws.send(workspace)
    told = ch.letters(workspace)[MEMBER]
    assert (str(told.status), told.sent_at) == ("refused", None)
    assert "has no contact who could be written to" in told.reason


def test_a_ladder_that_only_says_when_ends_with_the_board_s_own_people(loaded, tmp_path):
    home = ch.two_audits(ws.copy_of(loaded, tmp_path / "short"), "escalate: 10")
    for day, heard in {23: False, 24: True}.items():
        workspace = ws.workspace_of(home, ch.at(day))
        chase(workspace=workspace)
        assert (UNIT in new_letters(workspace)) is heard
    letter = ch.letters(workspace, "escalation")[UNIT]
    assert letter.subject.startswith(
        "8 returns overdue from Police North, Police South, Health and"
    )
    assert "Please take it up with the agency's member of the board" in letter.body


def test_without_the_named_person_reminders_go_and_the_rest_says_what_is_missing(home):
    workspace = ws.workspace_of(home, ch.at(10))
    unit = replace(workspace.business_unit, named_person="nobody")
    workspace = replace(workspace, business_unit=unit)
    assert chase(workspace=workspace) == ALL
    extend_return(ws.REF, "health", until=date(2017, 3, 16), why="Norovirus", workspace=workspace)
    workspace.clock.now = ch.at(15)
    with pytest.raises(NotFoundError, match="There is no unit 'nobody'"):
        chase(workspace=workspace)  # social care has no deputy
    assert new_letters(workspace) == {("lead@health.example.org",): [f"{ws.REF}/health"]}


def test_a_seat_on_qeg_is_for_an_agency_that_there_is(home):
    workspace = ws.workspace_of(home)
    wrong = ch.without(ch.BOARD, "nobody", {"QEG,no,police": "QEG,no,polcie"})
    with pytest.raises(RegisterError, match="Row 11, qeg: There is no agency 'polcie'"):
        import_agencies(wrong, workspace=workspace)


def test_who_sits_on_qeg_or_chairs_the_board_gets_nothing_else(home):
    workspace = chased_on(home, 10, 14)
    with workspace.open_uow() as uow:
        got = {each for row in uow.all(Dispatch) for each in row.recipients}
    assert got.isdisjoint({*MEMBER, *CHAIR, "head@care.example.org"})


def test_what_a_withdrawn_letter_told_of_beside_is_told_anew(home):
    workspace = ws.workspace_of(home, ch.at(10))
    chase(workspace=workspace)
    waive_return(ws.REF, "police", why="No staff", workspace=workspace)
    assert str(ch.letters(workspace)[LEAD].status) == "withdrawn"
    workspace.clock.now = ch.at(10, 10)
    left = (f"{ch.OTHER}/police", f"{ch.OTHER}/police_south", f"{ws.REF}/police_south")
    assert chase(workspace=workspace) == left
    assert new_letters(workspace) == {LEAD: list(left)}
    assert trail_faults(workspace=workspace) == ()


def test_a_letter_about_one_return_is_kept_under_its_audit_and_its_rung(home):
    workspace = ws.workspace_of(home, ch.at(9, 18))
    for unit in UNITS:
        waive_return(
            ch.OTHER, unit, why="No staff", workspace=workspace
        ) if unit != "health" else None
    for unit in ("police", "police_south", "health"):
        waive_return(ws.REF, unit, why="No staff", workspace=workspace)
    keys = []
    for day in (10, 14, 15, 17, 24):
        workspace = chased_on(home, day)
        with workspace.open_uow() as uow:
            keys += sorted(
                row.key
                for row in uow.all(
                    Dispatch, Dispatch.due_at == workspace.clock(), Dispatch.cycle == ws.REF
                )
            )
    assert keys == [
        f"{ws.REF}/social_care/reminder/1", f"{ws.REF}/social_care/reminder/2",
        f"{ws.REF}/business_unit/escalation/social_care-0",
        f"{ws.REF}/business_unit/escalation/social_care-1",
    ]  # fmt: skip
    # The chair hears of health's other audit in the same letter.
    assert ch.letters(workspace)[CHAIR].key.startswith(
        "returns/business_unit/escalation/2017-03-24-"
    )


def test_a_letter_about_several_returns_can_be_called_back(home):
    workspace = chased_on(home, 10)
    key = ch.letters(workspace, "reminder")[LEAD].key
    again = recall_dispatch(key, why="wrong person", workspace=workspace)
    assert again.startswith("returns/police/recall/reminder-")
    with workspace.open_uow() as uow:
        assert uow.get(Dispatch, again).subject.startswith("Returns ")


def state(home):
    workspace = ws.workspace_of(home)
    happened = sorted({(e.verb, e.about) for e in list_trail(workspace=workspace)})
    with workspace.open_uow() as uow:
        return {
            "dispatches": sorted((row.key, str(row.status)) for row in uow.all(Dispatch)),
            "rungs": sorted((r.cycle, r.unit, r.step) for r in uow.all(ReturnRung)),
            "about": sorted((r.dispatch, r.cycle, r.unit) for r in uow.all(LetterAbout)),
            "outbox": sorted(str(p.relative_to(home)) for p in (home / "outbox").rglob("*.*")),
            "happened": happened,
        }


def remind(workspace):
    chase(workspace=workspace)
    ws.send(workspace)


def give_time(workspace):
    """Chase, then do what a person does, who looks first whether it is done already."""
    chase(workspace=workspace)
    until = date(2017, 3, 22)
    for unit in ("health", "police"):
        if not allowed(ws.REF, unit, workspace):
            extend_return(ws.REF, unit, until=until, why="A search", workspace=workspace)
    if not allowed(ch.OTHER, "social_care", workspace):
        waive_return(ch.OTHER, "social_care", why="No staff", workspace=workspace)
    remind(workspace)


def allowed(ref, unit, workspace):
    return next(row for row in list_units(ref, workspace=workspace) if row.unit == unit).allowed


@pytest.mark.slow
@pytest.mark.parametrize("what", [remind, give_time])
def test_a_power_cut_at_any_moment_writes_each_letter_once(home, tmp_path, what):
    start = ch.at(14)
    whole = ws.copy_of(home, tmp_path / "whole")
    passed = moments(ws.workspace_of(whole, start), what)
    wanted = state(whole)
    assert len(passed) >= 8
    for blows_at, name in enumerate(passed, start=1):
        cut = ws.copy_of(home, tmp_path / f"cut-{blows_at}")
        with pytest.raises(PowerCutError):
            what(fused(ws.workspace_of(cut, start), Fuse(blows_at)))
        what(ws.workspace_of(cut, start + timedelta(minutes=11)))
        assert state(cut) == wanted, f"cut {blows_at}, {name}"
        assert trail_faults(workspace=ws.workspace_of(cut)) == ()
