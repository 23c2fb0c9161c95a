"""Every defect of what stands in a register's cells, named by what becomes of it."""

from datetime import date

import pytest
from builders.registers.becomes import Becomes, seen
from builders.registers.defects import DEFECTS, LINES
from builders.registers.reading import codes, load, unit, units_of


FIRST, SECOND, THIRD, FOURTH = (date(2017, 3, day) for day in (1, 2, 3, 4))


def each(*words: str, name: str, prefix: str = "C00") -> dict[str, dict[str, str]]:
    """Return what units, from the first on, hold under one name."""
    return {f"{prefix}{n}": {name: word} for n, word in enumerate(words, 1)}


VALUES = {
    # codes: normalised to our words; what is not known is listed, never guessed
    "categories with and without their code": Becomes(
        units=5, holds=each("Neglect", "Physical abuse", "Physical abuse", "Emotional abuse",
                            "Neglect", name="category", prefix="41000"),
    ),
    "sexes with and without their code": Becomes(units=3),
    "sources as words": Becomes(units=3, holds=each("School", "Health", "Police", name="source")),
    "sources as Ofsted's codes": Becomes(
        units=8, holds=each("Family or public", "School", "Health", "Housing",
                            "Children's services", "Police", "Other", "Family or public",
                            name="source"),
    ),
    "sources as bare codes": Becomes(
        units=8, holds=each("Family or public", "School", "Health", "Housing",
                            "Children's services", "Police", "Other", "Family or public",
                            name="source"),
    ),
    "a source with a colon of its own": Becomes(
        units=3, holds=each("", "Police", name="source"),
        unmatched={"Contact Source": ("LA : OTHER THAN SCC",)},
    ),
    "needs with a dash, a colon and a bare code": Becomes(
        units=4, holds=each("Abuse or neglect", "Abuse or neglect", "Abuse or neglect",
                            "Family in acute stress", name="primary_need", prefix="41000"),
    ),
    "yes in five ways": Becomes(units=5, holds=each(*["yes"] * 5, name="restricted")),
    "providers with a dash and a colon": Becomes(units=1, ignored={"Placement Provider"}),
    "two ethnicities with one letter": Becomes(units=2),
    # wrong vocabulary: listed, and the cell counts as empty
    "a workflow step where yes or no is asked": Becomes(
        units=1, holds={"410001": {"interview_offered": ""}},
        unmatched={"Was the child offered a Return Interview after their last missing episode "
                   "(Y/N)?": ("CS Assessment Updated",)},
    ),
    "a workflow step where restricted is asked": Becomes(
        units=3, unmatched={"Restricted (Y/N)": ("CS Assessment Updated",)}
    ),
    "an adult's code as primary need": Becomes(
        units=2, holds=each("", "Disability or illness", name="primary_need", prefix="41000"),
        unmatched={"Primary Need Code": ("PSRMEM - Support with memory and cognition",)},
    ),
    "a postcode that is none": Becomes(units=3),
    "an outcome of another authority": Becomes(
        units=3, holds={"C001": {"outcome": ""}}, unmatched={"Contact Outcome": ("Tfr out",)}
    ),
    # Excel's artefacts: an error is an empty cell, a formula is its result
    "#N/A for a team, as an error": Becomes(
        units=3, holds=each("", "North", "North", name="team")
    ),
    "#N/A for a team, as text": Becomes(units=3, holds=each("", "North", "North", name="team")),
    "other errors for a team": Becomes(units=6, holds=each(*[""] * 6, name="team")),
    "an error for a date": Becomes(units=1, rejected=1, said={("no_date", 2)}),
    "formulas for dates": Becomes(
        units=3, rejected=1, said={("no_date", 5)},
        on={"C002": date(2017, 3, 7), "C003": date(2017, 3, 3)},
        holds={"C002": {"status": "closed"}},
    ),
    "spaces that do not break within a name": Becomes(
        units=3, holds={"C001": {"team": "North Team"}}
    ),
    "an American mask on an English date": Becomes(units=1, on={"410001": date(2016, 9, 3)}),
    "ages as decimals": Becomes(units=2, ignored={"Age of Child (Years)"}),
    "blanks that are a space or an empty text": Becomes(
        units=1, rejected=2, said={("no_id", 3), ("no_date", 4)},
        holds={"C001": {"outcome": "", "team": ""}},
    ),
    # dates: normalised to the day; a stand-in is none
    "text, serials and dates in one column": Becomes(
        units=4,
        on={"C001": SECOND, "C002": THIRD, "C003": FOURTH, "C004": date(2017, 3, 5)},
    ),
    "1 January 1900 for a birthday": Becomes(
        units=3, holds={"C001": {"age_band": "not recorded"}}
    ),
    "1 January 1900 for a date": Becomes(units=2, rejected=1, said={("no_date", 2)}),
    "a date to come": Becomes(units=2, rejected=1, said={("future", 2)}),
    # impossible and special: used, and said
    "a plan three months before birth": Becomes(units=1, said={("unborn", 3)}),
    "a plan eleven months before birth": Becomes(units=1, said={("impossible_birth", 3)}),
    "an adult of 21 on the list of children in need": Becomes(
        units=1, said={("not_a_child", 3)}, holds={"410001": {"age_band": "18 and over"}}
    ),
    "no birthday and minus one for an age": Becomes(
        units=1, holds={"410001": {"age_band": "not recorded"}}
    ),
    "no ethnicity": Becomes(units=1),
    "a plan that ends before it begins": Becomes(units=1, said={("ends_before", 3)}),
    # ids: normalised, or the row is rejected; a footer is counted as such
    "an id as number, text and decimal": Becomes(units=1, rows_in=4),
    "an id with spaces and small letters": Becomes(units=1, rows_in=2),
    "an id that lost its zeros within a file": Becomes(units=3),
    **{
        f"{said} for an id": Becomes(units=2, rejected=1, said={("no_id", 2)})
        for said in ("None", "NULL", "#N/A")
    },
    "no id": Becomes(units=2, rejected=1, said={("no_id", 2)}),
    "filters below the table": Becomes(units=2, footers=1),
    "filters below the table that hold a date": Becomes(units=2, footers=1),
    "filters below the table in four cells": Becomes(units=2, footers=1),
    "a total below the table": Becomes(units=2, footers=1),
    # duplicates: counted; what does not agree is said
    "a row twice": Becomes(units=2, repeated=1),
    "a contact in list 1 twice, without an id": Becomes(units=2, repeated=1),
    "one contact of three children": Becomes(
        units=1, rows_in=3, holds={"C9": {"children": "3"}}
    ),
    "an id of two contacts": Becomes(units=1, rows_in=2),
    "rows of one contact with two outcomes": Becomes(
        units=1, rows_in=2, holds={"C9": {"outcome": "No further action"}}
    ),
    "two contacts of a child on one day": Becomes(units=2),
    "a row for each disability": Becomes(units=2, repeated=1),
    "two plans of a child": Becomes(
        units=1, repeated=1, holds={"410001": {"category": "Physical abuse"}},
        on={"410001": FIRST},
    ),
    "two plans of a child on one day": Becomes(
        units=1, repeated=1, holds={"410001": {"category": "Neglect"}}
    ),
    # siblings: each a child of its own; no family is guessed
    "a run of siblings without a family": Becomes(units=3),
    "a run of siblings with an adoptive family": Becomes(units=2, ignored={"Family identifier"}),
}  # fmt: skip
UNUSED = {
    "a birthday that cannot be read": 2,
    "an end that cannot be read": 3,
    "a closing day to come": 2,
}
VALUE_LINES = ("codes", "wrong vocabulary", "Excel's artefacts", "dates",
               "impossible and special", "ids", "duplicates", "siblings")  # fmt: skip


def loaded(name: str):
    return load(DEFECTS[name].sources(), DEFECTS[name].register)


@pytest.mark.parametrize("name", VALUES)
def test_what_stands_in_a_cell_is_normalised_noticed_or_rejected(name):
    assert seen(loaded(name), VALUES[name]) == VALUES[name].as_seen()


def test_every_defect_of_a_value_has_its_line_here():
    assert set(VALUES) | set(UNUSED) == {n for line in VALUE_LINES for n in LINES[line]}


@pytest.mark.parametrize(("name", "row"), UNUSED.items())
def test_another_day_that_cannot_be_used_is_noticed_and_its_row_is_used(name, row):
    found = loaded(name)
    assert found.report.rejected == 0
    assert [each.row for each in found.report.warnings if each.row] == [row]


def test_no_contact_lies_in_the_future_for_a_closing_day_to_come():
    found = loaded("a closing day to come")
    assert unit(found, "C001").occurred_on == FIRST


def test_a_stand_in_for_a_birthday_leaves_the_birthday_empty():
    [person] = unit(loaded("1 January 1900 for a birthday"), "C001").identity
    assert person["born"] == ""


def test_an_unknown_word_for_restricted_is_not_taken_for_no():
    found = loaded("a workflow step where restricted is asked")
    assert unit(found, "C001").attributes["restricted"] != "no"


def test_ids_that_differ_by_zeros_alone_are_kept_apart_and_said():
    found = loaded("an id that lost its zeros within a file")
    assert {each.id for each in units_of(found)} == {"0004100", "4100", "C003"}
    assert "zeros_lost" in codes(found)


@pytest.mark.parametrize(("name", "column"), [
    ("rows of one contact with two outcomes", "outcome"),
    ("an id of two contacts", "received_on"),
    ("two plans of a child on one day", "category"),
])  # fmt: skip
def test_rows_of_one_unit_that_do_not_agree_are_counted_by_column(name, column):
    disagree = {each.column for each in loaded(name).report.warnings
                if each.code == "rows_disagree"}  # fmt: skip
    assert column in disagree


def test_one_contact_without_an_id_is_one_however_its_day_and_source_are_written():
    found = loaded("a contact in list 1 twice, without an id")
    assert sorted(each.children for each in units_of(found)) == [("410001",), ("410002",)]
    assert "id_made" in codes(found)


@pytest.mark.parametrize("name", LINES["siblings"])
def test_no_family_is_guessed_from_rows_that_look_alike(name):
    assert {each.family for each in units_of(loaded(name))} == {""}


def test_that_a_list_has_no_families_is_said():
    notices = loaded("a run of siblings without a family").report.warnings
    assert ("no_column", "family_id") in {(each.code, each.column) for each in notices}


def test_a_postcode_that_is_none_stands_in_the_identity_as_it_was_typed():
    [person] = unit(loaded("a postcode that is none"), "C001").identity
    assert person["postcode"] == "nope"
