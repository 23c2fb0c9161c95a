"""What programs make of the XML of each form: no answer wrong, and none lost without a word."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from builders.matrix import FORMS, Books, check
from builders.raw_edits import KEEPS, RAW_EDITS, ZIPPED, edited


@pytest.fixture(scope="module", params=FORMS)
def books(request) -> Books:
    return Books(request.param)


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", RAW_EDITS)
def test_no_edit_of_the_xml_puts_an_answer_in_a_wrong_place(name, books):
    data = edited(books.our_file, RAW_EDITS[name])
    assert name == "nothing" or parts_of(data) != parts_of(books.our_file)
    check(name, books.read(data), books, keeps=name in KEEPS)


@pytest.mark.parametrize("name", ZIPPED)
def test_no_way_of_packing_it_puts_an_answer_in_a_wrong_place(name, books):
    change, keeps = ZIPPED[name]
    check(name, books.read(change(books.our_file)), books, keeps=keeps)


def test_there_are_at_least_75_edits():
    assert len(RAW_EDITS) + len(ZIPPED) >= 75
