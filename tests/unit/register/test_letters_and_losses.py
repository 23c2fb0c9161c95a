"""What a file's letters are, what a workbook lacks, and what a spreadsheet lost, said by row."""

from datetime import date

import pytest
from builders.registers.files import as_csv, csv_source, xlsx
from builders.registers.reading import codes, load, read, refused, units_of
from builders.registers.suppliers import contact, liquidlogic
from builders.registers.whole_columns import (
    accented,
    book_of,
    carriage_returns,
    dated,
    days,
    formulas,
    looked_after,
    with_backslashes,
)

from audits.domain.errors import RegisterError
from audits.register import RegisterLoad, Source, propose
from audits.register.quoting import quoted
from audits.wiring import build_shapes


SHAPES = build_shapes(None)


def on(found: RegisterLoad) -> list[date]:
    return sorted(each.occurred_on for each in units_of(found))


def surnames(found: RegisterLoad) -> set[str]:
    return {person["surname"] for each in units_of(found) for person in each.identity}


def hide(page):
    page.sheet_state = "hidden"


def test_a_hidden_sheet_of_the_same_list_is_left_out_and_said():
    old, new = dated(["13/02/2016"] * 3), dated(["13/02/2017"])
    found = read(Source("export.xlsx", xlsx({"Contacts": new, "Contacts 2016": old}, hide)))
    assert on(found) == [date(2017, 2, 13)]
    [said] = [each.message for each in found.report.warnings if each.code == "hidden_sheet"]
    assert "The hidden sheet 'Contacts 2016' was not read" in said


def test_a_register_that_is_hidden_altogether_is_named_as_such():
    said = refused(
        Source("export.xlsx", xlsx({"Front": [["Run"]], "All": dated(["13/02/2017"])}, hide))
    )
    assert "The hidden sheet 'All' was not read" in said


def test_headings_of_a_hidden_sheet_are_proposed_for_nothing_and_that_is_said():
    sheets = {"Now": [["Ref", "Result"], ["1", "NFA"]], "Then": dated(["13/02/2016"])}
    proposed = propose(Source("export.xlsx", xlsx(sheets, hide)), SHAPES["mash_contacts"])
    assert proposed.headings == ("Ref", "Result")
    [said] = proposed.unread
    assert "The hidden sheet 'Then' was not read" in said
    alone = {"Now": [["Run"]], "Then": dated(["13/02/2016"])}
    with pytest.raises(RegisterError, match="The hidden sheet 'Then' was not read"):
        propose(Source("export.xlsx", xlsx(alone, hide)), SHAPES["mash_contacts"])


@pytest.mark.parametrize("strays", [(), (4,), (2, 3, 4, 5, 6, 7)])
def test_a_stray_byte_garbles_no_other_name(strays):
    assert surnames(read(Source("export.csv", accented(*strays)))) == {"Sörrelby"}


def test_a_stray_byte_is_said_with_its_line():
    found = read(Source("export.csv", accented(4)))
    [said] = [each.message for each in found.report.warnings if each.code == "letters"]
    assert "1 byte (" in said
    assert "line 4" in said


def test_an_accent_before_a_quotation_mark_of_windows_stays_two_letters():
    table = as_csv(dated(["13/02/2017"], surname="ANDRÉ’S", forename="Zoë"))
    assert surnames(read(Source("export.csv", table.encode("cp1252")))) == {"ANDRÉ’S"}


@pytest.mark.parametrize("coded", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_text_of_two_bytes_a_letter_needs_no_mark(coded):
    table = as_csv(dated(["13/02/2017"], surname="Sörrelby"))
    assert surnames(read(Source("export.csv", table.encode(coded)))) == {"Sörrelby"}


def test_letters_that_were_garbled_before_are_said():
    garbled = "Sörrelby".encode().decode("cp1252")
    found = read(csv_source(dated(["13/02/2017"], surname=garbled)))
    assert "garbled" in codes(found)


@pytest.mark.parametrize("inside", ["North", "North\nand East"])
def test_lines_that_end_as_on_an_old_mac_are_read(inside):
    data = carriage_returns(as_csv(dated(["13/02/2017", "14/02/2017"], team=inside)))
    assert on(read(Source("export.csv", data))) == days(2, date(2017, 2, 13))


def test_a_workbook_whose_parts_are_named_with_backslashes_is_read():
    found = read(Source("export.xlsx", with_backslashes(book_of(days(5)))))
    assert on(found) == days(5)


def test_formulas_that_nobody_worked_out_are_named_by_cell():
    said = refused(formulas())
    assert "In the sheet 'Contacts' 6 formulas have no result (the first is J2)" in said


def test_the_looked_after_return_is_read_as_xml_too():
    found = load(Source("ssda903.xml", looked_after()), "children_in_care")
    assert {(each.id, each.occurred_on) for each in units_of(found)} == {
        ("410001", date(2016, 11, 7)), ("410002", date(2017, 1, 9)),
    }  # fmt: skip
    assert {person["born"] for each in units_of(found) for person in each.identity} == {
        "2009-04-12", "2011-08-23",
    }  # fmt: skip


def test_ids_that_lost_their_digits_are_refused_by_row():
    table = liquidlogic(contact(1), contact(2, contact="4.1E+11"), contact(3, contact="4.1E+11"))
    said = refused(csv_source(table))
    assert "2 ids in 'Contact ID' of export.csv" in said
    assert "the first is row 3" in said


def test_ids_that_a_spreadsheet_made_days_of_are_said():
    found = read(csv_source(liquidlogic(contact(1, contact="03-Dec"), contact(2))))
    assert "id_day" in codes(found)


def test_ids_that_had_no_room_on_the_screen_are_none():
    table = liquidlogic(contact(1, contact="#####"), contact(2, contact="#####"), contact(3))
    assert (read(csv_source(table)).report.units, read(csv_source(table)).report.rejected) == (1, 2)


@pytest.mark.parametrize(
    "text", ["#####", "#VALUE!", "ask team", "09:15", "1817-03-01", "1/3/0017"]
)
def test_a_closing_day_that_is_none_is_said_with_an_example(text):
    found = read(csv_source(liquidlogic(contact(1, closed=text), contact(2), contact(3))))
    [said] = [each.message for each in found.report.warnings if each.code == "unread_days"]
    assert said.startswith("1 cell of 'Date Closed' is no day that can be read, for example row 2")


@pytest.mark.parametrize("text", ["31/12/9999", "01/01/1753", "0001-01-01", "01/01/1904"])
def test_a_day_that_stands_for_never_is_none_and_no_fault(text):
    found = read(csv_source(liquidlogic(contact(1, closed=text), contact(2), contact(3))))
    assert found.report.rejected == 0
    assert not [each for each in found.report.warnings if each.row]


@pytest.mark.parametrize("error", ["#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"])
def test_an_error_that_was_saved_as_text_is_an_empty_cell(error):
    table = liquidlogic(contact(1, team=error), contact(2, contact=error), contact(3))
    found = read(csv_source(table))
    assert found.report.rejected == 1
    assert {each.attributes["team"] for each in units_of(found)} == {"", "North"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 Sept 2016", "'1 Sept 2016'"),
        ("Mar  1 2017 12:00AM", "'Mar 1 2017 12:00AM'"),
        ("03/13/2017", "'03/13/2017'"),
        ("see Quillon", "'aaa aaaaaaa' (letters as a)"),
        ("May Thursday", "'aaa aaaaaaaa' (letters as a)"),
        ("999 117 2041", "'999 999 9999' (digits as 9)"),
        ("Saoirse Sörrelby", "'aaaaaaa aaaaaaaa' (letters as a)"),
    ],
)
def test_what_is_no_day_is_never_quoted(text, shown):
    assert quoted(text) == shown


def test_a_name_in_a_column_of_days_is_not_said():
    table = liquidlogic(contact(1, closed="see Quillon"), contact(2), contact(3))
    said = " ".join(each.message for each in read(csv_source(table)).report.warnings)
    assert "Quillon" not in said
    assert "aaa aaaaaaa" in said
