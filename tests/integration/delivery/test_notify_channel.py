"""GOV.UK Notify, against its own client for what we ask and its documentation for what it says."""

import io
import json
import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from builders.channels import TEMPLATE, notify_channel
from builders.delivery import KEY, PACK, a_message
from builders.far_ends import NOTIFY_KEY
from notifications_python_client import NotificationsAPIClient, prepare_upload
from notifications_python_client.authentication import decode_jwt_token

from audits.domain.errors import RefusedError, TryAgainError, UnansweredError
from audits.domain.message import Attachment, DeliveryOutcome


def refused(code: int, error: str, **headers: str) -> Any:
    said = {"status_code": code, "errors": [{"error": error, "message": "words that may change"}]}
    return lambda request: (
        httpx.Response(
            code, json=said, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        if request.method == "POST"
        else None
    )


class Recorder:
    """Stands where the official client keeps its session, and keeps what it would have sent."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def request(self, method: str, url: str, **kwargs: Any) -> Any:
        self.calls.append((method, url, kwargs))
        return httpx.Response(200, json={}, request=httpx.Request(method, url))


@pytest.fixture
def official():
    client = NotificationsAPIClient(NOTIFY_KEY)
    client.request_session = Recorder()
    return client


def claims(header: str) -> tuple[str, dict[str, Any]]:
    token = header.removeprefix("Bearer ")
    decode_jwt_token(token, NOTIFY_KEY[-36:])
    head, body = (json.loads(_unpadded(part)) for part in token.split(".")[:2])
    return head, body


def _unpadded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_our_calls_are_those_of_the_official_client(notify, official):
    def now() -> datetime:
        return datetime.now(UTC)

    notify_channel(notify, now).send(a_message())
    official.get_all_notifications(template_type="email", reference=KEY)
    upload = prepare_upload(io.BytesIO(PACK.content), PACK.name, True, "4 weeks")
    official.send_email_notification(
        "lead@police.example.org",
        TEMPLATE,
        {"subject": f"Pack {KEY}", "body": "Please return it.", "file": upload},
        KEY,
        sanitise_content_for=["subject", "body"],
    )
    theirs = official.request_session.calls
    assert len(theirs) == len(notify.requests) == 2
    for ours, (method, url, said) in zip(notify.requests, theirs, strict=True):
        asked = httpx.Request(method, url, params=said.get("params"))
        assert (ours.method, ours.url) == (method, asked.url)
        assert (ours.content and json.loads(ours.content)) == json.loads(
            said.get("data", '""') or b""
        ) or not ours.content
        head, body = claims(ours.headers["Authorization"])
        their_head, their_body = claims(said["headers"]["Authorization"])
        assert head == their_head
        assert body["iss"] == their_body["iss"]
        assert abs(body["iat"] - their_body["iat"]) <= 30
        assert body.keys() == their_body.keys()


def test_every_recipient_gets_one_and_the_key_is_the_last_ones(notify, clock):
    channel = notify_channel(notify, clock)
    both = replace(a_message(), to=("lead@police.example.org", "second@police.example.org"))
    receipt = channel.send(both)
    assert [each["reference"] for each in notify.kept] == [f"{KEY}/1", KEY]
    assert channel.find(KEY) == receipt


def test_after_half_a_message_only_the_other_half_is_sent(notify, clock):
    channel = notify_channel(notify, clock)
    both = replace(a_message(), to=("lead@police.example.org", "nobody@police.example.org"))
    with pytest.raises(RefusedError):
        channel.send(both)
    assert channel.find(KEY) is None
    channel.send(replace(both, to=("lead@police.example.org", "right@police.example.org")))
    assert [each["email_address"].partition("@")[0] for each in notify.kept] == ["lead", "right"]


def test_no_answer_is_unknown_and_the_look_up_tells(notify, clock):
    channel = notify_channel(notify, clock)
    notify.after = lambda r: httpx.ReadTimeout("slow") if r.method == "POST" else None
    with pytest.raises(UnansweredError):
        channel.send(a_message())
    assert channel.find(KEY)
    channel.send(a_message())
    assert len(notify.kept) == 1


@pytest.mark.parametrize("code", [500, 502, 503])
def test_a_failing_server_may_have_sent_it(notify, clock, code):
    notify.before = refused(code, "Internal")
    with pytest.raises(UnansweredError):
        notify_channel(notify, clock).send(a_message())


def test_the_days_limit_waits_until_midnight_utc(notify, clock):
    notify.before = refused(429, "TooManyRequestsError")
    with pytest.raises(TryAgainError) as caught:
        notify_channel(notify, clock).send(a_message())
    assert caught.value.until == datetime(2017, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Thu, 09 Mar 2017 17:30:00 GMT", timedelta(minutes=30)),
        ("soon", timedelta(minutes=1)),
        ("999999", timedelta(hours=24)),
    ],
)
def test_the_minutes_limit_waits_as_long_as_it_says(notify, clock, said, wait):
    notify.before = refused(429, "RateLimitError", Retry_After=said)
    with pytest.raises(TryAgainError) as caught:
        notify_channel(notify, clock).send(a_message())
    assert caught.value.until == clock() + wait


def test_an_old_key_is_tried_again_in_an_hour_and_not_shown(notify, clock):
    notify.before = lambda _r: httpx.Response(403, json={"errors": [{"error": "AuthError"}]})
    with pytest.raises(TryAgainError, match="does not accept the key") as caught:
        notify_channel(notify, clock).send(a_message())
    assert caught.value.until == clock() + timedelta(hours=1)
    assert NOTIFY_KEY[-36:] not in str(caught.value)


def test_what_bounced_is_known_and_may_be_sent_again_under_its_key(notify, clock):
    channel = notify_channel(notify, clock)
    receipt = channel.send(a_message())
    assert channel.follow(receipt.reference).fate is DeliveryOutcome.UNDER_WAY
    notify.kept[0]["status"] = "permanent-failure"
    assert channel.follow(receipt.reference).fate is DeliveryOutcome.BOUNCED
    assert channel.find(KEY) is None
    again = channel.send(a_message())
    notify.kept[1]["status"] = "delivered"
    assert channel.follow(again.reference).fate is DeliveryOutcome.DELIVERED
    assert channel.follow("forgotten").fate is DeliveryOutcome.UNKNOWN


def test_what_notify_cannot_carry_is_refused_before_anything_is_sent(notify, clock):
    channel = notify_channel(notify, clock)
    large = Attachment("a.xlsx", b"x" * (2 * 1024 * 1024 + 1))
    with pytest.raises(RefusedError, match="over 2 MB"):
        channel.send(a_message(KEY, large))
    with pytest.raises(RefusedError, match="several files"):
        channel.send(a_message(KEY, PACK, Attachment("b.xlsx", b"b")))
    assert notify.kept == []


def test_a_certificate_that_does_not_match_is_said_to_be_so(notify, clock):
    wrong = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    notify.before = lambda _r: wrong
    with pytest.raises(TryAgainError, match=r"certificate of .* does not match"):
        notify_channel(notify, clock).send(a_message())
    notify.before = lambda _r: httpx.ConnectError("no route")
    with pytest.raises(TryAgainError, match="cannot be reached"):
        notify_channel(notify, clock).send(a_message())


def test_a_letter_without_a_workbook_has_no_link(notify, clock):
    notify_channel(notify, clock, keep_weeks=1).send(replace(a_message(), attachments=()))
    assert notify.files() == []
    assert re.search(rb'"file": ?""', notify.requests[-1].content)


def test_while_notify_cannot_look_nothing_is_sent(notify, clock):
    notify.before = lambda _r: httpx.Response(400, json={"errors": [{"error": "BadRequestError"}]})
    with pytest.raises(TryAgainError, match="cannot look"):
        notify_channel(notify, clock).send(a_message())
    notify.before = lambda r: httpx.Response(500) if r.method == "GET" else None
    with pytest.raises(TryAgainError):
        notify_channel(notify, clock).send(a_message())
    assert notify.kept == []


def test_a_limit_that_says_nothing_more_waits_a_minute(notify, clock):
    notify.before = lambda _r: httpx.Response(429, text="slow down")
    with pytest.raises(TryAgainError) as caught:
        notify_channel(notify, clock).send(a_message())
    assert caught.value.until == clock() + timedelta(minutes=1)
