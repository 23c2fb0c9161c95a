"""The matching report says what was taken for what, and accounts for every row."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from audits.domain.errors import NotFoundError
from audits.register import Source, read_register
from audits.reporting import make_matching_report
from audits.wiring import build_shapes


DATA = (
    "Weekly export,,,,,\n"
    "Contact ID,Person ID,Date of contact,Contact Outcome,D.O.B.,Date Closed\n"
    "1,11,01/03/2017,NFA,05/05/2010,02/03/2017\n"
    "2,12,01/03/2017,=cmd|x,01/06/2017,\n"
    "3,13,01/03/2017,Early help,01/06/2018,\n"
    "4,14,01/03/2017,NFA,01/06/1970,01/02/2017\n"
    ",15,01/03/2017,NFA,,\n"
    "6,16,someday,NFA,,\n"
    "1,11,01/03/2017,NFA,05/05/2010,02/03/2017\n"
    "Total: 7,,,,,\n"
)


@pytest.fixture(scope="module")
def report():
    loaded = read_register(
        [Source("c.csv", DATA.encode())],
        shape=build_shapes(None)["mash_contacts"],
        today=date(2017, 3, 9),
    )
    return loaded.report.as_json("mash_contacts")


def test_every_row_is_accounted_for(report):
    assert report["rows_in"] == 7
    assert report["rows_in"] == report["units"] + report["repeated"] + report["rejected"]
    assert (report["units"], report["repeated"], report["rejected"]) == (4, 1, 2)
    assert report["footers"] == 1


def test_odd_days_are_said_with_the_row_of_the_file(report):
    said = {(w["code"], w["row"]) for w in report["warnings"] if w["row"]}
    assert said == {
        ("unborn", 4), ("impossible_birth", 5), ("not_a_child", 6), ("ends_before", 6),
        ("no_id", 7), ("no_date", 8),
    }  # fmt: skip


def test_words_are_counted_with_what_they_were_taken_for(report):
    assert report["values"]["Contact Outcome"] == [
        ["NFA", "No further action", 3], ["=cmd|x", "", 1], ["Early help", "Early help", 1],
    ]  # fmt: skip
    assert report["unmatched"] == {"Contact Outcome": ["=cmd|x"]}


def test_the_workbook_keeps_text_as_text(report):
    book = load_workbook(BytesIO(make_matching_report(report, format="xlsx")))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert "=cmd|x" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {"Read me", "Counts", "Matched", "Contact Outcome", "Rows"} <= set(book.sheetnames)


def test_the_page_says_the_same(report):
    page = make_matching_report(report, format="html").decode()
    for words in ("No further action", "NOT MATCHED", "The row ends before it begins.", "Rows"):
        assert words in page
    with pytest.raises(NotFoundError):
        make_matching_report(report, format="pdf")
