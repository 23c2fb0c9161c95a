"""What will be done, and by when, stands in the row of the answer that it follows from."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from builders.census import fill
from builders.packs import SCALE, a_pack, book_of, codes, read, said
from openpyxl import load_workbook

from audits.domain.pack import PackForm, SamplingUnit
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.templates.own_units import planned


LEADER = Question(
    "leader", 1, "One", "Is a leader named?", scale=SCALE, evidence=EvidenceRule.ALWAYS
)
POLICY = Question("policy", 4, "Two", "Is the policy known?", scale=SCALE)
ASKED = (LEADER, *planned(LEADER), POLICY, *planned(POLICY))
PLAN, BY = "What will be done to improve it", "By when"


@pytest.fixture
def pack():
    return replace(
        a_pack(PackForm.SELF_ASSESSMENT, questions=ASKED), about=SamplingUnit.ORGANISATION
    )


def typed(*, plan="Brief every team", by=date(2016, 9, 30), policy="Yes"):
    def say(row, heading):
        if "Role of" in row["Question"]:
            return "Head of service" if heading == "Your answer" else None
        mine = row["Question"] == LEADER.asks
        return {
            "Your answer": "Partly" if mine else policy,
            "Evidence: where it is kept": "Chart of May 2016",
            PLAN: plan if mine else None,
            BY: by if mine else None,
        }.get(heading)

    return say


WANTED = {
    ("DA16-01", "leader"): ("partly", "Chart of May 2016"),
    ("DA16-01", "leader_plan"): ("Brief every team", ""),
    ("DA16-01", "leader_by"): ("2016-09-30", ""),
    ("DA16-01", "policy"): ("yes", "Chart of May 2016"),
}


def about_the_unit(reading):
    return {key: value for key, value in said(reading).items() if key[0]}


def test_an_answer_its_evidence_its_plan_and_its_date_come_back_from_one_row(pack):
    reading = read(fill(book_of(pack), typed()), pack)
    assert about_the_unit(reading) == WANTED
    assert codes(reading) == []


def test_columns_moved_and_rows_sorted_lose_nothing(pack):
    book, file = load_workbook(BytesIO(fill(book_of(pack), typed()))), BytesIO()
    sheet = book["Questions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    head, first, second = rows[0], rows[1], rows[2]
    order = [0, 7, 2, 6, 1, 4, 5, 3, 8]
    for at, row in enumerate((head, second, first), start=3):
        for place, source in enumerate(order, start=1):
            sheet.cell(at, place).value = row[source]
    book.save(file)
    assert about_the_unit(read(file.getvalue(), pack)) == WANTED


def test_a_plan_or_its_date_that_is_missing_is_asked_for(pack):
    reading = read(fill(book_of(pack), typed(plan=None)), pack)
    assert codes(reading) == ["plan_missing"]
    problem = reading.problems[0]
    assert (problem.question, problem.cell) == ("leader_plan", "G4")
    assert str(reading.outcome) == "queried"


def test_a_date_that_is_none_is_named_once(pack):
    assert codes(read(fill(book_of(pack), typed(by="soon")), pack)) == ["not_a_date"]


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("April 2027", "2027-04-30", "30 April 2027"),
        ("by end of Feb 2028", "2028-02-29", "29 February 2028"),
        ("Q3 2026/27", "2026-12-31", "31 December 2026"),
        ("summer term 2027", "2027-07-31", "31 July 2027"),
    ],
)
def test_a_month_by_which_something_is_done_is_its_last_day_and_that_is_said(
    pack, text, day, words
):
    reading = read(fill(book_of(pack), typed(by=text)), pack)
    assert about_the_unit(reading)["DA16-01", "leader_by"] == (day, "")
    [noted] = reading.problems
    assert (noted.code, noted.is_query) == ("day_understood", False)
    assert noted.message == f"This names no single day. The last one was understood: {words}."
    assert str(reading.outcome) == "accepted"


@pytest.mark.parametrize("text", ["April", "within 3 months", "as soon as possible", "31/02/2027"])
def test_what_names_no_day_of_its_own_is_asked_again(pack, text):
    assert codes(read(fill(book_of(pack), typed(by=text)), pack)) == ["not_a_date"]


@pytest.mark.parametrize("policy", ["Yes", "Not applicable", "Cannot tell"])
def test_the_best_answer_and_one_that_does_not_count_need_no_plan(pack, policy):
    assert codes(read(fill(book_of(pack), typed(policy=policy)), pack)) == []


def test_types_of_what_follows_are_its_own():
    plan, by = planned(LEADER)
    assert (plan.type, by.type) == (AnswerType.TEXT, AnswerType.DATE)
    assert (plan.number, by.number) == (2, 3)
    assert not plan.required


def test_the_questions_fit_across_one_printed_page(pack):
    sheet = load_workbook(BytesIO(book_of(pack)))["Questions"]
    assert sheet.page_setup.fitToWidth == 1
