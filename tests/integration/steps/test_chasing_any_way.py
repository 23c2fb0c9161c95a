"""Whatever is decided and whenever the machine runs, no return is chased wrongly."""

import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import chasing as ch, workspace as ws
from hypothesis import HealthCheck, given, settings, strategies as st

from audits.domain.errors import UserError
from audits.domain.status import DispatchStatus, ReturnOutcome
from audits.steps.dispatch.withdraw import withdraw_letters
from audits.steps.returns.allow import extend_return, waive_return
from audits.steps.returns.chase import chase
from audits.storage import Allowance, Dispatch, LetterAbout, ReturnFile


UNITS = ("police", "health")
FIRST = date(2017, 3, 9)
# Chased is on most days; the rest happens now and then, each at its own hour.
ACTS = st.sampled_from(["extend", "waive", "return", "nothing", "nothing", "nothing"])
DAYS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(UNITS), ACTS, st.integers(1, 8)),
    min_size=5, max_size=26,
)  # fmt: skip
STEPS = ("reminder-0", "reminder-1", "reminder-2", "escalation-0", "escalation-1", "escalation-2")
AFTER = dict(zip(STEPS, (-1, 0, 2, 3, 5, 10), strict=True))


@pytest.fixture(scope="module")
def start(loaded, tmp_path_factory):
    return ch.two_audits(ws.copy_of(loaded, tmp_path_factory.mktemp("start") / "home"))


def working_day(start: date, count: int) -> date:
    """Return a working day of spring 2017 by a count of its own; Easter is from 14 to 17 April."""
    easter = {date(2017, 4, 14), date(2017, 4, 17)}
    every = [date(2017, 2, 1) + timedelta(days=n) for n in range(120)]
    worked = [day for day in every if day.weekday() < 5 and day not in easter]
    return worked[worked.index(start) + count]


def returned(unit, workspace):
    """Take a return as the reading of one does."""
    with workspace.open_uow() as uow:
        given = {"sha256": unit, "received_at": workspace.clock(), "size": 1, "route": "folder"}
        row = ReturnFile(id=f"R-{unit}", cycle=ws.REF, unit=unit, **given)
        row.outcome = ReturnOutcome.ACCEPTED
        if uow.add_once(row):
            withdraw_letters(ws.REF, unit, why="it has returned", uow=uow)
            uow.note("a test", ws.REF)
            uow.commit()


def act(what, unit, days, workspace):
    try:
        match what:
            case "extend":
                until = workspace.today() + timedelta(days=days)
                extend_return(ws.REF, unit, until=until, why="A search", workspace=workspace)
            case "waive":
                waive_return(ws.REF, unit, why="No staff", workspace=workspace)
            case "return":
                returned(unit, workspace)
    except UserError:
        return  # a person is refused, and nothing has changed


@pytest.mark.slow
@given(DAYS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_rung_twice_none_early_none_out_of_order_and_none_once_it_is_settled(
    start, tmp_path, days
):
    home = tmp_path / "home"
    shutil.rmtree(home, ignore_errors=True)
    workspace = ws.workspace_of(ws.copy_of(start, home))
    for n, (runs, unit, what, more) in enumerate(days):
        morning = datetime.combine(FIRST + timedelta(days=n), datetime.min.time(), UTC)
        workspace.clock.now = morning + timedelta(hours=9)
        if runs:
            chase(workspace=workspace)
        workspace.clock.now = morning + timedelta(hours=12)
        act(what, unit, more, workspace)
        workspace.clock.now = morning + timedelta(hours=15)
        if runs:
            ws.send(workspace)
    with workspace.open_uow() as uow:
        about = uow.all(LetterAbout, LetterAbout.cycle == ws.REF)
        letters = {row.key: row for row in uow.all(Dispatch)}
        allowed = uow.all(Allowance, Allowance.cycle == ws.REF, order_by=Allowance.decided_at)
        back = {row.unit: row.received_at for row in uow.all(ReturnFile)}
    told = [(each, letters[each.dispatch]) for each in about]
    went = [(a, row) for a, row in told if row.status is not DispatchStatus.WITHDRAWN]
    assert max(Counter((a.unit, a.due, a.step) for a, _ in went).values(), default=1) == 1
    for each, letter in told:
        made = letter.due_at
        assert working_day(each.due, AFTER[each.step]) <= made.date()
        assert each.unit not in back or made < back[each.unit]
        last = [row for row in allowed if row.unit == each.unit and row.decided_at < made][-1:]
        assert not any(row.waived for row in last)
        due = last[0].until if last else datetime(2017, 3, 10, 17, tzinfo=UTC)
        assert each.due == due.date()
    for unit, due in {(a.unit, a.due) for a, _ in went}:
        of = [(row.due_at, a.step) for a, row in went if (a.unit, a.due) == (unit, due)]
        assert [step for _, step in sorted(of)] == sorted((s for _, s in of), key=STEPS.index)
