"""Each unit gets the workbook of its own actions, once, and is told what became of its return."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from builders import workspace as ws
from builders.actions import AGENCIES, a_board, a_closing, an_open_action, filled_in, seen_in
from builders.delivery import FakeChannel
from builders.power import Fuse, PowerCutError, fused, moments
from openpyxl import load_workbook

from audits import resource_folder
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ActionStatus
from audits.queries.actions import describe_action, list_actions
from audits.queries.dispatches import list_dispatches
from audits.queries.trail import list_trail, trail_faults
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.send import send_action_books
from audits.steps.action_packs.write import export_agency
from audits.steps.actions.change import update_action
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.import_past import import_cycles
from audits.steps.dispatch.settle import recall_dispatch
from audits.steps.returns.collect import collect_return
from audits.storage import ActionRow, Dispatch
from audits.templates import load_past


PRACTICES = """\
gp,General practice,gp_oak,Oak Surgery,Lead,oak@gp.example.org,lead,no
gp,General practice,gp_elm,Elm Surgery,Lead,elm@gp.example.org,lead,no
"""


@pytest.fixture
def workspace(tmp_path):
    return a_board(tmp_path / "home")


def books(home, unit):
    """Return the workbooks in a unit's folder of the outbox, the oldest first."""
    return [path.read_bytes() for path in sorted((home / "outbox" / unit).glob("*.xlsx"))]


def letter(workspace, unit, purpose):
    """Return the text of the one letter of a purpose to a unit."""
    with workspace.open_uow() as uow:
        [row] = uow.all(Dispatch, Dispatch.unit == unit, Dispatch.purpose == purpose)
        return f"{row.subject}\n{row.body}"


def test_each_unit_gets_its_own_actions_and_never_another_practices(workspace, tmp_path):
    import_agencies((AGENCIES + PRACTICES).encode(), workspace=workspace)
    oak, elm = (an_open_action(workspace, owner=owner) for owner in ("gp_oak", "gp_elm"))
    of_agency = an_open_action(workspace, owner="gp")
    care = an_open_action(workspace)
    done = an_open_action(workspace, owner="police")
    update_action(done, workspace=workspace, text="See log", status=ActionStatus.COMPLETE)
    sent = {each.unit: each for each in send_action_books(workspace=workspace)}
    assert set(sent) == {"gp_oak", "gp_elm", "social_care"}
    assert sent["social_care"].deadline == "5pm on Thursday 23 March 2017"
    ws.send(workspace)
    home = tmp_path / "home"
    held = {unit: {row[1] for row in seen_in(*books(home, unit))[3:]} for unit in sent}
    assert held == {"gp_oak": {oak}, "gp_elm": {elm, of_agency}, "social_care": {care}}
    [row] = [d for d in list_dispatches(workspace=workspace) if d.unit == "social_care"]
    assert (row.purpose, row.status) == ("action-workbook", "sent")
    assert row.key == f"actions/social_care/action-workbook/{sent['social_care'].book}"
    assert "please say how it stands by 5pm on Thursday 23 March 2017" in letter(
        workspace, "social_care", "action-workbook"
    )  # fmt: skip
    assert trail_faults(workspace=workspace) == ()


def test_a_unit_that_has_one_out_gets_no_second_before_it_is_due(workspace):
    an_open_action(workspace)
    [first] = send_action_books(workspace=workspace)
    [second] = send_action_books(workspace=workspace)
    assert (second.book, second.why) == (
        "", f"It has {first.book}, to be returned by 5pm on Thursday 23 March 2017.",
    )  # fmt: skip
    [again] = send_action_books(workspace=workspace, again=True)
    assert again.book not in ("", first.book)
    later = ws.workspace_of(workspace.stores.papers.parent, now=ws.FIVE + timedelta(days=15))
    assert send_action_books(workspace=later)[0].book


def test_a_workbook_that_was_only_exported_or_was_called_back_is_not_out(workspace):
    an_open_action(workspace)
    export_agency("social_care", workspace=workspace)
    [sent] = send_action_books(workspace=workspace)
    recall_dispatch(
        f"actions/social_care/action-workbook/{sent.book}", why="x", workspace=workspace
    )
    [again] = send_action_books(workspace=workspace)
    assert again.book not in ("", sent.book)


def test_what_goes_out_by_itself_waits_for_somebody_who_looked(workspace):
    an_open_action(workspace)
    channel = FakeChannel(workspace.clock)
    channel.by_hand = False
    workspace = replace(workspace, channels={"folder": channel})
    with pytest.raises(StatusError, match="social_care by folder to lead@care"):
        send_action_books(workspace=workspace)
    assert list_dispatches(workspace=workspace) == []
    send_action_books(workspace=workspace, confirmed="Rang on 9 March")
    confirmed = [e for e in list_trail(workspace=workspace) if e.verb == "recipients confirmed"]
    assert [(e.about, e.why) for e in confirmed] == [("actions", "Rang on 9 March")]


def test_an_agency_may_be_named_and_one_that_is_not_known_is_refused(workspace):
    an_open_action(workspace)
    an_open_action(workspace, owner="health_south")
    assert [each.unit for each in send_action_books("health", workspace=workspace)] == [
        "health_south"
    ]
    with pytest.raises(NotFoundError, match="'army' is no agency on your list"):
        send_action_books("army", workspace=workspace)


def test_an_action_that_nobody_hears_of_is_said_and_the_others_go(workspace):
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    an_open_action(workspace)
    with workspace.open_uow() as uow:
        day = date(2016, 3, 1)
        uow.add(
            ActionRow(
                id="X1", title="x", source="audit", owner="army", opened_on=day,
                status=ActionStatus.OPEN,
            )
        )  # fmt: skip
        uow.note("past cycle imported", "PAST-2016")
        uow.commit()
    told = {each.unit: each for each in send_action_books(workspace=workspace)}
    assert told["social_care"].book
    assert told["army"].why == "X1 belongs to 'army', which has no unit to write to."
    assert told["army"].remedy == (Remedy(Verb.IMPORT_AGENCIES),)
    assert told["nobody"].why.endswith(" has no owner.")
    assert [each.verb for each in told["nobody"].remedy] == [Verb.GIVE_OWNER]
    assert told["nobody"].why.startswith(told["nobody"].remedy[0].ref)


def test_nothing_to_send_is_said(workspace):
    with pytest.raises(UserError, match="There is no unfinished action"):
        send_action_books(workspace=workspace)


def test_the_sender_is_told_what_was_taken(workspace, tmp_path):
    first, second, _ = (an_open_action(workspace, f"Do thing {n}") for n in range(3))
    send_action_books(workspace=workspace)
    ws.send(workspace)
    [book] = books(tmp_path / "home", "social_care")
    said = {
        first: {"What has been done": "Template changed", "How much is done": 60},
        second: {
            "If the date must move": date(2017, 8, 1), "Why": "Staff left", "How much": 10,
        },
    }  # fmt: skip
    collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    text = letter(workspace, "social_care", "action-receipt")
    assert f"- {first}: 60 per cent done.\n" in text
    assert f"- {second}: 10 per cent done, due date moved to 01/08/2017.\n" in text
    assert "Nothing more is needed." in text
    assert "Not taken in" not in text
    assert "Template changed" not in text


def test_the_sender_is_told_what_was_refused_and_why(workspace, tmp_path):
    open_, closed = (an_open_action(workspace, f"Do thing {n}") for n in range(2))
    _, book = export_agency("social_care", workspace=workspace)
    update_action(closed, workspace=workspace, text="Seen", status=ActionStatus.COMPLETE)
    a_closing(workspace, closed)
    said = {closed: {"What has been done": "More"}, open_: {"What has been done": "Half"}}
    collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    text = letter(workspace, "social_care", "action-receipt")
    assert f"- {open_}: what you wrote.\n" in text
    assert "Not taken in, and why:\n" in text
    assert f"- {closed} is closed, so nothing was written about it. If it has to go on" in text


def test_what_is_asked_again_comes_with_the_same_account_in_one_message(workspace):
    first, second = (an_open_action(workspace, f"Do thing {n}") for n in range(2))
    _, book = export_agency("social_care", workspace=workspace)
    said = {first: {"Is it complete": "Complete"}, second: {"What has been done": "Half"}}
    collect_return(filled_in(book, said), "x.xlsx", workspace=workspace)
    assert [row.purpose for row in list_dispatches(workspace=workspace)] == ["query"]
    text = letter(workspace, "social_care", "query")
    assert "please look again at 1 answer by" in text
    assert f"- {second}: what you wrote.\n" in text
    assert f"- {first}: Say what shows that it is complete, and where that is kept.\n" in text


def test_a_return_that_says_nothing_is_received_all_the_same(workspace):
    an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    collect_return(filled_in(book, {}), "x.xlsx", workspace=workspace)
    assert "received, and says nothing new." in letter(workspace, "social_care", "action-receipt")


def test_the_same_words_with_another_figure_or_date_are_something_new(workspace):
    ref = an_open_action(workspace)
    _, book = export_agency("social_care", workspace=workspace)
    rows = (
        {"What has been done": "Half way", "How much is done": 50},
        {"What has been done": "Half way", "How much is done": 80},
        {"What has been done": "Half way", "How much is done": 80, "If complete": "soon"},
        {"What has been done": "Half way", "How much is done": 50},
    )
    for n, row in enumerate(rows):
        collect_return(filled_in(book, {ref: row}), f"{n}.xlsx", workspace=workspace)
    history = describe_action(ref, workspace=workspace).history
    assert [update.percent_done for update in history] == [50, 80, 80]
    assert describe_action(ref, workspace=workspace).percent_done == 80


def state(home):
    """Return all that must come out the same."""
    workspace = ws.workspace_of(home)
    return {
        "dispatches": sorted((r.key, r.status) for r in list_dispatches(workspace=workspace)),
        "outbox": sorted(str(p.relative_to(home)) for p in (home / "outbox").rglob("*.*")),
    }


@pytest.mark.slow
def test_a_power_cut_at_any_moment_sends_every_workbook_once(tmp_path):
    start = tmp_path / "start"
    workspace = a_board(start)
    an_open_action(workspace)
    an_open_action(workspace, owner="police")

    def what(workspace):
        send_action_books(workspace=workspace)
        ws.send(workspace)

    whole = ws.copy_of(start, tmp_path / "whole")
    passed = moments(ws.workspace_of(whole), what)
    assert "before sending" in passed
    for blows_at, name in enumerate(passed, start=1):
        home = ws.copy_of(start, tmp_path / f"cut-{blows_at}")
        with pytest.raises(PowerCutError):
            what(fused(ws.workspace_of(home), Fuse(blows_at)))
        what(ws.workspace_of(home, ws.FIVE + timedelta(minutes=11)))
        assert state(home) == state(whole), f"cut {blows_at}, {name}"
        assert trail_faults(workspace=ws.workspace_of(home)) == ()


def test_what_belongs_to_a_body_goes_to_the_office_that_holds_it(workspace, tmp_path):
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    told = {each.unit: each for each in send_action_books(workspace=workspace)}
    # Of the LSCB, of each agency and of QEG; two have no owner at all.
    assert told["business_unit"].actions == 3
    assert not {"LSCB", "QEG", "each agency"} & set(told)
    ws.send(workspace)
    [book] = books(tmp_path / "home", "business_unit")
    said = {cell.value for sheet in load_workbook(BytesIO(book)) for row in sheet for cell in row}
    assert {"LSCB", "QEG", "each agency"} <= said


def test_what_belongs_to_a_body_is_chased_there(workspace):
    past = resource_folder("audit_templates") / "past" / "annual_report_2016_17.yaml"
    import_cycles(load_past(past), workspace=workspace)
    ref = next(a.id for a in list_actions(workspace=workspace) if a.owner == "QEG")
    update_action(ref, workspace=workspace, text="QEG set a day", due=date(2017, 4, 20))
    later = ws.workspace_of(workspace.stores.papers.parent, now=ws.FIVE + timedelta(days=42))
    assert chase_actions(workspace=later) == (ref,)
    assert [row.unit for row in list_dispatches(workspace=later)] == ["business_unit"]
