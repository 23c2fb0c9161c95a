"""Every letter says in its first three lines what to do, by when and whom to ring."""

import re
from types import SimpleNamespace

import pytest
from builders.repository import ROOT

from audits.reporting import render_letter


RING = "the business unit, 01632 960 001"
# Parts of letters, and a code that its reader waits for at a page, for minutes.
INCLUDED = {"first_lines", "action-taken", "link-code"}
LETTERS = {path.name.partition(".")[0] for path in (ROOT / "reports" / "letters").glob("*.j2")}
# A letter begins with what to do: a verb that tells somebody to do it.
VERBS = {
    "Act", "Ask", "Delete", "Fill", "Find", "Keep", "Look", "Open", "Read", "Return", "Say", "See",
    "Tell",
}  # fmt: skip
DAY = re.compile(r"\b\d{1,2} (?:January|February|March|April|May|June|July) 2017\b")
GROUP = SimpleNamespace(name="quality group", short="QG")
BOARD = SimpleNamespace(name="The Partnership", noun="partnership", quality_group=GROUP)
OFFICE = SimpleNamespace(name="chair", short="chair")
RETURN = {
    "title": "Weekly audit", "cycle": "MASH-2017-W10", "unit_name": "Police",
    "file_name": "police.xlsx", "deadline": "5pm on Friday 17 March 2017", "is_overdue": True,
    "was_extended": False, "told": "",
}  # fmt: skip
ACTION = {
    "id": "A1", "title": "Tell referrers", "due": "30 June 2017", "late": 3, "owner": "police",
    "to": "the deputy",
}  # fmt: skip
FACTS = {
    **RETURN, "partnership": BOARD, "contact": RING, "today": "9 March 2017", "office": OFFICE,
    "missing": OFFICE, "agency_name": "Police", "agencies": 1, "to": "deputy", "is_above": False,
    "instead_of": "", "also": [], "items": [RETURN], "is_query": False, "cases": 10,
    "has_key_list": True, "is_protected": True, "before": "5pm on Friday 10 March 2017",
    "was_waived": False, "wished_until": "", "older": [], "waiting": False, "asked": 0,
    "outcome": "accepted",
    "queries": 2, "findings": [], "subject": "A pack", "files": "", "says": "It is broken.",
    "is_part": False, "code": "A-1", "actions": [ACTION], "is_office": False, "nobody_as": "",
    "taken": [], "refused": [], "troubles": ["Nothing runs."], "key": "K", "eligible": 20,
    "frame": "abc", "commitment": "def", "case": "C1", "again": False, "added": [], "number": 1,
    "own_links": "(links)", "person": "Sam Deputy", "certified_by": "",
    "name": "Kim Lead", "at": "9 March 2017, 9:02", "times": 20,
}  # fmt: skip
OTHERWISE = {
    "receipt": [{"waiting": True}, {"wished_until": "20 March 2017"}, {"older": ["One answer"]}],
    "action-receipt": [{"refused": ["A1: no reason"]}],
    "reminder": [{"items": [RETURN, {**RETURN, "is_overdue": False}]}, {"is_query": True}],
    "escalation": [{"items": [RETURN, RETURN]}, {"instead_of": "chair"}],
    "concern": [{"case": ""}],
    "action-workbook": [{"actions": 1}, {"actions": 4}],
    "action-query": [{"actions": 4}],
    "pack": [{"certified_by": "superintendent"}],
}
FIRST = {"action-workbook": {"actions": 1}}


def cases():
    for name in sorted(LETTERS - INCLUDED):
        for other in ({}, *OTHERWISE.get(name, ())):
            yield pytest.param(name, {**FIRST.get(name, {}), **other}, id=f"{name}-{len(other)}")


@pytest.mark.parametrize(("name", "other"), list(cases()))
def test_three_lines_say_what_to_do_by_when_and_whom_to_ring(name, other):
    body = render_letter(name, {**FACTS, **other}).body
    do, when, ring, empty = body.splitlines()[:4]
    assert do.startswith("What to do: ")
    assert do.removeprefix("What to do: ").split()[0] in VERBS
    assert when.startswith("By when: ")
    assert DAY.search(when), when
    assert ring == f"Whom to ring: {RING}"
    assert empty == ""


@pytest.mark.parametrize("name", sorted(LETTERS - INCLUDED))
def test_a_letter_ends_with_who_writes_it_and_has_no_gap(name):
    body = render_letter(name, {**FACTS, **FIRST.get(name, {})}).body
    assert "\n\n\n\n" not in body
    assert "What to do:" not in body[12:]
