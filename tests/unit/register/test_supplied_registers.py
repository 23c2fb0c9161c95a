"""What suppliers and national returns export is used as it is, under the names it goes by."""

from datetime import date

import pytest
from builders.registers.annex_a import HEADINGS, PLANS, in_need, whole_book
from builders.registers.files import csv_source, xlsx_source
from builders.registers.national import (
    SSDA903,
    census,
    census_child,
    episodes,
    header,
    missing,
    ssd_contacts,
)
from builders.registers.people import child
from builders.registers.reading import codes, load, unit, units_of
from builders.registers.suppliers import contact, liquidlogic, mosaic

from audits.domain.errors import RegisterError
from audits.register import Source


THREE = (contact(1), contact(2, outcome="Early help"), contact(3, outcome="S47"))


def test_two_suppliers_exports_of_one_week_hold_the_same_contacts():
    ours, theirs = (
        units_of(load(csv_source(table), "mash_contacts"))
        for table in (liquidlogic(*THREE), mosaic(*THREE))
    )
    for one, other in zip(ours, theirs, strict=True):
        assert (one.id, one.children, one.occurred_on) == (
            other.id,
            other.children,
            other.occurred_on,
        )
        for name in ("outcome", "source", "status", "team", "age_band"):
            assert one.attributes[name] == other.attributes[name]


def test_of_a_whole_annex_a_only_the_list_asked_for_is_read_and_the_rest_is_named():
    lists = {6: [in_need(1, date(2016, 9, 5))], 7: PLANS}
    for register, number, units in (("children_in_need", 6, 1), ("child_protection_plans", 7, 3)):
        found = load(xlsx_source(whole_book(lists)), register)
        assert len(units_of(found)) == units
        assert found.report.sheets == (f"List_{number}",)
        assert set(found.report.left) == {
            "Front_Sheet", *(f"List_{n}" for n in HEADINGS if n != number)
        }  # fmt: skip


def test_episodes_of_the_ssda903_are_read_and_its_other_tables_are_refused():
    table = episodes(
        (1, date(2016, 2, 1), None, "N1"), (2, date(2016, 3, 1), date(2016, 9, 1), "N4")
    )
    found = load(csv_source(table, "anything.csv"), "children_in_care")
    about = {u.id: (u.attributes["need"], u.attributes["status"]) for u in units_of(found)}
    assert about == {
        child(1).id: ("Abuse or neglect", "open"),
        child(2).id: ("Family in acute stress", "closed"),
    }  # fmt: skip
    for other in (header(1, 2), missing((1, date(2016, 5, 1), None))):
        with pytest.raises(RegisterError, match=r"other\.csv has no"):
            load(csv_source(other, "other.csv"), "children_in_care")


def test_the_ssda903_is_read_from_its_files_together():
    table = episodes((1, date(2016, 2, 1), None, "N1"))
    files = [csv_source(header(1, 2), "header.csv"), csv_source(table, "episodes.csv")]
    found = load(files, "children_in_care")
    [one] = units_of(found)
    assert one.identity[0]["born"] == child(1).born.isoformat()
    assert one.attributes["age_band"] == "5 to 9"


def test_factors_plans_and_expected_births_of_a_census_are_read():
    data = census(
        census_child(1, factors=["2B", "3A"], category="NEG"),
        census_child(2, factors=["24A"], expected="2016-08-10"),
    )
    found = load(Source("cin.xml", data), "assessments")
    assert unit(found, child(1).id).attributes["domestic_abuse"] == "yes"
    assert unit(found, child(2).id).attributes["criminal_exploitation"] == "yes"
    plans = load(Source("cin.xml", data), "child_protection_plans")
    assert [u.attributes["category"] for u in units_of(plans)] == ["Neglect"]


def test_an_unborn_child_of_a_census_is_used_and_said_to_be_unborn():
    data = census(census_child(1, factors=["3B"], expected="2016-08-10"))
    assert "unborn" in codes(load(Source("cin.xml", data), "assessments"))


def test_a_census_with_a_namespace_is_read_alike():
    bare, spaced = (
        census(census_child(1, factors=["3A"]), namespace=space) for space in ("", "urn:cin")
    )
    assert units_of(load(Source("cin.xml", bare), "assessments")) == units_of(
        load(Source("cin.xml", spaced), "assessments")
    )


def test_outcome_flags_of_the_dataset_are_put_into_our_words():
    table = ssd_contacts(
        ("C1", 1, date(2017, 3, 1), "6", "NFA_FLAG"),
        ("C2", 2, date(2017, 3, 2), "6", "ADVICE_FLAG"),
        ("C3", 3, date(2017, 3, 3), "6", "CP_ENQUIRY_FLAG"),
        ("C4", 4, date(2017, 3, 4), "6", "NEW_REFERRAL_FLAG"),
    )
    found = load(csv_source(table, "ssd_contacts.csv"), "mash_contacts")
    assert {u.id: u.attributes["outcome"] for u in units_of(found)} == {
        "C1": "No further action", "C2": "Advice and information", "C3": "Section 47",
        "C4": "Assessment",
    }  # fmt: skip


def test_each_table_of_the_ssda903_has_the_columns_by_which_it_is_known():
    assert {name: len(columns) for name, columns in SSDA903.items()} == {
        "Header": 7, "Episodes": 13, "Missing": 5,
    }  # fmt: skip
