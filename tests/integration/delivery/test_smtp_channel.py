"""Mail to a real server: encrypted or not at all, and what is known when something fails."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders.channels import smtp_channel
from builders.delivery import KEY, PACK, a_message
from builders.far_ends import mail_server, server_side
from builders.ports import free_port
from pydantic import ValidationError

from audits.delivery import SmtpSettings
from audits.domain.errors import RefusedError, TryAgainError, UnconfirmedError


@pytest.fixture
def channel(mail_port, authority, clock):
    return smtp_channel(mail_port, authority[1], clock)


def test_the_mail_carries_key_workbook_and_one_message_id(channel, post):
    receipts = [channel.send(a_message()) for _ in range(2)]
    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"] == receipts[0].reference
    assert first["Message-ID"].endswith("@board.example.org>")
    assert first["X-Audits-Key"] == KEY
    assert first["To"] == "lead@police.example.org"
    assert first.get_body().get_content().strip() == "Please return it."
    (part,) = first.iter_attachments()
    assert (part.get_filename(), part.get_content()) == (PACK.name, PACK.content)


def test_one_refused_address_stops_the_whole_mail(channel, post):
    both = replace(a_message(), to=("lead@police.example.org", "nobody@police.example.org"))
    with pytest.raises(RefusedError, match=r"refuses the address nobody@.* Nothing was sent\."):
        channel.send(both)
    assert post.mails == []


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ("451 4.7.1 greylisted, come back", TryAgainError),
        ("552 5.3.4 too large", RefusedError),
        ("silence", UnconfirmedError),
    ],
)
def test_what_the_server_says_at_the_end_is_what_is_known(channel, post, says, error):
    post.says = says
    with pytest.raises(error):
        channel.send(a_message())


def test_a_certificate_for_another_name_is_refused_and_tried_in_an_hour(authority, post, clock):
    with mail_server(post, server_side(authority[0], "mail.elsewhere.example")) as port:
        channel = smtp_channel(port, authority[1], clock)
        with pytest.raises(TryAgainError, match=r"certificate of .* does not match") as caught:
            channel.send(a_message())
    assert caught.value.until == clock() + timedelta(hours=1)
    assert post.mails == []


def test_a_certificate_of_an_unknown_authority_is_refused(mail_port, post, clock):
    with pytest.raises(TryAgainError, match="is not trusted"):
        smtp_channel(mail_port, None, clock).send(a_message())
    assert post.mails == []


def test_a_server_without_encryption_gets_nothing(authority, post, clock):
    with mail_server(post, None) as port:
        channel = smtp_channel(port, authority[1], clock)
        with pytest.raises(TryAgainError, match="does not offer encryption"):
            channel.send(a_message())
    assert post.mails == []


def test_a_wrong_password_is_not_knocked_with_again_for_an_hour(mail_port, authority, post, clock):
    channel = smtp_channel(mail_port, authority[1], clock, secret="wrong")
    with pytest.raises(TryAgainError, match="does not accept the user or password") as caught:
        channel.send(a_message())
    assert caught.value.until == clock() + timedelta(hours=1)
    assert "wrong" not in str(caught.value)
    assert post.mails == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_server_that_is_not_there_certainly_sent_nothing(authority, clock, tls):
    channel = smtp_channel(free_port(), authority[1], clock, tls=tls)
    with pytest.raises(TryAgainError, match=r"Nothing was sent; it is tried again\."):
        channel.send(a_message())


def test_a_heading_cannot_be_smuggled_into_the_mail(channel, post):
    channel.send(replace(a_message(), subject="Pack\r\nBcc: everyone@example.org"))
    (mail,) = post.mails
    assert mail["Bcc"] is None


def test_a_user_without_a_password_is_refused_by_the_settings():
    said = {"kind": "smtp", "host": "h", "sender": "a@b.example", "user": "audits"}
    with pytest.raises(ValidationError, match="go together"):
        SmtpSettings.model_validate(said)


def test_a_line_may_be_encrypted_from_its_first_byte(authority, post, clock):
    with mail_server(post, server_side(authority[0]), implicit=True) as port:
        more = {"tls": "implicit", "user": "", "secret": None}
        smtp_channel(port, authority[1], clock, **more).send(a_message())
    assert post.files() == [PACK.content]
