"""What is read of a mail that a machine wrote, byte by byte."""

from email import message_from_bytes

import pytest
from builders.bounces import BOUNCES, an_original, away, dsn, exim_failure, read_receipt
from hypothesis import given, strategies as st

from audits.collection.notices import Notice, read_notice
from audits.domain.message import DeliveryOutcome


OURS = an_original()
KEY = "MASH-2017-W10/police/pack/1"


def read(raw: bytes):
    return read_notice(message_from_bytes(raw))


def test_our_own_mail_is_not_a_notice():
    assert read(OURS) is None


def test_what_is_sent_back_tells_the_key_and_when_it_was_sent():
    notice = read(dsn(OURS))
    assert notice.key == KEY
    assert notice.sent_at.isoformat() == "2017-03-09T17:00:00+00:00"


@pytest.mark.parametrize("date", ["", "soon", "Thu, 09 Mar 2017 17:00:00 -0000"])
def test_a_date_that_says_no_zone_is_no_date(date):
    assert read(dsn(an_original(date=date))).sent_at is None


def test_a_reply_of_an_officers_that_bounces_is_not_taken_for_what_it_answers():
    reply = OURS.replace(b"Message-ID: <0123", b"References: <0123").replace(
        b"X-Audits-Key: " + KEY.encode(), b"Message-ID: <an-officers-own@board.example.org>"
    )
    for make in (dsn, lambda mail: dsn(mail, back="head"), exim_failure):
        assert read(make(reply)).message_id == "<an-officers-own@board.example.org>"


def test_a_report_that_sends_nothing_back_is_about_nothing():
    notice = read(dsn(OURS, back="nothing"))
    assert (notice.fate, notice.message_id, notice.key) == (DeliveryOutcome.BOUNCED, "", "")


def test_word_that_it_was_delivered_or_passed_on_is_no_failure():
    assert read(dsn(OURS, action="relayed", status="2.0.0")).fate is DeliveryOutcome.UNKNOWN


def test_word_that_it_was_opened_is_an_automatic_reply():
    assert read(read_receipt(OURS)).fate is None


def test_an_automatic_reply_to_nothing_is_about_nothing():
    raw = away(OURS, "RFC 3834").replace(b"In-Reply-To:", b"X-A:").replace(b"References:", b"X-B:")
    assert read(raw).message_id == ""


@pytest.mark.parametrize("name", BOUNCES)
@given(data=st.data())
def test_a_report_that_is_broken_anywhere_is_read_or_left(name, data):
    raw = bytearray(BOUNCES[name](OURS))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[at] = data.draw(st.integers(0, 255))
        else:
            del raw[at : at + data.draw(st.integers(1, 200))]
            raw += b" "
    assert isinstance(read(bytes(raw)), Notice | None)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_left(raw):
    head = b"From: mailer-daemon@x.example\nContent-Type: multipart/report; boundary=a\n"
    assert isinstance(read(head + raw), Notice | None)


def test_what_the_library_stumbles_over_is_left_for_a_person_and_not_logged(caplog):
    raw = dsn(OURS, back="nothing").replace(b"message/delivery-status", b"message/other-status")
    raw = raw.replace(b"From: Mail Delivery System <MAILER-DAEMON@mail.board.example.org>\n", b"")
    notice = read(raw.replace(b"This is the mail system", b"These are words of a"))
    assert (notice.fate, notice.missed) == (DeliveryOutcome.UNKNOWN, ())
    assert caplog.records == []
