"""What becomes of a message when the outside says no, and who is reminded when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import workspace as ws

from audits.domain.errors import ChannelError, RefusedError, TryAgainError, UnconfirmedError
from audits.domain.message import DeliveryOutcome, DeliveryReport, Message, Receipt
from audits.queries.dispatches import list_dispatches
from audits.queries.ready_work import due_dispatches
from audits.steps.dispatch.send import send_dispatch
from audits.steps.returns.chase import chase


class OutsideThatSays:
    """A channel that raises what it is given, then takes the message."""

    by_hand, can_tell = True, True

    def __init__(self, *errors: ChannelError) -> None:
        self._errors: Iterator[ChannelError] = iter(errors)
        self.took: list[str] = []
        self.fate = DeliveryOutcome.UNDER_WAY

    def send(self, message: Message) -> Receipt:
        for error in self._errors:
            raise error
        self.took.append(message.key)
        return Receipt("R", ws.FIVE)

    def find(self, key: str) -> Receipt | None:
        return Receipt("R", ws.FIVE) if key in self.took else None

    def follow(self, reference: str) -> DeliveryReport:
        return DeliveryReport(self.fate, reference)


@pytest.fixture
def home(issued, tmp_path):
    return ws.copy_of(issued, tmp_path / "home")


def first_sent_through(home, *errors: ChannelError):
    outside = OutsideThatSays(*errors)
    workspace = replace(ws.workspace_of(home), channels={"folder": outside})
    return workspace, outside, due_dispatches(workspace=workspace)[0]


def status_of(key: str, workspace) -> tuple[str, str]:
    return next((r.status, r.reason) for r in list_dispatches(workspace=workspace) if r.key == key)


def test_what_certainly_was_not_sent_is_due_again(home):
    workspace, outside, key = first_sent_through(home, TryAgainError("the drive is away"))
    with pytest.raises(TryAgainError):
        send_dispatch(key, workspace=workspace)
    assert status_of(key, workspace) == ("due", "the drive is away")
    assert str(send_dispatch(key, workspace=workspace)) == "sent"
    assert outside.took == [key]


@pytest.mark.parametrize(
    ("error", "status"),
    [(RefusedError("no such folder"), "refused"), (UnconfirmedError("no answer"), "unconfirmed")],
)
def test_what_a_person_must_look_at_is_not_tried_again(home, error, status):
    workspace, outside, key = first_sent_through(home, error)
    assert str(send_dispatch(key, workspace=workspace)) == status
    assert status_of(key, workspace) == (status, str(error))
    assert str(send_dispatch(key, workspace=workspace)) == status
    assert key not in due_dispatches(workspace=workspace)
    assert outside.took == []


def london(day: int, hour: int) -> datetime:
    """Return a moment of March 2017, when London's clocks still showed UTC."""
    return datetime(2017, 3, day, hour, tzinfo=UTC)


# Issued on Thursday the 9th, due on Friday the 10th at 17:00; the template says: remind at -1, 0
# and 2 working days, the deputy after 5, the QEG member after 7. By hand: 14th, 17th and 21st.
LADDER = [
    (london(9, 18), None),
    (london(10, 9), "reminder"),
    (london(13, 9), "reminder"),
    (london(14, 9), "reminder"),
    (london(16, 9), "reminder"),
    (london(17, 9), "escalation"),
    (london(21, 9), "escalation"),
    (london(24, 9), "escalation"),
]


@pytest.mark.parametrize(("at", "purpose"), LADDER)
def test_the_ladder_over_weekends(home, at, purpose):
    workspace = ws.workspace_of(home, at)
    assert chase(workspace=workspace) == (
        tuple(f"{ws.REF}/{u}" for u in ws.UNITS) if purpose else ()
    )
    made = {r.purpose for r in list_dispatches(ws.REF, workspace=workspace)} - {"pack", "key-list"}
    assert made == ({purpose} if purpose else set())


def test_a_reminder_is_made_once_however_often_it_is_asked_for(home):
    workspace = ws.workspace_of(home, london(10, 9))
    chase(workspace=workspace)
    chase(workspace=ws.workspace_of(home, london(10, 9) + timedelta(hours=3)))
    reminders = [r for r in list_dispatches(ws.REF, workspace=workspace) if r.purpose == "reminder"]
    assert len(reminders) == 3
