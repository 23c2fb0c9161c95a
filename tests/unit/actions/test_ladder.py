"""Which rung of the chase has come due, over holidays, weekends and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders.findings import BANK_HOLIDAYS, a_calendar
from hypothesis import given, settings, strategies as st

from audits.actions import Rung, due_rung
from audits.domain.ladder import Addressee, Escalation
from audits.domain.message import Purpose


quickly = settings(deadline=None, max_examples=120)
LONDON = ZoneInfo("Europe/London")
REMIND = (-1, 0, 2, 5)
ALONE = (Escalation(10, Addressee.NAMED_PERSON),)
# Friday of the tenth week of 2017: no holiday near.
FRIDAY = datetime(2017, 3, 10, 17, 0, tzinfo=LONDON)
DEADLINES = st.dates(date(2017, 1, 9), date(2018, 3, 1)).map(
    lambda day: datetime.combine(day, time(17), LONDON)
)
LADDERS = st.lists(st.integers(-10, 20), max_size=5).map(tuple)


def at(day: str, hour: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=LONDON)


def rung(
    now: datetime,
    due: datetime = FRIDAY,
    remind: tuple[int, ...] = REMIND,
    issued: datetime | None = None,
) -> Rung | None:
    return due_rung(due, now, remind=remind, escalate=ALONE, calendar=a_calendar(), since=issued)


def named(found: Rung | None) -> str:
    return f"{found.purpose} {found.index}" if found else "nothing"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-03-08", "nothing"),
        ("2017-03-09", "reminder 0"),
        ("2017-03-10", "reminder 1"),
        ("2017-03-12", "reminder 1"),
        ("2017-03-13", "reminder 1"),
        ("2017-03-14", "reminder 2"),
        ("2017-03-16", "reminder 2"),
        ("2017-03-17", "reminder 3"),
        ("2017-03-23", "reminder 3"),
        ("2017-03-24", "escalation 0"),
        ("2017-12-01", "escalation 0"),
    ],
)
def test_each_rung_comes_on_its_working_day(day: str, expected: str) -> None:
    assert named(rung(at(day))) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Deadline on Thursday 13 April; Good Friday is the 14th, Easter Monday the 17th.
        ("2017-04-12", "reminder 0"),
        ("2017-04-18", "reminder 1"),
        ("2017-04-19", "reminder 2"),
        ("2017-04-21", "reminder 2"),
        ("2017-04-24", "reminder 3"),
        # Without the three holidays the tenth working day would be the 27th.
        ("2017-04-28", "reminder 3"),
        ("2017-05-02", "escalation 0"),
    ],
)
def test_easter_pushes_the_rungs_back(day: str, expected: str) -> None:
    assert named(rung(at(day), due=at("2017-04-13", "17:00"))) == expected


def test_easter_s_escalation_falls_on_the_second_of_may_after_three_holidays() -> None:
    # 18, 19, 20, 21, 24, 25, 26, 27, 28 April are nine; 1 May is a holiday; 2 May is the tenth.
    found = rung(at("2017-06-01"), due=at("2017-04-13", "17:00"))
    assert found == Rung(Purpose.ESCALATION, 0, date(2017, 5, 2), Addressee.NAMED_PERSON)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        # The clocks go forward on 26 March 2017: midnight on the 27th is 23:00 UTC on the 26th.
        (datetime(2017, 3, 26, 22, 59, tzinfo=UTC), "nothing"),
        (datetime(2017, 3, 26, 23, 0, tzinfo=UTC), "reminder 0"),
    ],
)
def test_a_rung_begins_at_local_midnight_when_the_clocks_have_gone_forward(
    instant: datetime, expected: str
) -> None:
    due = at("2017-03-28", "17:00")
    assert named(rung(instant, due=due)) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        # They go back on 29 October 2017: midnight on the 30th is midnight UTC again.
        (datetime(2017, 10, 29, 23, 59, tzinfo=UTC), "nothing"),
        (datetime(2017, 10, 30, 0, 0, tzinfo=UTC), "reminder 0"),
    ],
)
def test_a_rung_begins_at_local_midnight_when_the_clocks_have_gone_back(
    instant: datetime, expected: str
) -> None:
    assert named(rung(instant, due=at("2017-10-31", "17:00"))) == expected


def test_the_deadline_s_date_is_the_local_one() -> None:
    # Half past eleven in the evening UTC on Thursday is already Friday in a British summer.
    due = datetime(2017, 6, 15, 23, 30, tzinfo=UTC)
    found = rung(at("2017-06-16"), due=due)
    assert found == Rung(Purpose.REMINDER, 1, date(2017, 6, 16))


def test_nobody_is_reminded_on_the_day_the_pack_came() -> None:
    issued = at("2017-03-09", "17:05")
    assert rung(at("2017-03-09", "17:30"), issued=issued) is None
    assert named(rung(at("2017-03-10"), issued=issued)) == "reminder 1"


def test_a_plan_without_reminders_still_escalates() -> None:
    assert rung(at("2017-03-17"), remind=()) is None
    assert named(rung(at("2017-03-24"), remind=())) == "escalation 0"


def test_escalation_is_the_last_rung_even_under_a_later_reminder() -> None:
    assert named(rung(at("2017-04-28"), remind=(0, 20))) == "escalation 0"


@given(DEADLINES, LADDERS, st.integers(0, 60))
@quickly
def test_after_an_outage_exactly_the_latest_rung_that_fell_due_is_left(
    due: datetime, remind: tuple[int, ...], days: int
) -> None:
    """Walk the days one by one, as a machine that was never down would."""
    now = due + timedelta(days=days)
    last = None
    day = due - timedelta(days=60)
    while day <= now:
        last = rung(day, due=due, remind=remind) or last
        day += timedelta(days=1)
    assert rung(now, due=due, remind=remind) == last


@given(DEADLINES, LADDERS, st.integers(-40, 60))
@quickly
def test_a_rung_is_never_early_and_falls_on_a_working_day(
    due: datetime, remind: tuple[int, ...], days: int
) -> None:
    now = due + timedelta(days=days)
    found = rung(now, due=due, remind=remind)
    if found is None:
        return
    assert found.day <= now.date()
    assert found.day.weekday() < 5
    assert found.day not in BANK_HOLIDAYS
    if found.purpose is Purpose.REMINDER:
        assert 0 <= found.index < len(remind)


@given(DEADLINES, LADDERS, st.integers(-40, 60), st.integers(0, 30))
@quickly
def test_the_ladder_is_only_ever_climbed(
    due: datetime, remind: tuple[int, ...], days: int, later: int
) -> None:
    now = due + timedelta(days=days)
    before = rung(now, due=due, remind=remind)
    after = rung(now + timedelta(days=later), due=due, remind=remind)
    if before is not None:
        assert after is not None
        assert before.day <= after.day or after.purpose is Purpose.ESCALATION


OFFICES = (Addressee.DEPUTY, Addressee.QEG_MEMBER, Addressee.CHAIR)
CLIMBING = st.sets(st.integers(0, 40), min_size=1, max_size=3).map(
    lambda days: tuple(Escalation(n, to) for n, to in zip(sorted(days), OFFICES, strict=False))
)


@given(DEADLINES, LADDERS, CLIMBING, st.sets(st.integers(-20, 70), min_size=1))
@quickly
def test_whenever_the_machine_runs_each_rung_comes_once_and_only_upwards(
    due: datetime, remind: tuple[int, ...], escalate: tuple[Escalation, ...], runs: set[int]
) -> None:
    told: list[Rung] = []
    for day in sorted(runs):
        now = due + timedelta(days=day)
        found = due_rung(due, now, remind=remind, escalate=escalate, calendar=a_calendar())
        if found is None or (told and found.step == told[-1].step):
            continue
        assert found.day <= now.date()
        assert found.day.weekday() < 5
        assert found.day not in BANK_HOLIDAYS
        told.append(found)
    assert len({rung.step for rung in told}) == len(told)
    above = [rung for rung in told if rung.purpose is Purpose.ESCALATION]
    assert above == sorted(above, key=lambda rung: (rung.day, rung.index))
    # Nobody is reminded once somebody else was told.
    assert told[len(told) - len(above) :] == above
