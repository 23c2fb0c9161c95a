"""GOV.UK Notify calls to say what became of a message; over a real socket, as it would."""

import json
import logging
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.channels import notify_channel
from builders.web import TOKEN, a_callback, call, served

from audits.demo import make_agencies
from audits.domain.message import DeliveryOutcome
from audits.domain.remedies import Remedy, Verb
from audits.queries.agencies import list_agencies
from audits.queries.dispatches import list_dispatches, remedies_for, show_dispatch
from audits.queries.ready_work import sent_dispatches
from audits.queries.recipients import list_recipients
from audits.steps.agencies.import_list import import_agencies
from audits.steps.dispatch.recipients import confirm_recipients
from audits.steps.dispatch.send import follow_dispatch, send_dispatch
from audits.steps.dispatch.settle import confirm_not_sent
from audits.storage import TrailEntry
from audits.web import make_app


KEY = f"{ws.REF}/police/pack/1"
LEAD = "lead@police.example.org"
LETTER = f"{ws.REF}/business_unit/undelivered/police-pack-1-1"


@pytest.fixture
def sent(house):
    """A pack that went to the police lead, as Notify keeps it."""
    send_dispatch(KEY, workspace=house.workspace)
    return house.notify.kept[0]


def shown(house, key=KEY):
    return show_dispatch(key, workspace=house.workspace)


def story(house, key=KEY):
    return [each.what for each in shown(house, key).story]


def trail(house):
    with house.workspace.open_uow() as uow:
        return uow.all(TrailEntry, order_by=TrailEntry.seq)


def bouncing(house):
    return [a for unit in list_agencies(workspace=house.workspace) for a in unit.bouncing]


def test_what_was_delivered_is_so_recorded_and_asked_after_no_more(house, sent):
    assert call(house.client, a_callback(sent, "delivered")).status_code == 204
    assert shown(house).status == "sent"
    assert shown(house).delivered_at is not None
    assert sent_dispatches(workspace=house.workspace) == ()


def test_a_permanent_failure_comes_before_a_person_and_marks_the_address(house, sent):
    answer = call(house.client, a_callback(sent, "permanent-failure"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert (shown(house).status, shown(house).sent_at) == ("refused", None)
    assert shown(house).reason.startswith(f"It bounced: the mail server of {LEAD}")
    assert remedies_for(KEY, shown(house).status) == (Remedy(Verb.CONFIRM_DISPATCH, KEY),)
    assert bouncing(house) == [LEAD]
    listed = list_recipients(ws.REF, workspace=house.workspace)
    assert {a for row in listed for a in row.bouncing} == {LEAD}
    letter = shown(house, LETTER)
    assert (letter.status, letter.recipients) == ("due", ("business.unit@board.example.org",))


@pytest.mark.parametrize("status", ["temporary-failure", "technical-failure"])
def test_what_was_given_up_comes_before_a_person_and_marks_no_address(house, sent, status):
    call(house.client, a_callback(sent, status))
    assert shown(house).status == "refused"
    assert shown(house).reason.startswith("It did not arrive")
    assert bouncing(house) == []
    assert shown(house, LETTER).status == "due"


@pytest.mark.parametrize("status", ["created", "sending", "a status of next year"])
def test_what_is_under_way_changes_nothing(house, sent, status):
    before = story(house)
    assert call(house.client, a_callback(sent, status)).status_code == 204
    assert (shown(house).status, story(house)) == ("sent", before)


@pytest.mark.parametrize("status", ["delivered", "permanent-failure"])
def test_five_calls_are_as_one(house, sent, status):
    for _ in range(5):
        assert call(house.client, a_callback(sent, status)).status_code == 204
    told = [each for each in story(house) if each in ("dispatch delivered", "dispatch refused")]
    assert len(told) == 1
    letters = [
        r for r in list_dispatches(ws.REF, workspace=house.workspace) if "undelivered" in r.key
    ]
    assert len(letters) == (status == "permanent-failure")


def test_delivered_after_a_failure_takes_nothing_back(house, sent):
    call(house.client, a_callback(sent, "permanent-failure"))
    assert call(house.client, a_callback(sent, "delivered")).status_code == 204
    assert shown(house).status == "refused"
    assert bouncing(house) == [LEAD]


def test_a_failure_after_delivered_comes_before_a_person(house, sent):
    call(house.client, a_callback(sent, "delivered"))
    call(house.client, a_callback(sent, "permanent-failure"))
    assert (shown(house).status, shown(house).delivered_at) == ("refused", None)


def test_a_late_call_about_an_earlier_sending_does_not_touch_the_next(house, sent):
    call(house.client, a_callback(sent, "permanent-failure"))
    better = make_agencies().replace(LEAD.encode(), b"new@police.example.org")
    import_agencies(better, workspace=house.workspace)
    confirm_not_sent(KEY, why="the address is put right", workspace=house.workspace)
    house.notify.kept[0]["status"] = "permanent-failure"
    assert str(send_dispatch(KEY, workspace=house.workspace)) == "sent"
    again = house.notify.kept[-1]
    assert again["email_address"] == "new@police.example.org"
    call(house.client, a_callback(sent, "permanent-failure"))
    assert shown(house).status == "sent"
    call(house.client, a_callback(again, "delivered"))
    assert shown(house).delivered_at is not None


def test_an_address_made_good_is_not_marked_any_more(house, sent):
    call(house.client, a_callback(sent, "permanent-failure"))
    confirm_not_sent(KEY, why="their IT has mended it", workspace=house.workspace)
    assert bouncing(house) == []


def test_of_two_recipients_one_delivery_is_not_all_of_it(house):
    rows = make_agencies().decode().splitlines()
    rows.append(next(r for r in rows if LEAD in r).replace(LEAD, "second@police.example.org"))
    import_agencies("\n".join(rows).encode(), workspace=house.workspace)
    confirm_recipients(ws.REF, why="both", workspace=house.workspace)
    send_dispatch(KEY, workspace=house.workspace)
    first, second = house.notify.kept
    assert [first["reference"], second["reference"]] == [f"{KEY}/1", KEY]
    for each in (first, second):
        each["status"] = "delivered"
        call(house.client, a_callback(each, "delivered"))
        assert shown(house).delivered_at is None
    assert sent_dispatches(workspace=house.workspace) == (KEY,)
    assert follow_dispatch(KEY, workspace=house.workspace) is DeliveryOutcome.DELIVERED
    call(house.client, a_callback(first, "permanent-failure"))
    assert shown(house).status == "refused"
    assert bouncing(house) == [LEAD]


# -- races with asking


@pytest.mark.parametrize("first", ["asked", "called"])
@pytest.mark.parametrize("status", ["delivered", "permanent-failure"])
def test_whoever_tells_first_the_other_adds_nothing(house, sent, first, status):
    sent["status"] = status
    tells = {
        "asked": lambda: follow_dispatch(KEY, workspace=house.workspace),
        "called": lambda: call(house.client, a_callback(sent, status)),
    }
    tells.pop(first)()
    once = story(house)
    tells.popitem()[1]()
    assert story(house) == once


def test_asking_and_ten_calls_at_once_are_as_one(house, sent):
    sent["status"] = "permanent-failure"
    answers = []

    def calls():
        answers.append(call(house.client, a_callback(sent, "permanent-failure")).status_code)

    threads = [threading.Thread(target=calls) for _ in range(10)]
    for each in threads:
        each.start()
    follow_dispatch(KEY, workspace=house.workspace)
    for each in threads:
        each.join()
    assert answers == [204] * 10
    assert story(house).count("dispatch refused") == 1


def test_a_call_that_comes_before_the_sending_is_recorded_is_left_to_the_next_asking(house):
    workspace, notify = house.workspace, house.notify
    answers = []

    class CallsAtOnce:
        by_hand, can_tell = False, True

        def __init__(self, channel):
            self.channel = channel
            self.find, self.follow = channel.find, channel.follow

        def send(self, message):
            receipt = self.channel.send(message)
            notify.kept[0]["status"] = "delivered"
            answers.append(call(house.client, a_callback(notify.kept[0], "delivered")).status_code)
            return receipt

    at_once = CallsAtOnce(notify_channel(notify, workspace.clock))
    send_dispatch(KEY, workspace=replace(workspace, channels={"folder": at_once}))
    assert answers == [204]
    assert (shown(house).status, shown(house).delivered_at) == ("sent", None)
    follow_dispatch(KEY, workspace=workspace)
    assert shown(house).delivered_at is not None


# -- who may call, and with what


@pytest.mark.parametrize("token", ["x", "wrong", TOKEN + "x", TOKEN[:-1], "tökén"])
def test_who_does_not_know_the_token_changes_nothing(house, sent, token):
    said = json.dumps(a_callback(sent, "permanent-failure"))
    headers = {"Authorization": f"Bearer {token}".encode()}
    answer = house.client.post("/notify/delivery", content=said, headers=headers)
    assert answer.status_code == 401
    assert LEAD not in answer.text
    assert shown(house).status == "sent"


def test_no_token_at_all_is_refused(house):
    assert house.client.post("/notify/delivery", content=b"{}").status_code == 401


def test_a_message_that_is_not_ours_is_noted_once_without_whose_it_is(house):
    other = {"id": "aaaaaaaa-0000-4000-8000-000000000001", "reference": "Ada Madeup's letter"}
    other["email_address"] = "ada.madeup@home.example"
    for _ in range(2):
        assert call(house.client, a_callback(other, "delivered")).status_code == 204
    said = a_callback({**other, "reference": None}, "delivered")
    assert call(house.client, said).status_code == 204
    noted = [e for e in trail(house) if e.verb == "status of an unknown message"]
    assert [e.about for e in noted] == [other["id"]]
    assert "adeup" not in str([e.model_dump() for e in trail(house)])


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ({"id": "ada.madeup@home.example"}, "id"),
        ({"status": None}, "status"),
        ({"to": ["ada.madeup@home.example"]}, "to"),
        ({"reference": 7, "status": {"ada": 1}}, "reference, status"),
    ],
)
def test_a_body_that_is_something_else_is_not_said_back(house, sent, spoilt, says):
    answer = call(house.client, {**a_callback(sent, "delivered"), **spoilt})
    assert answer.status_code == 422
    assert answer.json() == {"detail": f"This is not what Notify sends: {says}."}
    assert shown(house).delivered_at is None


@pytest.mark.parametrize("body", [b"", b"ada.madeup@home.example", b"[1]", b"\xff\xfe", b'{"a":'])
def test_a_body_that_is_no_object_is_not_said_back(house, body):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = house.client.post("/notify/delivery", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json() == {"detail": "This is not what Notify sends: JSON."}


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_body_larger_than_any_of_notifys_is_not_read(house, in_pieces):
    large = b'{"id": "' + b"a" * 20_000
    content = iter([large[:10_000], large[10_000:]]) if in_pieces else large
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = house.client.post("/notify/delivery", content=content, headers=headers)
    assert answer.status_code == 413


def test_nothing_personal_is_logged(house, sent, caplog):
    with caplog.at_level(logging.DEBUG):
        call(house.client, a_callback(sent, "permanent-failure"))
        call(house.client, {**a_callback(sent, "delivered"), "id": LEAD})
        call(house.client, a_callback(sent, "delivered"), token="wrong")
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "/notify/delivery" in logged
    assert LEAD not in logged
    assert TOKEN not in logged


def test_nobody_may_call_where_no_token_was_chosen(house):
    with served(make_app(house.workspace)) as client:
        assert client.get("/health").status_code == 200
        assert call(client, {}).status_code == 404


def test_a_letter_that_does_not_arrive_either_makes_no_letter(house, sent):
    call(house.client, a_callback(sent, "permanent-failure"))
    house.workspace.clock.now += timedelta(minutes=1)
    send_dispatch(LETTER, workspace=house.workspace)
    call(house.client, a_callback(house.notify.kept[-1], "permanent-failure"))
    assert shown(house, LETTER).status == "refused"
    keys = [row.key for row in list_dispatches(ws.REF, workspace=house.workspace)]
    assert [key for key in keys if "undelivered" in key] == [LETTER]
