"""Section 47 enquiries as Annex A and the census have them, and moves as a board lists its own."""

from datetime import date

import pytest
from builders.registers.annex_a import Row, person, whole_book
from builders.registers.files import csv_source, xlsx_source
from builders.registers.people import child
from builders.registers.reading import load, units_of

from audits.register import Source


BEGUN = "Strategy discussion initiating Section 47 Enquiry Start Date"
UNNEEDED = "Was an Initial Child Protection Conference deemed unnecessary?"
RESULT = "Did the Initial Child Protection Conference Result in a Child Protection Plan"


def enquiry(number: int, on: date, unneeded: str, result: str | None) -> Row:
    """Return a row of list 5."""
    return {**person(child(number)), BEGUN: on, UNNEEDED: unneeded, RESULT: result}


@pytest.mark.parametrize("second", [False, True])
def test_list_5_of_an_annex_a_is_read_with_what_followed(second):
    rows = [
        enquiry(1, date(2016, 9, 1), "N", "Y"),
        enquiry(2, date(2016, 10, 3), "Y", None),
        enquiry(3, date(2016, 11, 7), "No", "N"),
    ]
    source = xlsx_source(whole_book({5: rows}, second=second))
    found = load(source, "section_47_enquiries")
    assert found.report.sheets == ("List_5",)
    about = {
        unit.id: (
            unit.occurred_on,
            unit.attributes["conference_not_needed"],
            unit.attributes["plan_followed"],
        )
        for unit in units_of(found)
    }
    assert about == {
        child(1).id: (date(2016, 9, 1), "no", "yes"),
        child(2).id: (date(2016, 10, 3), "yes", ""),
        child(3).id: (date(2016, 11, 7), "no", "no"),
    }
    assert found.report.unmatched == {}


def test_of_a_child_with_two_enquiries_the_latest_counts():
    rows = [enquiry(1, date(2016, 9, 1), "N", "Y"), enquiry(1, date(2017, 1, 9), "Y", None)]
    [unit] = units_of(load(xlsx_source(whole_book({5: rows})), "section_47_enquiries"))
    assert (unit.occurred_on, unit.attributes["conference_not_needed"]) == (
        date(2017, 1, 9),
        "yes",
    )


def test_enquiries_of_the_census_are_read():
    data = f"""<?xml version="1.0"?><Message><Header/><Children><Child><ChildIdentifiers>
      <LAchildID>{child(1).id}</LAchildID><PersonBirthDate>2009-04-02</PersonBirthDate>
      </ChildIdentifiers><CINdetails><CINreferralDate>2016-06-01</CINreferralDate>
      <Section47><S47ActualStartDate>2016-06-02</S47ActualStartDate>
      <InitialCPCtarget>2016-06-23</InitialCPCtarget><ICPCnotRequired>true</ICPCnotRequired>
      </Section47></CINdetails></Child></Children></Message>"""
    [unit] = units_of(load(Source("census.xml", data.encode()), "section_47_enquiries"))
    assert unit.occurred_on == date(2016, 6, 2)
    assert unit.attributes["conference_not_needed"] == "yes"


def test_a_board_s_own_list_of_moves_says_which_way():
    table = [
        ["Child ID", "Date of move", "Step up or step down", "Date of birth", "Allocated team"],
        [child(1).id, "01/02/2017", "Stepped down", "02/04/2009", "North"],
        [child(2).id, "02/02/2017", "UP", "02/04/2010", "South"],
        [child(3).id, "03/02/2017", "sideways", "02/04/2011", "South"],
    ]
    found = load(csv_source(table, "moves.csv"), "moves_between_levels")
    way = {unit.id: unit.attributes["direction"] for unit in units_of(found)}
    assert way == {child(1).id: "Step down", child(2).id: "Step up", child(3).id: ""}
    assert found.report.unmatched == {"Step up or step down": ("sideways",)}
