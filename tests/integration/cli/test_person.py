"""What is kept about one person is found by an id, and nobody reads it over a shoulder."""

import csv
import io
import sys

import pytest
from builders import workspace as ws

from audits.demo import make_contacts
from audits.domain.errors import SampleError
from audits.queries.looks import LookFilter, list_looks
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.draw import draw_sample


def contacts_of_the_week():
    """Return the made-up register's rows as csv reads them, and those of the audited week."""
    text = make_contacts(until=ws.THURSDAY, contacts=1500).decode("cp1252")
    rows = list(csv.DictReader(io.StringIO(text[text.index("Contact ID") :])))
    days = {f"{day:02}/03/2017" for day in range(2, 9)}
    return rows, [row for row in rows if (row["Date of contact "] or "")[:10] in days]


@pytest.fixture
def drawn(on_loaded, home):
    """A cycle with one case that was chosen by name: which, and its rows in the register."""
    workspace = ws.workspace_of(home)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    rows, of_week = contacts_of_the_week()
    for row in of_week:
        chosen = {row["Contact ID"]: "Asked for"}
        try:
            draw_sample(ws.REF, targeted=chosen, workspace=workspace)
        except SampleError:
            continue  # it may not be drawn
        return row, rows
    raise AssertionError("none of the week's contacts may be drawn")


def test_each_place_in_which_somebody_stands_is_told(on_loaded, drawn, home, monkeypatch):
    row, rows = drawn
    for typed in (row["Person ID"], f" {row['NHS No.']} ", row["NHS No."].lower()):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        kept = on_loaded("person", "find", "--why", "She asked for it", "--json").json
        lines = sum(typed.strip() in one.values() for one in rows)
        assert [(one["register"], one["lines"]) for one in kept["registers"]] == [
            ("mash_contacts", lines)
        ]
        case = kept["cases"][0]
        assert case["cycle"] == ws.REF
        assert case["answers"] == case["concerns"] == 0
    looks = list_looks(LookFilter(), workspace=ws.workspace_of(home))
    kinds = {(look.kind, look.name) for look in looks if look.why == "She asked for it"}
    assert ("people", ws.REF) in kinds
    assert any(kind == "register" for kind, _ in kinds)
    typed_words = {row["Person ID"], row["NHS No."], row["Surname"]}
    assert not any(word in f"{look.name} {look.why}" for look in looks for word in typed_words)


def test_who_is_not_there_is_not_found(on_loaded, drawn, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("9999999999\n"))
    answer = on_loaded("person", "find", "--why", "She asked for it")
    assert answer.code == 0
    assert "Nothing is kept under that." in answer.out


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "Asked"), ("7", "Asked"), ("7001590", "")],
    ids=["nothing", "short", "why"],
)
def test_without_a_whole_id_or_a_reason_nothing_is_looked_at(
    on_loaded, home, typed, why, monkeypatch
):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    refused = on_loaded("person", "find", "--why", why)
    assert refused.code == 2
    assert refused.err.count("\n") == 1
    assert list_looks(LookFilter(), workspace=ws.workspace_of(home)) == []
