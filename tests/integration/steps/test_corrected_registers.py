"""A corrected register after a draw: the cycle keeps the old one, and its cases are compared."""

import csv
from io import StringIO

import pytest
from builders import workspace as ws

from audits.demo import make_contacts
from audits.register import Source
from audits.steps.sample.load_register import (
    candidates_of,
    cases_of,
    latest_register,
    load_register,
)
from audits.storage import Case, Cycle


EXPORT = make_contacts(until=ws.THURSDAY, contacts=3000)


@pytest.fixture
def workspace(issued, tmp_path):
    return ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))


@pytest.fixture
def units(workspace):
    """Return who each case is in the register, by its reference."""
    with workspace.open_view() as view:
        cases = view.all(Case, Case.cycle == ws.REF, order_by=Case.number)
        register = latest_register(view, "mash_contacts")
    units = cases_of(register, [case.unit_hash for case in cases], workspace)
    return {case.ref: units[case.unit_hash] for case in cases}


@pytest.fixture
def ids(units):
    """Return the register's own id of each case, by its reference."""
    return {ref: unit.id for ref, unit in units.items()}


def id_in(row) -> str:
    """Return the contact's id; as in real exports, there are blanks around some of them."""
    return (row["Contact ID"] or "").strip()


def corrected(change) -> Source:
    """Return the register with each row changed, or left out where nothing comes back."""
    table = EXPORT.decode("cp1252").split("\r\n\r\n", 1)[1]  # a title stands above
    reader = csv.DictReader(StringIO(table))
    rows = [row for row in map(change, list(reader)) if row]
    text = StringIO()
    writer = csv.DictWriter(text, reader.fieldnames)
    writer.writeheader()
    writer.writerows(rows)
    return Source("contacts.csv", text.getvalue().encode("cp1252"))


def said(source: Source, workspace, *, dry_run: bool = False) -> list[str]:
    found = load_register([source], name="mash_contacts", workspace=workspace, dry_run=dry_run)
    return [each.message for each in found.report.warnings if each.code == "earlier_draw"]


def test_what_differs_is_said_by_case_and_the_cycle_keeps_what_it_was_drawn_from(workspace, ids):
    one, other, *_ = ids

    def change(row):
        if id_in(row) == ids[one]:
            return {**row, "Surname": "Renamed"}
        return None if id_in(row) == ids[other] else row

    with workspace.open_view() as view:
        before = view.get(Cycle, ws.REF).register_sha256
    [message] = said(corrected(change), workspace)
    assert message == (
        f"{ws.REF} keeps the register of 9 March 2017 from which it was drawn; of its cases "
        f"{one} in identity differ and {other} no longer stands in it."
    )
    assert "Renamed" not in message
    with workspace.open_view() as view:
        assert view.get(Cycle, ws.REF).register_sha256 == before


def test_an_outcome_is_named_and_not_said(workspace, units, ids):
    one, unit = next(iter(units.items()))
    other = "NFA" if unit.attributes["outcome"] == "Early help" else "Early help"

    def change(row):
        return {**row, "Contact Outcome": other} if id_in(row) == ids[one] else row

    [message] = said(corrected(change), workspace, dry_run=True)
    assert f"of its cases {one} in outcome differ." in message
    assert other not in message


def test_a_register_that_says_the_same_of_the_cases_is_said_to(workspace, ids):
    drawn = set(ids.values())

    def change(row):
        return row if id_in(row) in drawn else {**row, "Surname": "Renamed"}

    [message] = said(corrected(change), workspace)
    assert message.endswith("none of its cases differs.")


def test_a_register_of_another_time_says_nothing_of_the_cycle(workspace, ids):
    drawn = set(ids.values())
    assert said(corrected(lambda row: None if id_in(row) in drawn else row), workspace) == []


def test_the_same_register_again_says_nothing(workspace):
    assert said(Source("contacts.csv", EXPORT), workspace) == []
    with workspace.open_view() as view:
        assert len(candidates_of(latest_register(view, "mash_contacts"), (), workspace)) > 0
