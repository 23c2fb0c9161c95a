"""Every defect of real registers, named by what becomes of it. Where things stand comes first."""

from datetime import date

import pytest
from builders.registers.annex_a import HEADINGS, TITLES
from builders.registers.becomes import Becomes, seen
from builders.registers.defects import DEFECTS, LINES
from builders.registers.reading import codes, load, unit, units_of


def all_three(**held: str) -> dict[str, dict[str, str]]:
    """Return that three contacts hold the same."""
    return dict.fromkeys(("C001", "C002", "C003"), held)


PLANS_HELD = {
    "410001": {"category": "Neglect", "status": "open", "team": "North"},
    "410002": {"category": "Physical abuse", "status": "closed", "team": "North"},
    "410003": {"category": "Emotional abuse", "status": "open", "team": "North"},
}
PLANS_ON = {
    "410001": date(2016, 9, 1), "410002": date(2016, 10, 3), "410003": date(2016, 11, 1),
}  # fmt: skip
PLANS = Becomes(units=3, holds=PLANS_HELD, on=PLANS_ON)
FOUR_PLANS = Becomes(units=3, rejected=1, said={("no_date", 6)}, holds=PLANS_HELD, on=PLANS_ON)
CONTACT = {"outcome": "No further action", "source": "Police", "team": "North",
           "status": "closed", "restricted": "no"}  # fmt: skip
CONTACTS = Becomes(units=3, holds=all_three(**CONTACT))
OTHER_LISTS = {f"List_{n}" for n in HEADINGS if n != 7}


LAYOUT = {
    # title row: used, and rows are numbered as the spreadsheet shows them
    "a merged title above the headings": Becomes(units=1, rejected=1, said={("no_date", 4)}),
    "headings in row 1": Becomes(units=1, rejected=1, said={("no_date", 3)}),
    "a title, a day and a filter above": Becomes(units=2, rejected=1, said={("no_date", 7)}),
    "a table of four cells above the headings": Becomes(
        units=2, rejected=1, said={("no_date", 6)}
    ),
    "a report with its filters below": Becomes(
        units=3, footers=1, on={"C001": date(2017, 3, 1), "C003": date(2017, 3, 3)}
    ),
    # headings again: rejected, for they have no date
    "headings again in the middle": Becomes(units=3, rejected=1, said={("no_date", 3)}),
    # sheet names: the right list is used, every other is said to be left
    "sheets called List_7": Becomes(units=3, holds=PLANS_HELD, left=OTHER_LISTS),
    "sheets called List 7": Becomes(units=3, holds=PLANS_HELD, left={"List 1", "List 11"}),
    "sheets called list_7": Becomes(units=3, holds=PLANS_HELD, left={"list_1", "list_11"}),
    "sheets called LIST 7": Becomes(units=3, holds=PLANS_HELD, left={"LIST 1", "LIST 11"}),
    "sheets called List 7 and a space": Becomes(units=3, holds=PLANS_HELD),
    "list 1 beside 10, 11 and 12": Becomes(units=2, left={"List_10", "List_11", "List_12"}),
    "list 1 beside 10, 11 and 12, with spaces": Becomes(
        units=2, left={"List 10", "List 11", "List 12"}
    ),
    "a List 3 among List_n": Becomes(units=3, holds=PLANS_HELD, left={"List_3", "List 3"}),
    "a sheet called Sec47 and ICPC": Becomes(units=3, holds=PLANS_HELD, left={"Sec47 and ICPC"}),
    "plans in a sheet with a name of its own": Becomes(
        units=3, holds=PLANS_HELD, left={"Sec47 and ICPC"}
    ),
    "a hidden old copy of the list": Becomes(units=3, holds=PLANS_HELD, left={"List_7 old"}),
    # headings: used however they are spelled
    "list 8 with the template's spaces": Becomes(
        units=2, holds={"410001": {"status": "closed", "interview_offered": "yes",
                                   "interview_accepted": "no"}, "410002": {"status": "open"}},
    ),
    "list 8 in the second spelling": Becomes(
        units=2, holds={"410001": {"status": "closed", "interview_offered": "yes",
                                   "interview_accepted": "no"}, "410002": {"status": "open"}},
    ),
    "list 8 with an old heading": Becomes(
        units=2, ignored={"Plan for Child to be Reunified With Parents or Carers (Y/N)"}
    ),
    "list 6 in the second spelling": Becomes(
        units=1, holds={"410001": {"case_status": "Child in need plan"}}
    ),
    "names squashed as the dataset exports them": CONTACTS,
    "spaces that do not break, and lines that do": CONTACTS,
    "headings in capitals": CONTACTS,
    "a question mark in a heading": CONTACTS,
    # greedy patterns: only a whole heading or word counts
    "headings that hold the letters of age": Becomes(
        units=3, ignored={"Language", "Care Package", "Engagement Manager"}
    ),
    "dates of other things beside the date": Becomes(
        units=3, ignored={"Date of Contact with School", "Date Closed on Mosaic by Admin"},
        on={"C002": date(2017, 3, 2)},
    ),
    "a source that holds the number of another": Becomes(
        units=3, holds=all_three(source=""),
        unmatched={"Contact Source": ("16", "Block 4, flat 8", "Ward 6 sister")},
    ),
    "not known where yes or no is asked": Becomes(
        units=3, holds={"C003": {"restricted": "no"}},
        unmatched={"Restricted (Y/N)": ("Not known", "Yesterday")},
    ),
    "none of these as an outcome": Becomes(
        units=3, holds={"C001": {"outcome": ""}},
        unmatched={"Contact Outcome": ("None of these apply",)},
    ),
    # columns: the first of a meaning is used, and every other is named
    "a column twice": Becomes(
        units=3, holds=all_three(team="North"),
        ignored={"Responsible Team"},
    ),
    "two columns of one meaning": Becomes(units=3, ignored={"Child Unique ID"}),
    "columns that nobody asked for": Becomes(units=3, ignored={"School", "Lead Professional"}),
    "two hundred columns with the same heading": Becomes(
        units=3, holds=CONTACTS.holds, ignored={"Contact Outcome"}
    ),
    "columns without a heading": CONTACTS,
    # formats: used, all alike
    "an .xls of Excel 97": FOUR_PLANS,
    "a list for each CSV": Becomes(
        units=3, rejected=1, said={("no_date", 3)}, holds=PLANS_HELD, on=PLANS_ON
    ),
    "UTF-8": Becomes(units=3),
    "UTF-8 with a mark": Becomes(units=3),
    "UTF-16": Becomes(units=3),
    "Windows-1252": Becomes(units=3),
    "semicolons": CONTACTS,
    # general: hidden is read like any other, blank is skipped, rows keep their numbers
    "hidden and blank rows and columns": Becomes(
        units=3, rejected=1, said={("no_date", 7)}, holds=PLANS_HELD, on=PLANS_ON
    ),
    "a table that begins at C4": Becomes(
        units=3, rejected=1, said={("no_date", 9)}, holds=PLANS_HELD, on=PLANS_ON
    ),
    "numbers and dates as text": PLANS,
    "cells left empty": Becomes(
        units=1, rejected=1, said={("no_date", 4)}, holds={"410001": {"category": ""}}
    ),
}  # fmt: skip
LAYOUT_LINES = ("title row", "sheet names", "headings", "greedy patterns", "columns", "formats",
                "general")  # fmt: skip


@pytest.mark.parametrize("name", LAYOUT)
def test_where_things_stand_does_not_matter_or_is_said(name):
    defect, becomes = DEFECTS[name], LAYOUT[name]
    assert seen(load(defect.sources(), defect.register), becomes) == becomes.as_seen()


def test_every_defect_of_layout_has_its_line_here():
    shifted = {"a row with more cells than headings"}
    assert set(LAYOUT) | shifted == {name for line in LAYOUT_LINES for name in LINES[line]}


def test_a_row_that_a_comma_moved_along_is_rejected_and_never_read_under_other_headings():
    defect = DEFECTS["a row with more cells than headings"]
    found = load(defect.sources(), defect.register)
    assert found.report.rejected == 1
    assert {notice.row for notice in found.report.warnings if notice.row} == {3}
    assert [each.id for each in units_of(found)] == ["C001", "C003"]
    assert found.report.unmatched == {}


@pytest.mark.parametrize("name", ["UTF-8", "UTF-8 with a mark", "UTF-16", "Windows-1252"])
def test_a_name_that_is_not_ascii_is_read_in_every_encoding(name):
    defect = DEFECTS[name]
    [person] = unit(load(defect.sources(), defect.register), "C005").identity
    assert person["surname"] == "Sörrelby"


def test_both_spellings_of_annex_a_give_the_same_children():
    held = [units_of(load(DEFECTS[f"sheets called {n}"].sources(), "child_protection_plans"))
            for n in ("List_7", "List 7")]  # fmt: skip
    assert held[0] == held[1]


@pytest.mark.parametrize("name", ["a column twice", "two columns of one meaning"])
def test_two_columns_of_one_meaning_are_noticed(name):
    defect = DEFECTS[name]
    assert "column_twice" in codes(load(defect.sources(), defect.register))


def test_restricted_is_never_no_where_nobody_said_no():
    defect = DEFECTS["not known where yes or no is asked"]
    found = load(defect.sources(), defect.register)
    assert {unit(found, id_).attributes["restricted"] for id_ in ("C001", "C002")} != {"no"}


def test_annex_a_has_eleven_lists_of_as_many_columns_as_ofsted_gave_them():
    widths = [7, 8, 11, 12, 14, 14, 17, 34, 13, 16, 19]
    assert [len(HEADINGS[number]) for number in sorted(TITLES)] == widths
