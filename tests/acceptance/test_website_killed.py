"""The website is killed in the middle of what somebody sends: that is done whole, or not at all.

What was long work, and had been asked for, is begun again by the next website.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from builders import workspace as ws
from builders.scheduled import audits
from builders.served import Served, look, officer, press

from audits.demo import make_contacts
from audits.queries.actions import list_actions
from audits.queries.cycles import list_cycles
from audits.queries.registers import list_registers
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import trail_faults
from audits.storage import Allowance


KILLS = int(os.environ.get("AUDITS_KILLS", "8"))  # each takes ten seconds, or longer
SEED = 20161109
LONGEST = 0.6  # seconds from a press to the kill; most of what is tried takes less


@dataclass
class Sent:
    """One thing that somebody does at the website.

    ``press`` says when the server is about to be sent something. ``counts`` tells how often the
    thing is done, ``shows`` whether a page says that it is.
    """

    press: Callable[[httpx.Client, Callable[[], object]], Any]
    counts: Callable[[], int]
    shows: Callable[[httpx.Client], bool]


def opened(number, served):
    """Open an audit of an earlier week."""
    day = ws.THURSDAY - timedelta(weeks=number + 1)
    year, week, _ = day.isocalendar()
    ref = f"MASH-{year}-W{week:02}"
    fields = {"kind": ws.KIND, "on": day.isoformat(), "why": "It was forgotten."}
    return Sent(
        partial(press, path="/audits/new", fields=fields, shown_at="/audits/new"),
        lambda: sum(row.ref == ref for row in list_cycles(workspace=served.workspace)),
        lambda client: look(client, f"/audits/{ref}").status_code == 200,
    )


def added(number, served):
    """Add an action to the plan."""
    title = f"Look at the front door again, time {number}"
    fields = {"title": title, "owner": "police", "due": "1 March 2030"}
    return Sent(
        partial(press, path="/actions/new", fields=fields, shown_at="/actions/new"),
        lambda: sum(row.title == title for row in list_actions(workspace=served.workspace)),
        lambda client: title in look(client, "/actions").text,
    )


def extended(number, served):
    """Give a unit more time."""
    why = f"Holidays, time {number}"
    page = f"/audits/{ws.REF}/units/{ws.UNITS[number % len(ws.UNITS)]}"
    fields = {"until": f"{1 + number % 28} June 2030", "why": why}

    def counts():
        with served.workspace.open_view() as view:
            return view.count(Allowance, Allowance.why == why)

    return Sent(
        partial(press, path=f"{page}/extend", fields=fields, shown_at=page),
        counts,
        lambda client: why in look(client, page).text,
    )


def loaded(number, served):
    """Drop a register, look at what was read, and keep it."""
    export = make_contacts(until=ws.THURSDAY, contacts=400 + number)
    before = len(list_registers(workspace=served.workspace))

    def send(client, about_to):
        drop = {"files": {"file": ("contacts.csv", export)}, "shown_at": "/registers/new"}
        asked = press(
            client, "/registers/new", {"name": "mash_contacts"}, about_to=about_to, **drop
        )
        read = f"/registers/read/{asked.headers['location'].rpartition('/')[2]}"
        while "Keep this register" not in look(client, read).text:
            time.sleep(0.1)
        press(client, f"{read}/keep", shown_at=read)

    return Sent(
        send,
        lambda: len(list_registers(workspace=served.workspace)) - before,
        lambda client: look(client, "/registers").text.count('<th scope="row"') - before == 1,
    )


def returned(number, served):
    """Drop a unit's filled workbook; each unit's once."""
    unit = ws.UNITS[number // len(KINDS) % len(ws.UNITS)]
    path = served.home / "filled" / f"{unit}.xlsx"
    before = {row.sha256 for row in list_returns(ws.REF, workspace=served.workspace)}

    def counts():
        now = {row.sha256 for row in list_returns(ws.REF, workspace=served.workspace)}
        return len(now - before)

    def shows(client):
        rows = list_returns(ws.REF, workspace=served.workspace)
        new = [row.id for row in rows if row.sha256 not in before]
        return [look(client, f"/returns/{number}").status_code for number in new] == [200]

    drop = {"files": {"file": (path.name, path.read_bytes())}, "shown_at": "/returns/new"}
    return Sent(partial(press, path="/returns/new", **drop), counts, shows)


KINDS = (opened, added, extended, loaded, returned)


def attempt(sent, client, is_sent):
    """Do it as far as it goes: the server goes away in the middle."""
    with suppress(httpx.TransportError):
        sent.press(client, about_to=is_sent.set)


def let_end(served):
    """Wait until all long work that was asked for is over."""
    workspace = served.workspace
    served.wait_until(lambda: all(task.is_over for task in workspace.background_tasks.latest()))
    assert [task.error for task in workspace.background_tasks.latest() if task.error] == []


@pytest.mark.slow
@pytest.mark.timeout(3 * 3600)
def test_whatever_is_sent_when_it_is_killed_is_done_whole_or_not_at_all(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=1500)
    ws.issue(ws.workspace_of(home))
    ws.send(ws.workspace_of(home))
    ws.answer(home)
    (home / "inbox").rename(home / "filled")
    (home / "inbox").mkdir()
    served, dice = Served(home, "--only", "web"), random.Random(SEED)
    served.wait_until(served.answers)
    with officer(served) as client:
        for number in range(KILLS):
            kind = KINDS[number % len(KINDS)]
            sent = kind(number, served)
            is_sent = Event()
            pressing = Thread(target=attempt, args=(sent, client, is_sent))
            pressing.start()
            assert is_sent.wait(600)
            time.sleep(dice.uniform(0, LONGEST))
            served.kill()
            pressing.join()
            served.start()
            served.wait_until(served.answers)
            let_end(served)
            times = sent.counts()
            sys.stdout.write(f"{number + 1} of {KILLS}: {kind.__name__}, {times}\n")  # pytest -s
            assert times in (0, 1)
            assert sent.shows(client) == bool(times)
            assert trail_faults(workspace=served.workspace) == ()
    served.stop()
    answers = list_answers(ws.REF, workspace=served.workspace)
    named = [(answer.unit, answer.case, answer.question) for answer in answers]
    assert len(named) == len(set(named))
    verified = subprocess.run(
        audits("verify"), env={**os.environ, "AUDITS_HOME": str(home)}, capture_output=True
    )
    assert verified.returncode == 0, verified.stdout
