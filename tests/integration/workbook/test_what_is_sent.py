"""What a unit opens: within Excel's limits, results in it, small; and a sealed key list."""

import re
from io import BytesIO

import msoffcrypto
import pytest
from builders.packs import a_pack, book_of
from msoffcrypto.exceptions import InvalidKeyError
from openpyxl import load_workbook

from audits.domain.answer import Answer
from audits.domain.pack import PackForm
from audits.workbook import write_key_list


PEOPLE = [
    {"case": "DA16-01", "forename": "Ann", "surname": "Thimblewright", "born": "2010-01-02"},
    {"case": "DA16-02", "forename": "=1+1", "surname": "O’Wré", "born": ""},
]


def opened(data: bytes, password: str) -> BytesIO:
    sealed, clear = msoffcrypto.OfficeFile(BytesIO(data)), BytesIO()
    sealed.load_key(password=password)
    sealed.decrypt(clear)
    return clear


def test_a_key_list_opens_with_its_password():
    data = write_key_list("Key list", PEOPLE, password="four-words-in-here")
    sheet = load_workbook(opened(data, "four-words-in-here")).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows == [
        ("DA16-01", "Ann", "Thimblewright", "2010-01-02"),
        ("DA16-02", "=1+1", "O’Wré", None),
    ]
    assert sheet["B5"].data_type == "s"


def test_a_key_list_opens_with_nothing_else():
    data = write_key_list("Key list", PEOPLE, password="four-words-in-here")
    assert b"Thimblewright" not in data
    with pytest.raises(InvalidKeyError):
        opened(data, "four-words-in-there")


@pytest.mark.parametrize("form", PackForm)
def test_a_pack_stays_within_what_excel_allows(form):
    # Excel's specifications: 32 characters in a prompt's title, 255 in its text and in an error,
    # 31 in a sheet's name; longer ones make Excel repair the file.
    book = load_workbook(BytesIO(book_of(a_pack(form))))
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        assert sheet.title != "History"
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle) <= 32
            assert max(len(rule.prompt), len(rule.error)) <= 255
            assert rule.formula1 is None or len(rule.formula1) <= 255


def test_lists_are_defined_names_and_hold_the_choices():
    book = load_workbook(BytesIO(book_of(a_pack())))
    rules = book["Cases"].data_validations.dataValidation
    lists = {rule.formula1 for rule in rules if rule.type == "list"}
    assert lists == {"list_ypn", "list_yes_no"}
    sheet, cells = next(book.defined_names["list_ypn"].destinations)
    labels = [row[0].value for row in book[sheet][cells]]
    assert labels == ["Yes", "Partly", "No", "Not applicable", "Cannot tell"]


def test_only_what_is_to_be_filled_in_is_unlocked():
    sheet = load_workbook(BytesIO(book_of(a_pack())))["Cases"]
    unlocked = [c for row in sheet.iter_rows() for c in row if not c.protection.locked]
    # Known and its note, four questions, three notes (one wants none) and the concern, three times.
    assert len(unlocked) == 3 * (2 + 4 + 3 + 1)
    assert {cell.fill.fgColor.rgb for cell in unlocked} == {"FFFFF7BF"}


def test_results_stand_in_the_file_for_whoever_cannot_calculate():
    pack = a_pack()
    empty = load_workbook(BytesIO(book_of(pack)), data_only=True)
    # Known, consent, seen and visits are required; the text and the concern are not.
    assert [row[0].value for row in empty["Cases"]["N4:N6"]] == [4, 4, 4]
    some = [
        Answer("DA16-01", "_known", "no", "", "No record."),
        Answer("DA16-02", "consent", "partly", ""),
    ]
    filled = load_workbook(BytesIO(book_of(pack, some)), data_only=True)
    # Not known, and why: nothing more to do. Partly: answered, but a note is wanted in its place.
    assert [row[0].value for row in filled["Cases"]["N4:N6"]] == [0, 4, 4]
    total = [c.value for row in filled["Start here"].iter_rows() for c in row]
    assert 8 in total


def test_a_pack_is_small_and_names_itself_on_every_page():
    data = book_of(a_pack(cases=10))
    assert len(data) < 30_000
    for sheet in load_workbook(BytesIO(data)).worksheets:
        assert re.search(r"DA-2016-1 health P7\.1", sheet.oddFooter.left.text)


def test_text_that_begins_like_a_formula_stays_text():
    answers = [Answer("DA16-01", "voice", '=HYPERLINK("http://x")', "")]
    cells = [c for row in load_workbook(BytesIO(book_of(a_pack(), answers)))["Cases"] for c in row]
    formulas = [cell for cell in cells if cell.data_type == "f"]
    assert {cell.column_letter for cell in formulas} == {"N"}
