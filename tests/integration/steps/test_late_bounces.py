"""A mail server took a message and another says hours later, by mail, that it did not arrive."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from builders import workspace as ws
from builders.bounces import BOUNCES, an_original, away, dsn, in_another_language
from builders.channels import smtp_channel
from builders.delivery import FakeChannel
from builders.far_ends import FakeGraph, Post, mail_server, make_authority, server_side
from builders.mailboxes import graph_inbox
from builders.power import Fuse, PowerCutError, fused, moments

from audits.demo import make_agencies
from audits.domain.errors import UnconfirmedError
from audits.queries.agencies import list_agencies
from audits.queries.dispatches import list_dispatches, show_dispatch
from audits.queries.returns import list_returns
from audits.steps.agencies.import_list import import_agencies
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.send import send_dispatch
from audits.steps.dispatch.settle import confirm_not_sent
from audits.steps.returns.collect import collect_inbox


KEY = f"{ws.REF}/police/pack/1"
LEAD = "lead@police.example.org"
LETTER = f"{ws.REF}/business_unit/undelivered/police-pack-1-1"


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def house(issued, tmp_path, certified):
    """A pack that a real mail server took, and the mailbox that its report comes to."""
    workspace, post = ws.workspace_of(ws.copy_of(issued, tmp_path / "home")), Post()
    graph = FakeGraph(workspace.clock)
    with mail_server(post, server_side(certified[0])) as port:
        channel = smtp_channel(port, certified[1], workspace.clock)
        inbox = graph_inbox(graph, workspace.clock)
        workspace = replace(workspace, channels={"folder": channel}, inboxes={"mail": inbox})
        confirm_recipients(ws.REF, why="looked", workspace=workspace)
        send_dispatch(KEY, workspace=workspace)
        workspace.clock.now += timedelta(hours=7)
        yield SimpleNamespace(
            workspace=workspace, post=post, graph=graph, sent=post.mails[0].as_bytes()
        )


def arrive(house, *mails: bytes):
    """Let mails arrive and collect; return what became of each, and how many still lie there."""
    for raw in mails:
        house.graph.put_mail(raw)
    taken = list(collect_inbox(house.workspace.inboxes["mail"], workspace=house.workspace))
    left = sum(mail["folder"] == "inbox-id" for mail in house.graph.mails.values())
    return [str(each.outcome) for each in taken], left


def shown(house, key=KEY):
    return show_dispatch(key, workspace=house.workspace)


def bouncing(house):
    return [a for unit in list_agencies(workspace=house.workspace) for a in unit.bouncing]


@pytest.mark.parametrize("name", BOUNCES)
def test_every_kind_of_report_finds_its_dispatch(house, name):
    assert arrive(house, BOUNCES[name](house.sent)) == (["refused"], 0)
    assert shown(house).status == "refused"
    assert shown(house).reason.startswith(f"It bounced: the mail server of {LEAD}")
    assert bouncing(house) == [LEAD]
    assert shown(house, LETTER).status == "due"
    assert list_returns(None, workspace=house.workspace) == [], "nothing is set aside as a return"


def test_given_up_without_an_answer_marks_no_address(house):
    assert arrive(house, dsn(house.sent, status="4.4.7")) == (["refused"], 0)
    assert shown(house).reason.startswith("It did not arrive")
    assert bouncing(house) == []


def test_a_delay_is_written_down_and_the_failure_that_follows_counts(house):
    slow = dsn(house.sent, action="delayed", status="4.4.1")
    assert arrive(house, slow, slow) == (["delayed", "delayed"], 0)
    assert shown(house).status == "sent"
    assert shown(house).reason.startswith(f"It is delayed: the mail server of {LEAD}")
    assert [e.what for e in shown(house).story].count("dispatch delayed") == 1
    assert arrive(house, dsn(house.sent)) == (["refused"], 0)
    assert arrive(house, slow) == (["delayed"], 0)
    assert shown(house).status == "refused"


def test_a_report_that_comes_twice_is_as_one(house):
    assert arrive(house, dsn(house.sent), BOUNCES["Exim"](house.sent)) == (["refused"] * 2, 0)
    assert [e.what for e in shown(house).story].count("dispatch refused") == 1
    keys = [row.key for row in list_dispatches(ws.REF, workspace=house.workspace)]
    assert [key for key in keys if "undelivered" in key] == [LETTER]


def test_a_report_about_the_sending_before_does_not_touch_the_next(house):
    arrive(house, dsn(house.sent))
    better = make_agencies().replace(LEAD.encode(), b"new@police.example.org")
    import_agencies(better, workspace=house.workspace)
    confirm_not_sent(KEY, why="the address is put right", workspace=house.workspace)
    assert arrive(house, dsn(house.sent)) == (["earlier"], 0)
    assert str(send_dispatch(KEY, workspace=house.workspace)) == "sent"
    assert arrive(house, dsn(house.sent)) == (["earlier"], 0)
    assert shown(house).status == "sent"
    again = house.post.mails[-1].as_bytes()
    assert arrive(house, dsn(again, address="new@police.example.org")) == (["refused"], 0)
    assert bouncing(house) == ["new@police.example.org"]


def test_where_somebody_passed_it_on_to_is_not_written_down(house):
    arrive(house, dsn(house.sent, address="ada.home@elsewhere.example"))
    assert shown(house).reason.startswith("It bounced: the mail server of a recipient")
    assert "elsewhere" not in str(shown(house))
    assert bouncing(house) == []


def test_a_report_settles_what_nobody_could_tell(house):
    class Breaks(FakeChannel):
        def send(self, _message):
            raise UnconfirmedError("the line broke")

    key = f"{ws.REF}/health/pack/1"
    channels = {"folder": Breaks(house.workspace.clock)}
    workspace = replace(house.workspace, channels=channels)
    assert str(send_dispatch(key, workspace=workspace)) == "unconfirmed"
    lost = an_original(
        "<never-noted@board.example.org>", key, date="Fri, 10 Mar 2017 00:00:00 +0000"
    )
    assert arrive(house, dsn(lost)) == (["refused"], 0)
    assert shown(house, key).status == "refused"


def test_a_report_about_what_is_still_being_sent_is_met_again(house):
    key = f"{ws.REF}/health/pack/1"
    with house.workspace.open_uow() as uow:
        assert uow.claim_dispatch(key, lease=house.workspace.lease)
        uow.commit()
    early = an_original("<early@board.example.org>", key, date="Fri, 10 Mar 2017 00:00:00 +0000")
    assert arrive(house, dsn(early)) == (["left"], 1)


@pytest.mark.parametrize(
    "mail",
    [
        dsn(an_original("<an-officers-own@board.example.org>", "")),
        dsn(an_original("<x@board.example.org>", "MASH-2011-W01/police/pack/1")),
        dsn(an_original("", "")),
    ],
)
def test_a_report_about_mail_that_is_not_ours_is_left_for_a_person(house, mail):
    assert arrive(house, mail) == (["left"], 1)
    assert arrive(house) == (["left"], 1)
    assert shown(house).status == "sent"


def test_a_report_that_cannot_be_understood_is_left_for_a_person(house):
    assert arrive(house, in_another_language(house.sent)) == (["left"], 1)
    assert shown(house).status == "sent"


def test_automatic_replies_are_set_aside_with_what_they_answer(house):
    stranger = away(an_original("<other@x.example>"), "RFC 3834", sender="a@elsewhere.example")
    assert arrive(house, away(house.sent, "Exchange"), stranger) == (["away", "away"], 0)
    assert "automatic reply" in [e.what for e in shown(house).story]
    assert shown(house).status == "sent"
    assert list_returns(None, workspace=house.workspace) == []
    assert not [r for r in list_dispatches(workspace=house.workspace) if r.purpose == "refusal"]


def collect_all(workspace):
    list(collect_inbox(workspace.inboxes["mail"], workspace=workspace))


def test_there_are_four_moments_at_which_the_power_may_fail(house):
    house.graph.put_mail(dsn(house.sent))
    assert len(moments(house.workspace, collect_all)) == 4


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_a_power_cut_loses_no_report_and_records_it_once(house, moment):
    house.graph.put_mail(dsn(house.sent))
    with pytest.raises(PowerCutError):
        collect_all(fused(house.workspace, Fuse(moment)))
    collect_all(house.workspace)
    assert shown(house).status == "refused"
    assert [e.what for e in shown(house).story].count("dispatch refused") == 1
    assert shown(house, LETTER).status == "due"
    assert house.graph.mails["M1"]["folder"] == "collected-id"
