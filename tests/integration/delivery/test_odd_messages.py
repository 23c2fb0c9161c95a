"""One message that cannot be sent is refused by itself, in a sentence, and the next one goes."""

import json
from dataclasses import replace

import pytest
from builders.channels import graph_channel, notify_channel, smtp_channel
from builders.delivery import KEY, PACK, a_message
from hypothesis import HealthCheck, given, settings, strategies as st

from audits.delivery import FolderChannel
from audits.domain.errors import RefusedError
from audits.domain.message import Attachment


NEXT = "MASH-2017-W10/health/pack/1"
ODD = (
    "n.o’brien@health.example.org", "sörrelby@council.example.org", "lead@health.example\n.org",
    "a@health.example.org; b@health.example.org", "TBC", "", "lead@\ud800.org", "a\0@b.org",
    "lead@health.example.org\r\nBcc: everyone@example.org", "=?utf-8?B?QSBMZWFkA?= <a@b.org>",
)  # fmt: skip
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = st.characters(codec=None) | st.sampled_from("\r\n\0\x85\u2028=?<>@,;:\"'’é\ud800\u200b")
TEXT = st.text(LETTERS, max_size=60) | st.sampled_from(["=?utf-8?B?QSBMZWFkA?=", "=?x?Q?=00?="])
ADDRESS = st.emails() | st.sampled_from(ODD) | TEXT


@pytest.fixture
def smtp(mail_port, authority, clock):
    return smtp_channel(mail_port, authority[1], clock)


@pytest.fixture(params=["smtp", "notify", "graph"])
def by_mail(request, clock, notify, graph):
    if request.param == "smtp":
        return request.getfixturevalue("smtp"), request.getfixturevalue("post").files
    if request.param == "notify":
        return notify_channel(notify, clock), notify.files
    return graph_channel(graph, clock), graph.files


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_refused_before_anything_is_sent_and_the_next_goes(by_mail, address):
    channel, arrived = by_mail
    with pytest.raises(RefusedError, match="make it due again"):
        channel.send(replace(a_message(), to=(address,)))
    assert arrived() == []
    channel.send(a_message(NEXT))
    assert arrived() == [PACK.content]


def test_a_message_to_nobody_is_refused(by_mail):
    channel, arrived = by_mail
    with pytest.raises(RefusedError):
        channel.send(replace(a_message(), to=()))
    assert arrived() == []


@FEW
@given(address=ADDRESS, subject=TEXT, body=TEXT, name=TEXT)
def test_whatever_a_message_holds_smtp_sends_it_whole_or_refuses_it(
    smtp, post, address, subject, body, name
):
    post.mails.clear()
    odd = replace(a_message(KEY, Attachment(name, b"a")), to=(address,), subject=subject, body=body)
    try:
        smtp.send(odd)
    except RefusedError:
        assert post.mails == []
    else:
        (mail,) = post.mails
        assert mail["To"] == address
        assert mail["Bcc"] is None
        assert [part.get_content() for part in mail.iter_attachments()] == [b"a"]
    smtp.send(a_message(NEXT))
    assert post.mails[-1]["X-Audits-Key"] == NEXT


@FEW
@given(address=ADDRESS, subject=TEXT, body=TEXT, name=TEXT)
def test_whatever_a_message_holds_the_web_takes_it_whole_or_it_is_refused(
    notify, graph, clock, address, subject, body, name
):
    odd = replace(a_message(KEY, Attachment(name, b"a")), to=(address,), subject=subject, body=body)
    for channel in (notify_channel(notify, clock), graph_channel(graph, clock)):
        notify.kept.clear()
        graph.mails.clear()
        try:
            channel.send(odd)
        except RefusedError:
            assert notify.kept == []
            assert graph.sent() == []
        else:
            assert [*notify.files(), *graph.files()] == [b"a"]


@FEW
@given(subject=TEXT, body=TEXT, name=TEXT)
def test_whatever_a_letter_holds_the_folder_takes_it_or_refuses_it(
    tmp_path, clock, subject, body, name
):
    odd = replace(a_message(KEY, Attachment(name, b"a")), subject=subject, body=body)
    channel = FolderChannel(tmp_path, clock)
    for left in tmp_path.rglob("*.txt"):
        left.unlink()
    try:
        sent = channel.send(odd)
    except RefusedError:
        assert list(tmp_path.rglob("*.txt")) == []
    else:
        assert channel.find(KEY) == sent


# -- several recipients of one message, by Notify


LEAD, BAD, THIRD = ("lead@p.example.org", "nobody@p.example.org", "third@p.example.org")


def told(notify):
    return [each["email_address"] for each in notify.kept]


@pytest.mark.parametrize("bad", [BAD, "n.o’brien@p.example.org"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_recipient_who_is_refused_stops_no_other_and_is_written_to_alone(
    notify, clock, bad, place
):
    channel = notify_channel(notify, clock)
    to = [LEAD, THIRD]
    to.insert(place, bad)
    with pytest.raises(RefusedError, match=r"refused 1 of the 3 recipients") as caught:
        channel.send(replace(a_message(), to=tuple(to)))
    assert bad in str(caught.value)
    assert sorted(told(notify)) == [LEAD, THIRD]
    assert channel.find(KEY) is None  # not everybody has it
    right = replace(a_message(), to=(THIRD, "right@p.example.org", LEAD))
    receipt = channel.send(right)
    assert sorted(told(notify)) == [LEAD, "right@p.example.org", THIRD]
    assert len(receipt.reference.split()) == 3
    assert channel.find(KEY) is not None
    assert channel.send(right) == receipt
    assert len(notify.kept) == 3


def test_who_takes_anothers_place_is_written_to(notify, clock):
    channel = notify_channel(notify, clock)
    channel.send(replace(a_message(), to=(LEAD,)))
    channel.send(replace(a_message(), to=(THIRD,)))
    assert told(notify) == [LEAD, THIRD]
    assert [json.loads(r.content)["reference"] for r in notify.requests if r.content] == [KEY, KEY]
