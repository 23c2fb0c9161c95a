"""Every ordinary edit of every form: no answer in a wrong place, and none lost without a word."""

from functools import cached_property
from io import BytesIO

import pytest
from builders import hand_edits  # noqa: F401 -- adds what officers do by hand to the edits
from builders.edits import EDITS, HEADINGS_TYPED, LOSE_NOTHING, TYPED
from builders.matrix import FORMS, QUESTIONS, Books, check, markers
from builders.packs import a_pack
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from audits.workbook import asked_about


# The most dangerous; all of them take minutes and run where there is time for that.
QUICK = (
    "nothing", "turned_round", "side_by_side_as_they_are", "side_by_side_and_down_as_they_are",
    "side_by_side_each_with_its_references_last", "two_packs_side_by_side", "an_old_copy_right",
    "an_old_copy_left", "a_copy_right_of_what_was_emptied",
    "a_copy_right_and_our_answer_renamed", "a_heading_typed_as_an_answer_1",
    "the_headings_repeated", "cells_taken_out_at_4_1", "cells_put_in_at_4_1",
    "cells_put_in_at_4_2", "editions_side_by_side", "answers_in_the_column_of_notes",
    "answers_shifted_down_from_2", "values_only_in_a_new_book",
    "an_older_answer_struck_out_in_each_cell",
)  # fmt: skip


@pytest.fixture(scope="module", params=FORMS)
def books(request) -> Books:
    return Books(request.param)


def opened(file: bytes) -> Workbook:
    return load_workbook(BytesIO(file), rich_text=True)


class OpenedLater:
    """A workbook that is opened when an edit looks into it, as most never do."""

    def __init__(self, file: bytes) -> None:
        self._file = file

    @cached_property
    def worksheets(self) -> list[Worksheet]:
        return opened(self._file).worksheets


def check_after(name: str, books: Books) -> None:
    is_about_editions = name.startswith("editions")
    book = opened(books.again_file if is_about_editions else books.our_file)
    EDITS[name](book, OpenedLater(books.their_file), OpenedLater(books.old_file))
    file = BytesIO()
    book.save(file)
    readings = books.read(file.getvalue(), is_about_editions=is_about_editions)
    typed = (*HEADINGS_TYPED, *TYPED.get(name, ()))
    check(name, readings, books, keeps=name in LOSE_NOTHING, typed=typed)


@pytest.mark.parametrize("name", QUICK)
def test_the_most_dangerous_edits_put_no_answer_in_a_wrong_place(name, books):
    check_after(name, books)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(EDITS) - set(QUICK)))
def test_no_edit_puts_an_answer_in_a_wrong_place(name, books):
    check_after(name, books)


def test_there_are_at_least_250_edits():
    assert len(EDITS) >= 250


def test_every_question_has_a_marker():
    for form in FORMS:
        pack = a_pack(form, cases=4, questions=QUESTIONS)
        assert set(asked_about(pack, required=True)) <= set(markers(pack, 0))
