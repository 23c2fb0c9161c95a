"""A legal hold says on what, by whom and why; a child is held by an id that is kept nowhere."""

import io
import json
import sqlite3
import sys

import pytest
from builders import workspace as ws
from builders.stages import Stages

from audits.storage import Case


@pytest.fixture
def drawn(tmp_path_factory, home):
    """A cycle that is drawn: a child of its first case as the vault knows it."""
    ws.copy_of(Stages(tmp_path_factory.mktemp("stages")).at("drawn"), home)
    workspace = ws.workspace_of(home)
    with workspace.open_view() as view:
        case = view.all(Case, Case.cycle == ws.REF, order_by=Case.number)[0]
    [child, *_] = json.loads(workspace.vault.look("case", case.ref, "a test"))
    return child


def test_a_hold_without_a_reason_is_refused_in_one_sentence(drawn, audits):
    for about in (("cycle", ws.REF), ("action", "A1")):
        refused = audits("hold", "place", *about)
        assert refused.code == 2
        assert refused.err.splitlines()[0].startswith("A hold has a reason: ")
    assert audits("hold", "list", "--json").json == []


@pytest.mark.parametrize("why", [(), ("--why", " ")])
def test_nobody_is_asked_for_a_child_without_a_reason(drawn, audits, monkeypatch, why):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    refused = audits("hold", "place", "child", *why)
    assert refused.code == 2
    assert refused.err.splitlines()[0].startswith("A hold has a reason: ")
    assert audits("hold", "list", "--json").json == []


def test_a_hold_is_placed_once_and_ended_with_a_reason(drawn, audits):
    assert audits("hold", "place", "cycle", ws.REF, "--why", "Letter of 3 May").code == 0
    again = audits("hold", "place", "cycle", ws.REF, "--why", "Letter of 4 May")
    assert (again.code, again.err) == (2, f"{ws.REF} is held already, by H1.\n")
    [hold] = audits("hold", "list", "--json").json
    assert (hold["id"], hold["kind"], hold["on"]) == ("H1", "cycle", [ws.REF])
    assert (hold["why"], hold["ended_at"]) == ("Letter of 3 May", None)
    assert audits("hold", "end", "H1").code == 2
    assert audits("hold", "end", "H1", "--why", "It has reported").code == 0
    assert audits("hold", "end", "H1", "--why", "It has reported").code == 2
    assert audits("hold", "end", "H2", "--why", "It has reported").code == 2
    assert audits("hold", "list", "--json").json == []
    [ended] = audits("hold", "list", "--all", "--json").json
    assert ended["ended_why"] == "It has reported"


def test_a_child_is_held_by_an_id_that_stands_nowhere(drawn, audits, home, monkeypatch):
    typed = drawn["child_id"]
    refused = audits("hold", "place", "child", typed, "--why", "Letter of 3 May")
    assert refused.code == 2
    assert typed not in refused.out + refused.err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    placed = audits("hold", "place", "child", "--why", "Letter of 3 May")
    assert placed.code == 0
    listed = audits("hold", "list", "--json")
    [hold] = listed.json
    assert (hold["kind"], hold["on"]) == ("child", [ws.REF])
    assert len(hold["registers"]) == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    again = audits("hold", "place", "child", "--why", "Letter of 4 May")
    assert (again.code, again.err) == (2, "This child is held already, by H1.\n")
    shown = placed.out + listed.out + again.err + audits("trail", "export").out
    with sqlite3.connect(home / "audits.db") as database:
        kept = "\n".join(database.iterdump())
    for detail in (typed, drawn["surname"], drawn["nhs_number"]):
        assert detail not in shown
        assert detail not in kept


def test_a_child_of_whom_nothing_is_kept_is_not_held(drawn, audits, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("9999999999\n"))
    refused = audits("hold", "place", "child", "--why", "Letter of 3 May")
    assert refused.code == 2
    assert refused.err.startswith("Nothing is kept under that id.")
