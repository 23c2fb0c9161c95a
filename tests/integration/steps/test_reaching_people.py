"""Who is written to, by which route, and what a person may say of a message."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from builders import workspace as ws
from builders.channels import graph_channel, notify_channel, smtp_channel
from builders.delivery import FakeChannel
from builders.far_ends import (
    FakeGraph,
    FakeNotify,
    Post,
    mail_server,
    make_authority,
    server_side,
)
from builders.power import CutChannel, Fuse, PowerCutError

from audits.demo import make_agencies
from audits.domain.errors import (
    RegisterError,
    StatusError,
    TryAgainError,
    UnansweredError,
    UnconfirmedError,
)
from audits.domain.message import DeliveryOutcome, DeliveryReport, Receipt
from audits.domain.remedies import Remedy, Verb
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches, remedies_for, show_dispatch
from audits.queries.ready_work import due_dispatches, sent_dispatches
from audits.queries.recipients import list_recipients
from audits.steps.agencies.import_list import import_agencies
from audits.steps.cycle.open import open_cycle
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.send import follow_dispatch, send_dispatch
from audits.steps.dispatch.settle import confirm_not_sent, confirm_sent, recall_dispatch
from audits.steps.returns.chase import chase


KEY = f"{ws.REF}/police/pack/1"


class Route(FakeChannel):
    """A channel that goes out by itself, and fails first with what it is given."""

    def __init__(self, clock, *errors, tells=False):
        super().__init__(clock)
        self.by_hand, self.can_tell = False, tells
        self.errors, self.fate = list(errors), DeliveryOutcome.UNDER_WAY

    def send(self, message):
        if self.errors:
            raise self.errors.pop(0)
        return super().send(message)

    def follow(self, reference):
        missed = ("lead@police.example.org",) if self.fate is DeliveryOutcome.BOUNCED else ()
        return DeliveryReport(self.fate, reference, missed)


def agencies(not_deputy: str = "", **columns: dict[str, str]) -> bytes:
    """Return the demonstration's agencies with more columns, by e-mail address or for all."""
    rows = list(csv.DictReader(StringIO(make_agencies().decode())))
    for row in rows:
        row |= {name: said.get(row["email"], said.get("", "")) for name, said in columns.items()}
        row["deputy"] = "no" if row["email"] == not_deputy else row["deputy"]
    out = StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


def with_route(home, channel):
    return replace(ws.workspace_of(home), channels={"folder": channel})


def stands(key, workspace):
    return show_dispatch(key, workspace=workspace).status


# -- the ledger


def test_a_channel_that_asks_to_wait_is_left_alone_until_then(home):
    workspace = ws.workspace_of(home)
    later = workspace.clock() + timedelta(hours=7)
    route = Route(workspace.clock, TryAgainError("come back at midnight", until=later))
    workspace = replace(workspace, channels={"folder": route})
    first, *others = due_dispatches(workspace=workspace)
    with pytest.raises(TryAgainError):
        send_dispatch(first, workspace=workspace)
    assert due_dispatches(workspace=workspace) == ()
    assert [str(send_dispatch(key, workspace=workspace)) for key in others] == ["due"] * len(others)
    assert route.sent == {}
    workspace.clock.now = later
    assert set(due_dispatches(workspace=workspace)) == {first, *others}


def test_no_answer_is_looked_for_before_anything_is_sent_again(home):
    workspace = ws.workspace_of(home)
    route = Route(workspace.clock)
    workspace = replace(workspace, channels={"folder": route})
    route.errors = [UnansweredError("no answer")]
    assert str(send_dispatch(KEY, workspace=workspace)) == "sending"
    assert KEY not in due_dispatches(workspace=workspace)
    route.receipts[KEY] = Receipt("found", workspace.clock())
    workspace.clock.now += timedelta(minutes=11)
    assert str(send_dispatch(KEY, workspace=workspace)) == "sent"
    assert route.sent == {}


def test_while_nobody_can_look_it_is_not_sent_again(home):
    class Blind(Route):
        def find(self, _key):
            raise TryAgainError("cannot look")

    workspace = ws.workspace_of(home)
    route = Blind(workspace.clock, UnansweredError("no answer"))
    workspace = replace(workspace, channels={"folder": route})
    for _ in range(3):
        assert str(send_dispatch(KEY, workspace=workspace)) == "sending"
        workspace.clock.now += timedelta(minutes=11)
    assert route.sent == {}


def test_three_letters_missed_make_one(home):
    workspace = ws.workspace_of(
        home, ws.FIVE + timedelta(days=8)
    )  # the 17th, when deputies are told
    chase(workspace=workspace)
    chase(workspace=workspace)
    purposes = ("reminder", "escalation")
    made = [r for r in list_dispatches(ws.REF, workspace=workspace) if r.purpose in purposes]
    assert sorted(r.unit for r in made) == sorted(ws.UNITS)
    assert {r.purpose for r in made} == {"escalation"}


@pytest.mark.parametrize("moment", [1, 2])
@pytest.mark.parametrize("name", ["notify", "graph", "smtp"])
def test_a_power_cut_around_the_sending(home, tmp_path, name, moment):
    workspace, post = ws.workspace_of(home), Post()
    authority, trusted = make_authority(tmp_path)
    notify, graph = FakeNotify(workspace.clock), FakeGraph(workspace.clock)
    with mail_server(post, server_side(authority)) as port:
        channel, arrived = {
            "notify": (notify_channel(notify, workspace.clock), notify.files),
            "graph": (graph_channel(graph, workspace.clock), graph.files),
            "smtp": (smtp_channel(port, trusted, workspace.clock), post.files),
        }[name]
        confirm_recipients(ws.REF, why="looked", workspace=workspace)
        cut = CutChannel(channel, Fuse(moment))
        with pytest.raises(PowerCutError):
            send_dispatch(KEY, workspace=replace(workspace, channels={"folder": cut}))
        workspace.clock.now += timedelta(minutes=11)
        ends = send_dispatch(KEY, workspace=replace(workspace, channels={"folder": channel}))
    if name == "smtp":
        assert (str(ends), len(arrived())) == ("unconfirmed", moment - 1)
    else:
        assert (str(ends), len(arrived())) == ("sent", 1)


# -- what becomes of it, and a person's word


def test_a_bounce_is_found_and_the_message_may_go_to_a_better_address(home):
    route = Route(ws.workspace_of(home).clock, tells=True)
    workspace = with_route(home, route)
    send_dispatch(KEY, workspace=workspace)
    assert sent_dispatches(workspace=workspace) == (KEY,)
    assert follow_dispatch(KEY, workspace=workspace) is DeliveryOutcome.UNDER_WAY
    route.fate = DeliveryOutcome.BOUNCED
    follow_dispatch(KEY, workspace=workspace)
    shown = show_dispatch(KEY, workspace=workspace)
    assert shown.status == "refused"
    assert shown.reason.startswith("It bounced")
    better = make_agencies().replace(b"lead@police.example.org", b"new@police.example.org")
    import_agencies(better, workspace=workspace)
    route.receipts.clear()
    confirm_not_sent(KEY, why="address put right", workspace=workspace)
    assert str(send_dispatch(KEY, workspace=workspace)) == "sent"
    assert route.messages[KEY].to == ("new@police.example.org",)
    route.fate = DeliveryOutcome.DELIVERED
    follow_dispatch(KEY, workspace=workspace)
    assert sent_dispatches(workspace=workspace) == ()


@pytest.mark.parametrize("went", [True, False])
def test_what_is_unconfirmed_waits_for_a_persons_word(home, went):
    route = Route(ws.workspace_of(home).clock, UnconfirmedError("the line broke"))
    workspace = with_route(home, route)
    send_dispatch(KEY, workspace=workspace)
    shown = show_dispatch(KEY, workspace=workspace)
    assert (shown.status, shown.reason) == ("unconfirmed", "the line broke")
    assert shown.recipients == ("lead@police.example.org",)
    assert "dispatch unconfirmed" in [each.what for each in shown.story]
    (confirm_sent if went else confirm_not_sent)(KEY, why="asked them", workspace=workspace)
    assert stands(KEY, workspace) == ("sent" if went else "due")
    with pytest.raises(StatusError, match="waits for a person's word"):
        confirm_sent(KEY, why="again", workspace=workspace)
    with pytest.raises(StatusError, match="waits for a person's word"):
        confirm_not_sent(KEY, why="again", workspace=workspace)


def test_a_recall_goes_where_the_message_went(home):
    route = Route(ws.workspace_of(home).clock)
    workspace = with_route(home, route)
    send_dispatch(KEY, workspace=workspace)
    moved = make_agencies().replace(b"lead@police.example.org", b"new@police.example.org")
    import_agencies(moved, workspace=workspace)
    letter = recall_dispatch(KEY, why="wrong address", workspace=workspace)
    assert letter == f"{ws.REF}/police/recall/pack-1"
    assert recall_dispatch(KEY, why="again", workspace=workspace) == letter
    assert str(send_dispatch(letter, workspace=workspace)) == "sent"
    assert route.messages[letter].to == ("lead@police.example.org",)
    assert route.messages[letter].attachments == ()
    assert "do not open it" in route.messages[letter].body


def test_what_had_not_gone_out_is_only_withdrawn(home):
    workspace = ws.workspace_of(home)
    assert recall_dispatch(KEY, why="wrong edition", workspace=workspace) is None
    assert stands(KEY, workspace) == "withdrawn"
    with pytest.raises(StatusError, match="never went out"):
        recall_dispatch(KEY, why="again", workspace=workspace)


def test_what_is_on_its_way_cannot_be_recalled_yet(home):
    workspace = with_route(home, Route(ws.workspace_of(home).clock, UnansweredError("no answer")))
    send_dispatch(KEY, workspace=workspace)
    with pytest.raises(StatusError, match="on its way"):
        recall_dispatch(KEY, why="wrong", workspace=workspace)


# -- who, and by which route


def test_nobody_who_has_left_is_written_to_and_a_deputy_stands_in(home):
    workspace = ws.workspace_of(home)
    rows = make_agencies().decode().splitlines()
    rest = "\n".join(row for row in rows if "lead@police" not in row).encode()
    import_agencies(rest, workspace=workspace)
    route = Route(workspace.clock)
    assert str(send_dispatch(KEY, workspace=with_route(home, route))) == "refused"
    shown = show_dispatch(KEY, workspace=workspace)
    assert "no contact who could be written to" in shown.reason
    assert remedies_for(KEY, shown.status) == (Remedy(Verb.CONFIRM_DISPATCH, KEY),)
    confirm_not_sent(KEY, why="the deputy stands in", workspace=workspace)
    send_dispatch(KEY, workspace=with_route(home, route))
    assert route.messages[KEY].to == ("deputy@police.example.org",)


def test_a_contact_without_a_route_stops_nobody_else(home):
    route = Route(ws.workspace_of(home).clock)
    workspace = replace(ws.workspace_of(home), channels={"post": route})
    for key in due_dispatches(workspace=workspace):
        assert str(send_dispatch(key, workspace=workspace)) == "refused"
    assert "no channel 'folder' in audits.toml" in show_dispatch(KEY, workspace=workspace).reason


@pytest.fixture
def two_routes(loaded, tmp_path):
    home = ws.copy_of(loaded, tmp_path / "home")
    workspace = ws.workspace_of(home)
    routes = {"folder": Route(workspace.clock), "notify": Route(workspace.clock)}
    workspace = replace(workspace, channels={"folder": workspace.channels["folder"], **routes})
    return replace(workspace, channels=routes)


def test_pack_and_key_list_go_by_two_routes_where_there_are_two(two_routes):
    import_agencies(agencies(key_route={"": "notify"}), workspace=two_routes)
    ws.issue(two_routes)
    routes = {(r.what, r.route) for r in list_recipients(ws.REF, workspace=two_routes)}
    assert routes == {("pack", "folder"), ("key-list", "notify")}


def test_a_contact_may_have_a_route_of_their_own(two_routes):
    rows = agencies(route={"lead@police.example.org": "notify"})
    import_agencies(rows, workspace=two_routes)
    ws.issue(two_routes)
    listed = list_recipients(ws.REF, workspace=two_routes)
    assert {r.unit: r.route for r in listed if r.what == "pack"} == {
        "police": "notify",
        "health": "folder",
        "social_care": "folder",
    }


def test_the_two_contacts_of_a_unit_may_have_different_routes(two_routes):
    deputy = "deputy@police.example.org"
    both = agencies(not_deputy=deputy, route={deputy: "notify"})
    import_agencies(both, workspace=two_routes)
    ws.issue(two_routes)
    packs = [r for r in list_recipients(ws.REF, workspace=two_routes) if r.what == "pack"]
    assert sorted(r.route for r in packs if r.unit == "police") == ["folder", "notify"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"route": {"lead@police.example.org": "notfy"}}, "no such channel"),
        ({"unit_route": {"": "notify"}, "key_route": {"": "notify"}}, "Name another key_route"),
        ({"key_route": {"lead@police.example.org": "notify"}}, "same in each of its rows"),
    ],
)
def test_routes_that_cannot_be_are_refused_with_their_row(two_routes, columns, says):
    with pytest.raises(RegisterError, match=says):
        import_agencies(agencies(**columns), workspace=two_routes)


def test_packs_that_go_out_by_themselves_wait_until_the_recipients_are_confirmed(two_routes):
    ws.issue(two_routes)
    assert due_dispatches(workspace=two_routes) == ()
    assert str(send_dispatch(KEY, workspace=two_routes)) == "due"
    gates = {g.name: g for g in describe_cycle(ws.REF, workspace=two_routes).gates}
    assert gates["recipients"].decided_at is None
    better = make_agencies().replace(b"lead@police.example.org", b"new@police.example.org")
    import_agencies(better, workspace=two_routes)
    rows = confirm_recipients(ws.REF, why="rang all three", workspace=two_routes)
    assert [r.to for r in rows if r.unit == "police"] == [("new@police.example.org",)] * 2
    assert len(due_dispatches(workspace=two_routes)) == 6


def test_nothing_is_confirmed_before_there_is_something_to_send(two_routes):
    open_cycle(ws.KIND, ws.THURSDAY, workspace=two_routes)
    with pytest.raises(StatusError, match="has no packs yet") as refused:
        confirm_recipients(ws.REF, why="looked", workspace=two_routes)
    assert refused.value.remedy == (Remedy(Verb.ISSUE_PACKS, ws.REF),)


def test_the_folder_needs_no_confirming(home):
    assert len(due_dispatches(workspace=ws.workspace_of(home))) == 6
