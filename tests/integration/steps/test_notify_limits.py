"""GOV.UK Notify and the ledger: looked up before anything goes again, left alone when it asks."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
from builders import workspace as ws
from builders.channels import notify_channel
from builders.delivery import FakeChannel
from builders.far_ends import FakeNotify

from audits.demo import make_agencies
from audits.domain.errors import TryAgainError
from audits.queries.dispatches import show_dispatch
from audits.queries.ready_work import due_dispatches
from audits.steps.agencies.import_list import import_agencies
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.send import send_dispatch
from audits.storage import Dispatch


KEY = f"{ws.REF}/police/pack/1"
LEAD = "lead@police.example.org"
LEASE = timedelta(minutes=11)


@pytest.fixture
def house(issued, tmp_path):
    """A cycle whose packs all go by Notify."""
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    notify = FakeNotify(workspace.clock)
    workspace = replace(workspace, channels={"folder": notify_channel(notify, workspace.clock)})
    confirm_recipients(ws.REF, why="looked", workspace=workspace)
    return SimpleNamespace(workspace=workspace, notify=notify, clock=workspace.clock)


def send(house, key=KEY) -> str:
    return str(send_dispatch(key, workspace=house.workspace))


def stands(house, key=KEY) -> str:
    return show_dispatch(key, workspace=house.workspace).status


def asked(house) -> list[str]:
    """Return what was asked of Notify, in order, and forget it."""
    said = [
        f"look {r.url.params['reference']}" if r.method == "GET" else "send"
        for r in house.notify.requests
    ]
    house.notify.requests.clear()
    return said


def refuse(house, error: str, **headers: str | bytes):
    """Have Notify refuse every sending so, but answer what is looked up."""
    said = {"status_code": 429, "errors": [{"error": error, "message": "words that may change"}]}
    named = [
        (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in headers.items()
    ]
    house.notify.before = lambda r: (
        httpx.Response(429, json=said, headers=named) if r.method == "POST" else None
    )


def at_peace(house):
    house.notify.before = house.notify.after = lambda _r: None


# -- before anything goes again


def test_nothing_is_sent_that_was_not_looked_up_by_its_reference(house):
    for key in due_dispatches(workspace=house.workspace):
        send(house, key)
        assert asked(house) == [f"look {key}", "send"]


def test_what_had_no_answer_but_went_is_found_and_not_sent_again(house):
    house.notify.after = lambda r: httpx.ReadTimeout("slow") if r.method == "POST" else None
    assert send(house) == "sending"
    at_peace(house)
    assert send(house) == "sending", "the lease has not run out"
    asked(house)
    house.clock.now += LEASE
    assert send(house) == "sent"
    assert asked(house) == [f"look {KEY}", f"look {KEY}/1"], "looked for, and for a second one"
    assert len(house.notify.kept) == 1


def test_what_had_no_answer_and_did_not_go_is_looked_for_and_then_sent_once(house):
    house.notify.before = lambda r: httpx.ReadTimeout("slow") if r.method == "POST" else None
    assert send(house) == "sending"
    at_peace(house)
    asked(house)
    house.clock.now += LEASE
    assert send(house) == "sent"
    assert asked(house) == [f"look {KEY}", f"look {KEY}", "send"]
    assert len(house.notify.kept) == 1


@pytest.mark.parametrize("trouble", [500, 429, 403, None])
def test_while_notify_cannot_be_asked_nothing_goes_again(house, trouble):
    house.notify.after = lambda r: httpx.ReadTimeout("slow") if r.method == "POST" else None
    assert send(house) == "sending"
    answer = httpx.ConnectError("no line") if trouble is None else httpx.Response(trouble)
    house.notify.before = lambda _r: answer
    for _ in range(3):
        house.clock.now += LEASE
        assert send(house) == "sending"
    at_peace(house)
    house.clock.now += LEASE
    assert send(house) == "sent"
    assert len(house.notify.kept) == 1


def test_what_was_not_looked_up_is_not_sent(house):
    house.notify.before = lambda r: httpx.Response(500) if r.method == "GET" else None
    with pytest.raises(TryAgainError):
        send(house)
    assert (stands(house), house.notify.kept) == ("due", [])


def test_of_two_recipients_the_one_who_was_refused_for_the_minute_is_sent_to_alone(house):
    rows = make_agencies().decode().splitlines()
    rows.append(next(r for r in rows if LEAD in r).replace(LEAD, "second@police.example.org"))
    import_agencies("\n".join(rows).encode(), workspace=house.workspace)
    confirm_recipients(ws.REF, why="both", workspace=house.workspace)
    taken = []

    def second_is_too_many(request):
        if request.method == "POST":
            taken.append(request)
        return httpx.Response(429, headers={"Retry-After": "30"}) if len(taken) == 2 else None

    house.notify.before = second_is_too_many
    with pytest.raises(TryAgainError):
        send(house)
    at_peace(house)
    house.clock.now += timedelta(seconds=30)
    assert send(house) == "sent"
    sent = [(each["reference"], each["email_address"]) for each in house.notify.kept]
    assert sent == [(f"{KEY}/1", LEAD), (KEY, "second@police.example.org")]


# -- the minute's limit and the day's


def test_the_minutes_limit_holds_its_channel_back_as_long_as_it_says_and_no_other(house):
    other = FakeChannel(house.clock)
    channels = {**house.workspace.channels, "other": other}
    house.workspace = replace(house.workspace, channels=channels)
    with house.workspace.open_uow() as uow:
        moved = uow.get(Dispatch, f"{ws.REF}/health/pack/1")
        moved.channel = "other"
        uow.add(moved)
        uow.note("moved", moved.key)
        uow.commit()
    refuse(house, "RateLimitError", Retry_After="120")
    with pytest.raises(TryAgainError) as caught:
        send(house)
    assert caught.value.until == house.clock() + timedelta(seconds=120)
    at_peace(house)
    asked(house)
    assert due_dispatches(workspace=house.workspace) == (f"{ws.REF}/health/pack/1",)
    assert send(house, f"{ws.REF}/health/pack/1") == "sent"
    house.clock.now += timedelta(seconds=119)
    assert due_dispatches(workspace=house.workspace) == ()
    assert send(house) == "due"
    assert asked(house) == [], "Notify was left alone"
    house.clock.now += timedelta(seconds=1)
    for key in due_dispatches(workspace=house.workspace):
        assert send(house, key) == "sent"
    assert len(house.notify.kept) == 5


def test_the_days_limit_holds_everything_until_midnight_utc_and_then_each_goes_once(house):
    house.clock.now = datetime(2017, 6, 15, 22, 40, tzinfo=UTC)  # twenty to twelve in London
    refuse(house, "TooManyRequestsError", Retry_After="1")
    keys = due_dispatches(workspace=house.workspace)
    with pytest.raises(TryAgainError, match="tried again from 16 June 2017, 01:00"):
        send(house, keys[0])
    asked(house)
    while house.clock.now < datetime(2017, 6, 16, tzinfo=UTC):
        assert due_dispatches(workspace=house.workspace) == ()
        for key in keys:
            with suppress(TryAgainError):
                send(house, key)
        house.clock.now += timedelta(minutes=5)
    assert asked(house) == [], "Notify was left alone"
    at_peace(house)
    assert house.clock.now == datetime(2017, 6, 16, tzinfo=UTC)
    assert set(due_dispatches(workspace=house.workspace)) == set(keys)
    for key in keys:
        assert send(house, key) == "sent"
    assert sorted(each["reference"] for each in house.notify.kept) == sorted(keys)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2017, 3, 9, 17, tzinfo=UTC), datetime(2017, 3, 10, tzinfo=UTC)),
        (datetime(2017, 6, 15, 23, 30, tzinfo=UTC), datetime(2017, 6, 16, tzinfo=UTC)),
        (datetime(2017, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC)),
        (datetime(2017, 3, 26, 0, 30, tzinfo=UTC), datetime(2017, 3, 27, tzinfo=UTC)),
        (datetime(2017, 3, 10, tzinfo=UTC), datetime(2017, 3, 11, tzinfo=UTC)),
    ],
    ids=["an afternoon", "summer time", "new year's eve", "the clocks go forward", "midnight"],
)
def test_the_day_ends_at_midnight_utc_whatever_a_clock_on_the_wall_says(house, now, until):
    house.clock.now = now
    refuse(house, "TooManyRequestsError")
    with pytest.raises(TryAgainError) as caught:
        send(house)
    assert caught.value.until == until


@pytest.mark.parametrize("said", ["-5", "", "1.5", "٣", "Thu, 09 Mar 2017 16:00:00 GMT"])
def test_a_wait_that_makes_no_sense_is_short_and_never_in_the_past(house, said):
    refuse(house, "RateLimitError", Retry_After=said.encode())
    with pytest.raises(TryAgainError) as caught:
        send(house)
    assert house.clock() <= caught.value.until <= house.clock() + timedelta(minutes=1)


def test_an_old_key_is_not_knocked_with_again_for_an_hour(house):
    house.notify.before = lambda _r: httpx.Response(403, json={"errors": [{"error": "AuthError"}]})
    first, *others = due_dispatches(workspace=house.workspace)
    with pytest.raises(TryAgainError):
        send(house, first)
    asked(house)
    for key in others:
        assert send(house, key) == "due"
    assert asked(house) == []
    at_peace(house)
    house.clock.now += timedelta(hours=1)
    assert [send(house, key) for key in due_dispatches(workspace=house.workspace)] == ["sent"] * 6
