"""Files of different kinds become one register, joined on the child's id; nothing is lost unsaid.

A row that finds no partner is counted on its own side; a child of the second file who is not in
the first is counted and never added.
"""

import re
from datetime import date

import pytest
from builders.registers import joined
from builders.registers.people import child
from builders.registers.reading import codes, load, units_of


CONTACTS, NEED, PLANS, ASSESSED = (
    "mash_contacts", "children_in_need", "child_protection_plans", "assessments",
)  # fmt: skip


def counts(found, code: str) -> list[int]:
    """Return the first number of each notice with this code, in order; file names hold none."""
    names = r"[\w ]+\.(?:csv|xlsx|xml)"
    said = [re.sub(names, "", n.message) for n in found.report.warnings if n.code == code]
    return sorted(int(re.findall(r"\b\d+\b", text)[0]) for text in said)


def outcomes(found) -> dict[tuple[str, date], str]:
    return {(u.children[0], u.occurred_on): u.attributes["outcome"] for u in units_of(found)}


def flagged(found, flag: str) -> set[str]:
    return {u.children[0] for u in units_of(found) if u.attributes.get(flag) == "yes"}


ONE, TWO, THREE, EIGHT = (child(n).id for n in (1, 2, 3, 8))


def test_contacts_take_their_outcomes_from_a_second_file_by_child_and_day():
    found = load([joined.list_1(), joined.all_outcomes()], CONTACTS)
    assert outcomes(found) == {
        (ONE, joined.FIRST): "No further action",
        (TWO, joined.FIRST): "Early help",
        (ONE, joined.THIRD): "Section 47",
        (THREE, joined.SECOND): "Advice and information",
    }
    assert counts(found, "joined") == [4]
    assert "not_joined" not in codes(found)


def test_files_may_be_given_in_any_order():
    one_way = load([joined.list_1(), joined.all_outcomes()], CONTACTS)
    other_way = load([joined.all_outcomes(), joined.list_1()], CONTACTS)
    assert sorted(map(repr, units_of(one_way))) == sorted(map(repr, units_of(other_way)))
    assert outcomes(one_way) == outcomes(other_way)


def test_contacts_and_outcomes_without_a_partner_are_counted_on_both_sides():
    found = load([joined.list_1(), joined.some_outcomes()], CONTACTS)
    assert outcomes(found) == {
        (ONE, joined.FIRST): "No further action",
        (TWO, joined.FIRST): "Early help",
        (ONE, joined.THIRD): "",
        (THREE, joined.SECOND): "",
    }
    assert counts(found, "joined") == [2]
    assert counts(found, "not_joined") == [2, 2]


def test_a_child_of_the_second_file_alone_is_counted_and_never_added():
    found = load([joined.list_1(), joined.some_outcomes()], CONTACTS)
    assert EIGHT not in {id_ for each in units_of(found) for id_ in each.children}


def test_notices_of_a_join_name_the_file_whose_rows_found_no_partner():
    found = load([joined.list_1(), joined.some_outcomes()], CONTACTS)
    said = [n.message for n in found.report.warnings if n.code == "not_joined"]
    assert {name for name in ("annex a.xlsx", "outcomes.csv") for text in said if name in text} == {
        "annex a.xlsx", "outcomes.csv",
    }  # fmt: skip


def test_an_outcome_given_twice_for_one_contact_is_said_where_the_two_differ():
    twice = joined.outcomes((ONE, "01/03/2017", "NFA"), (ONE, "01/03/2017", "Early help"))
    found = load([joined.list_1(), twice], CONTACTS)
    assert ("rows_disagree", "outcome") in {(n.code, n.column) for n in found.report.warnings}
    assert len(units_of(found)) == 4


def test_ids_that_lost_their_zeros_in_one_file_do_not_join_and_are_said():
    padded = joined.outcomes((f"000{ONE}", "01/03/2017", "NFA"), (TWO, "01/03/2017", "NFA"))
    found = load([joined.list_1(), padded], CONTACTS)
    assert counts(found, "joined") == [1]
    assert "zeros_lost" in codes(found)


@pytest.mark.parametrize("spelled", [f"{ONE}.0", f" {ONE} ", int(ONE)])
def test_an_id_joins_however_a_spreadsheet_wrote_it(spelled):
    found = load([joined.list_1(), joined.outcomes((spelled, "01/03/2017", "NFA"))], CONTACTS)
    assert counts(found, "joined") == [1]


def test_an_outcome_without_an_id_or_a_day_is_rejected_with_its_row():
    bad = joined.outcomes(("", "01/03/2017", "NFA"), (ONE, "soon", "NFA"), (TWO, "1/3/2017", "NFA"))
    found = load([joined.list_1(), bad], CONTACTS)
    assert {(n.code, n.row) for n in found.report.warnings if n.row} == {
        ("no_id", 2),
        ("no_date", 3),
    }


def test_an_outcome_that_nobody_knows_is_listed_under_its_own_heading():
    found = load([joined.list_1(), joined.outcomes((ONE, "01/03/2017", "Tfr out"))], CONTACTS)
    assert found.report.unmatched == {"Outcome": ("Tfr out",)}


def test_contacts_take_their_families_from_the_dataset():
    found = load([joined.list_1(), joined.all_outcomes(), joined.families()], CONTACTS)
    families = {u.children: u.family for u in units_of(found)}
    assert {families[children] for children in families if ONE in children} == {"F1"}
    assert {families[children] for children in families if THREE in children} == {""}
    # Child 8 has a family and no contact; child 3 has a contact and no family.
    assert counts(found, "not_joined") == [1, 1]


def test_children_of_one_family_on_one_day_from_one_source_are_one_contact():
    same_day = joined.outcomes((ONE, "01/03/2017", "NFA"), (TWO, "01/03/2017", "NFA"))
    found = load([joined.siblings(), same_day, joined.families()], CONTACTS)
    assert [u.children for u in units_of(found)] == [(ONE, TWO)]


@pytest.mark.parametrize("children", [joined.list_6, joined.list_7])
def test_children_take_factors_from_a_census(children):
    register = NEED if children is joined.list_6 else PLANS
    found = load([children(), joined.census_factors()], register)
    assert flagged(found, "domestic_abuse") == {ONE}
    assert flagged(found, "cse") == {TWO}
    assert {u.id for u in units_of(found)} == {ONE, TWO, THREE}
    assert counts(found, "joined") == [2]
    assert counts(found, "not_joined") == [1, 1]


def test_children_take_factors_from_the_dataset_through_their_assessments():
    found = load([joined.list_6(), *joined.dataset_factors()], NEED)
    assert flagged(found, "domestic_abuse") == {ONE}
    assert flagged(found, "cse") == {TWO}
    assert {u.id for u in units_of(found)} == {ONE, TWO, THREE}


def test_the_datasets_assessments_and_factors_are_one_register_of_assessments():
    found = load(joined.dataset_factors(), ASSESSED)
    assert {u.id for u in units_of(found)} == {ONE, TWO, EIGHT}
    assert flagged(found, "domestic_abuse") == {ONE, EIGHT}
    assert flagged(found, "neglect") == {EIGHT}


def test_a_child_of_whom_no_assessment_is_known_is_not_said_to_be_without_factors():
    found = load([joined.list_6(), joined.census_factors()], NEED)
    [third] = [u for u in units_of(found) if u.id == THREE]
    assert third.attributes.get("domestic_abuse", "") == ""


def test_children_on_the_exploitation_list_are_flagged_and_others_on_it_counted():
    found = load([joined.list_6(), joined.exploited([TWO, EIGHT])], NEED)
    assert flagged(found, "cse") == {TWO}
    assert {u.id for u in units_of(found)} == {ONE, TWO, THREE}
    assert counts(found, "joined") == [1]
    # Child 8 is on the meeting's list alone; the other two are on the register alone.
    assert 1 in counts(found, "not_joined")


def test_a_child_is_flagged_by_the_census_or_by_the_list():
    found = load([joined.list_6(), joined.census_factors(), joined.exploited([THREE])], NEED)
    assert flagged(found, "cse") == {TWO, THREE}


def test_a_second_file_that_shares_no_child_is_said_and_changes_nothing():
    found = load([joined.list_6(), joined.exploited([EIGHT])], NEED)
    alone = load(joined.list_6(), NEED)
    assert [u.id for u in units_of(found)] == [u.id for u in units_of(alone)]
    assert flagged(found, "cse") == set()
    assert 1 in counts(found, "not_joined")


def test_the_report_says_where_each_column_came_from():
    report = load([joined.list_1(), joined.all_outcomes()], CONTACTS).report
    assert report.columns["received_on"] == "Date of Contact"
    assert report.columns["outcome"] == "Outcome"
