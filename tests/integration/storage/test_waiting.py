"""What waits for a person: each thing counted, what only looks like it left out; on both."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders.statements import counted
from sqlalchemy import Engine

from audits.domain.allowance import WaiverReason
from audits.domain.finding import FindingKind
from audits.domain.status import ActionStatus, CycleStatus, DispatchStatus, ReturnOutcome
from audits.storage import (
    ActionRow,
    Agency,
    Allowance,
    Concern,
    Contact,
    Cycle,
    Dispatch,
    FindingRow,
    Gate,
    IssuedPack,
    LeftInInbox,
    ReturnFile,
    ReturnProblem,
    Unit,
    UnitOfWork,
    View,
    WaitingSince,
)


NOW = datetime(2017, 3, 9, 17, tzinfo=UTC)
PAST, AHEAD = NOW - timedelta(days=1), NOW + timedelta(days=1)
SINCE = WaitingSince(NOW, date(2017, 2, 23), "recipients", ("pack", "key-list"), ("mail",))
EVERY_ONE = {
    "draws_to_approve", "recipients_to_confirm", "moderations_to_end", "findings_to_agree",
    "papers_to_release", "dispatches_unconfirmed", "dispatches_refused", "bounced_addresses",
    "concerns_not_acknowledged", "queries_unanswered", "files_not_placed", "overdue_returns",
    "left_in_inboxes", "actions_to_decide",
}  # fmt: skip


def cycle(ref, status):
    return Cycle(
        ref=ref, kind="mash_weekly", version=1, title="Weekly", template="", template_sha256="",
        partnership="",
        status=status, opened_on=NOW.date(),
    )  # fmt: skip


def pack(of, unit, due_at=PAST, edition=1):
    return IssuedPack(
        id=f"{of}-{unit}-{edition}", code=f"{of}-{unit}", number=1, edition=edition, cycle=of,
        unit=unit, file_name="pack.xlsx", cases=1, questions=1, content={}, made_at=PAST,
        due_at=due_at,
    )  # fmt: skip


def dispatch(key, status, *, channel="mail", purpose="reminder", of=None):
    sent = {"sent_at": NOW} if status is DispatchStatus.SENT else {}
    return Dispatch(
        key=key, cycle=of, unit="police", purpose=purpose, channel=channel, status=status,
        due_at=PAST, subject="", body="", **sent,
    )  # fmt: skip


def came(ref, of, unit, outcome):
    return ReturnFile(
        id=ref, sha256=ref, received_at=PAST, size=1, route="folder", outcome=outcome,
        cycle=of, unit=unit,
    )  # fmt: skip


def finding(ref, of, **agreed):
    return FindingRow(
        id=ref, cycle=of, number=int(ref.rpartition("F")[2]), theme="t", question="q",
        kind=FindingKind.STRENGTH, text="", x=1, n=1, frame=1, low=1, high=1, left_out=0,
        cannot_tell=0, unanswered=0, **agreed,
    )  # fmt: skip


def action(ref, status, due=None):
    done = {"completed_at": NOW, "completed_by": "me", "evidence": "e"}
    return ActionRow(
        id=ref, title="t", source="s", owner="police", due=due, original_due=due, status=status,
        opened_on=PAST.date(), **(done if status is ActionStatus.COMPLETE else {}),
    )  # fmt: skip


def problem(return_id, **more):
    return ReturnProblem(return_id=return_id, code="missing", message="", raised_at=PAST, **more)


def allowance(of, number, **what):
    return Allowance(
        cycle=of, unit="police", number=number, due_before=PAST, why="w", decided_at=PAST,
        decided_by="me", **what,
    )  # fmt: skip


def one_of_each(n: int):
    """Yield, in an order that foreign keys bear, what waits once and, beside it, what does not."""
    status = CycleStatus
    yield from (cycle(f"{each.name}{n}", each) for each in status)
    out, over = f"ISSUED{n}", f"CLOSED{n}"
    for unit, due in (("police", PAST), ("health", PAST), ("social_care", AHEAD)):
        yield pack(out, unit, due)
    yield pack(out, "police", PAST, edition=2)
    yield pack(over, "police", PAST)
    # Whoever was waived and then given more time is waited for again; who returned is not.
    yield allowance(out, 1, waived=WaiverReason.OTHER)
    yield allowance(out, 2, until=NOW)
    yield came(f"good{n}", out, "health", ReturnOutcome.QUERIED)
    yield came(f"refused{n}", out, "police", ReturnOutcome.REFUSED)
    yield came(f"aside{n}", None, None, ReturnOutcome.QUARANTINED)
    yield came(f"old{n}", over, "police", ReturnOutcome.QUERIED)
    yield problem(f"good{n}")
    yield problem(f"good{n}", settled_at=NOW, settled_by=f"good{n}")
    yield problem(f"good{n}", is_query=False)
    yield problem(f"old{n}")
    yield Concern(return_id=f"good{n}", cycle=out, unit="health", case_ref="1", raised_at=PAST)
    yield Concern(
        return_id=f"good{n}", cycle=out, unit="health", case_ref="2", raised_at=PAST,
        acknowledged_at=NOW, acknowledged_by="me",
    )  # fmt: skip
    yield LeftInInbox(reference=f"r{n}", inbox="folder", says="A link.", since=PAST)
    yield finding(f"{n}F1", f"ANALYSED{n}")
    yield finding(f"{n}F2", f"ANALYSED{n}", agreed_at=NOW, agreed_by="qeg")
    yield finding(f"{n}F3", f"CANCELLED{n}")
    yield from (dispatch(f"{n}/{each}", each) for each in ("unconfirmed", "refused", "due"))
    yield dispatch(f"{n}/sent", DispatchStatus.SENT)
    for kind, purpose, channel in (("p", "pack", "mail"), ("k", "key-list", "mail"),
                                   ("r", "reminder", "mail"), ("f", "pack", "folder")):  # fmt: skip
        yield dispatch(f"{n}/{kind}", "due", purpose=purpose, channel=channel, of=out)
    yield Gate(cycle=out, name="recipients", opened_at=PAST)
    yield dispatch(f"{n}/c", "due", purpose="pack", of=f"APPROVED{n}")
    yield Gate(
        cycle=f"APPROVED{n}", name="recipients", opened_at=PAST, decided_at=NOW, decided_by="me"
    )
    for name, gone, bounced in (("a", None, NOW), ("b", PAST.date(), NOW), ("c", None, None)):
        for unit in ("police", "health"):  # one address in two units is one address
            yield Contact(
                unit=unit, name="", email=f"{name}{n}@x.example", left_on=gone, bounced_at=bounced
            )
    yield action(f"{n}late", ActionStatus.OPEN, date(2017, 2, 22))
    yield action(f"{n}proposed", ActionStatus.PROPOSED, date(2017, 5, 1))
    yield action(f"{n}complete", ActionStatus.COMPLETE, date(2017, 5, 1))
    yield action(f"{n}soon", ActionStatus.OPEN, date(2017, 2, 23))
    yield action(f"{n}undated", ActionStatus.OPEN)
    yield action(f"{n}over", ActionStatus.WITHDRAWN, date(2017, 1, 1))


def fill(engine: Engine, clock, numbers: range) -> None:
    with UnitOfWork(engine, clock, "me") as uow:
        if 0 in numbers:
            uow.add(Agency(code="all", name="All"))
            units = ("police", "health", "social_care")
            uow.add_all([Unit(code=code, agency="all", name=code) for code in units])
        for n in numbers:
            for row in one_of_each(n):
                uow.add(row)
        uow.note("filled", "a test")
        uow.commit()


def look(engine: Engine, clock) -> tuple[dict[str, int], int]:
    with counted() as statements, View(engine, clock) as view:
        found = view.waiting(SINCE)
    return found, len(statements)


@pytest.fixture
def counts(engine, clock):
    nothing = look(engine, clock)
    fill(engine, clock, range(1))
    one = look(engine, clock)
    fill(engine, clock, range(1, 8))
    return nothing, one, look(engine, clock)


def test_each_thing_that_waits_is_counted_and_nothing_else(counts):
    for (found, _), often in zip(counts, (0, 1, 8), strict=True):
        # Of actions three wait: proposed, complete, and overdue for more than a fortnight.
        assert found == {**dict.fromkeys(EVERY_ONE, often), "actions_to_decide": 3 * often}


def test_it_takes_as_many_statements_for_much_as_for_nothing(counts):
    (_, for_nothing), (_, for_one), (_, for_eight) = counts
    assert for_nothing == for_one == for_eight
    assert for_one <= 3  # BEGIN, query_only, and the one
