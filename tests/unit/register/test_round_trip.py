"""Loading the canonical export of a loaded register changes nothing, however dirty it was."""

from datetime import date

import pytest
from builders.registers import joined
from builders.registers.annex_a import Rows, listed, plan
from builders.registers.defects import DEFECTS
from builders.registers.files import csv_source
from builders.registers.people import CHILDREN
from builders.registers.reading import load, told
from builders.registers.suppliers import contact, liquidlogic
from hypothesis import given, settings, strategies as st

from audits.domain.errors import RegisterError
from audits.register import RegisterLoad, Source, export_register


def again(found: RegisterLoad, register: str) -> RegisterLoad:
    return load(Source("export.csv", export_register(found)), register)


def changes_nothing(found: RegisterLoad, register: str) -> None:
    second = again(found, register)
    assert told(second) == told(found)
    report = second.report
    assert (report.rejected, report.repeated, report.footers) == (0, 0, 0)
    assert (dict(report.unmatched), tuple(report.ignored)) == ({}, ())
    assert export_register(second) == export_register(found)


@pytest.mark.parametrize("name", DEFECTS)
def test_the_export_of_a_dirty_register_loads_as_the_same_units(name):
    defect = DEFECTS[name]
    changes_nothing(load(defect.sources(), defect.register), defect.register)


@pytest.mark.parametrize("files", [
    lambda: [joined.list_1(), joined.all_outcomes()],
    lambda: [joined.list_1(), joined.some_outcomes(), joined.families()],
])  # fmt: skip
def test_the_export_of_joined_files_is_one_file_that_holds_the_same(files):
    changes_nothing(load(files(), "mash_contacts"), "mash_contacts")


def test_an_export_has_one_row_a_child_under_our_own_names():
    rows = [contact(n, contact="C9", received=date(2017, 3, 1)) for n in (1, 2, 3)]
    found = load(csv_source(liquidlogic(*rows, contact(4))), "mash_contacts")
    head, *lines = export_register(found).decode("utf-8-sig").splitlines()
    assert {"contact_id", "child_id", "received_on", "outcome"} <= set(head.split(","))
    assert len(lines) == 4


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t\u00a0"),
    max_size=12,
)
ODD = st.sampled_from(
    ["", " ", "None", "#N/A", '"', "a,b", "a;b", "=1+1", "\u00a0", "N/A", "-", "0"]
)
ID = st.sampled_from(["1", "1.0", "01", " 1", "a-7", "A-7", "None", "", "410001", "#N/A", "x/y"])
DAY = st.sampled_from([
    "01/03/2017", "2017-03-01", "42795", "1 Mar 2017", "01/03/2017 09:15", "01/01/1900", "soon",
    "01/03/2017 00:00", "2017-03-01 23:59:59.5", "01/01/1900 10:00", "01/12/2017 10:00",
    "", "09/03/2017", "10/03/2017", "29/02/2016", "30/02/2016",
])  # fmt: skip
WORD = st.sampled_from([
    "NFA", "nfa", "Early help", "S47/Strategy Discussion", "q) 6: Police", "Police", "School",
    "Closed", "open", "Y", "No", "Not known", "Tfr out", "",
])  # fmt: skip
FILLED = {
    "contact": ID, "child": ID, "family": ID | ODD, "received": DAY, "closed": DAY, "born": DAY,
    "source": WORD | TEXT, "outcome": WORD | TEXT, "status": WORD, "team": TEXT | ODD,
    "restricted": WORD, "forename": TEXT, "surname": TEXT | ODD, "nhs": ODD, "postcode": ODD,
}  # fmt: skip
CATEGORY = st.sampled_from(["a) Neglect", "Neglect", "NEG", "z) Harm", "", "b)Physical abuse"])


def is_read(table: Rows, register: str) -> RegisterLoad | None:
    """Return the load of rows, or None where not one of them can be used."""
    try:
        return load(csv_source(table), register)
    except RegisterError:
        return None


@pytest.mark.slow
@settings(max_examples=200)
@given(st.lists(st.fixed_dictionaries({}, optional=FILLED), min_size=1, max_size=6))
def test_whatever_stands_in_contacts_their_export_loads_as_the_same(cells):
    rows = [contact(n % len(CHILDREN) + 1, **each) for n, each in enumerate(cells)]
    found = is_read(liquidlogic(*rows), "mash_contacts")
    if found is not None:
        changes_nothing(found, "mash_contacts")


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 3), DAY, CATEGORY, DAY, TEXT), min_size=1, max_size=6))
def test_whatever_stands_in_plans_their_export_loads_as_the_same(cells):
    rows = [
        {**plan(number, start, category, end), "Allocated Team": team}
        for number, start, category, end, team in cells
    ]
    found = is_read(listed(7, rows), "child_protection_plans")
    if found is not None:
        changes_nothing(found, "child_protection_plans")


@settings(max_examples=50)
@given(st.lists(st.tuples(ID, DAY, WORD, ID), min_size=1, max_size=6))
def test_contacts_whose_id_was_made_keep_it(cells):
    head: list[object] = ["Child Unique ID", "Date of Contact", "Outcome", "Family ID"]
    found = is_read([head, *map(list, cells)], "mash_contacts")
    if found is not None:
        changes_nothing(found, "mash_contacts")
