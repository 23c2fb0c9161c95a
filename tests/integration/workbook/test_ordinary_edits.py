"""LibreOffice does to a filled-in pack what people do; no answer may end up in a wrong place."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders.packs import SCALE, a_pack, book_of, read_all

from audits.domain.answer import Answer
from audits.domain.pack import AUDITOR_ROLE, INDEPENDENT, KNOWN, Pack
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.workbook import Reading, asked_about


KINDS = (AnswerType.CHOICE, AnswerType.TEXT, AnswerType.NUMBER, AnswerType.DATE)
QUESTIONS = tuple(
    Question(
        f"q{n}", n, "Part one", f"Question {n}?", type=KINDS[(n - 1) % 4],
        scale=SCALE if (n - 1) % 4 == 0 else None, evidence=EvidenceRule.OPTIONAL,
    )
    for n in range(1, 31)
)  # fmt: skip
CHOICES = ("yes", "partly", "no", "cannot_tell")
EDITS = Path(__file__).parents[2] / "builders" / "office_edits.py"
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's, which LibreOffice's own module is made for
Key = tuple[str, str]


def given(pack: Pack, seed: int) -> dict[Key, Answer]:
    """Return an answer for each question, no two alike but for choices."""
    answers = {}
    for number, case in enumerate(pack.cases, start=1):
        answers[case.ref, KNOWN.id] = Answer(case.ref, KNOWN.id, "yes", "")
        for question in QUESTIONS:
            value = value_of(question, number, seed)
            note = f"note {seed} {number} {question.number}" if question.number % 3 == 1 else ""
            answers[case.ref, question.id] = Answer(case.ref, question.id, value, "", note)
    answers["", AUDITOR_ROLE.id] = Answer("", AUDITOR_ROLE.id, "Named Nurse", "")
    answers["", INDEPENDENT.id] = Answer("", INDEPENDENT.id, "yes", "")
    return answers


def value_of(question: Question, case: int, seed: int) -> str:
    unlike = seed + 37 * case + question.number
    return {
        AnswerType.CHOICE: CHOICES[(case * 7 + question.number + case // 3) % 4],
        AnswerType.TEXT: f"text {seed} {case} {question.number}",
        AnswerType.NUMBER: str(unlike),
        AnswerType.DATE: str(date(2015, 1, 1) + timedelta(days=unlike)),
    }[question.type]


OURS, THEIRS = (
    a_pack(cases=10, questions=QUESTIONS),
    a_pack(cases=10, questions=QUESTIONS, code="P8"),
)
GIVEN = {OURS.code: given(OURS, 0), THEIRS.code: given(THEIRS, 1000)}
ALL = len(GIVEN[OURS.code])


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Path:
    """Return a folder with a filled-in pack after each edit."""
    folder = tmp_path_factory.mktemp("edited")
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    for pack, name in ((OURS, "ours.xlsx"), (THEIRS, "theirs.xlsx")):
        book = book_of(pack, list(GIVEN[pack.code].values()))
        (folder / name).write_bytes(book)
    command = [SYSTEM_PYTHON, EDITS, folder / "ours.xlsx", folder / "theirs.xlsx"]
    subprocess.run([*command, folder], check=True, timeout=1800)
    return folder


# What may be read otherwise than it was given, because that is what the edit wrote.
WRITTEN: Mapping[str, Mapping[Key, str]] = {
    "typed_over_the_list": {("DA16-02", "q1"): "yes"},
    "dates_as_text": {("DA16-01", "q4"): "2017-03-08", ("DA16-02", "q4"): "2017-03-08"},
    "dates_as_numbers": {("DA16-01", "q4"): "2017-03-08"},
    "not_applicable_with_a_reason": {("DA16-01", "q1"): "not_applicable"},
}
# How many of the answers are lost to an edit, and how each such loss is named; none otherwise.
LOST: Mapping[str, tuple[int, set[str]]] = {
    "values_pasted_into_a_new_book": (2, {"row_missing"}),
    "the_sheet_copied_to_a_new_book": (2, {"row_missing"}),
    "values_pasted_without_headings": (2, {"row_missing"}),
    "some_columns_pasted_without_headings": (ALL, {"no_headings", "row_missing"}),
    "a_column_inserted_then_split_without_headings": (ALL - 2, {"no_headings"}),
    "a_row_doubled_with_another_answer": (1, {"duplicate_conflict"}),
    "a_reference_dragged_down": (93, {"row_missing"}),
    "rows_deleted": (93, {"row_missing"}),
    "columns_deleted": (10, {"row_missing"}),
    "an_answer_column_moved_and_its_place_closed": (0, set()),
    "the_references_deleted": (ALL - 2, {"row_missing"}),
    "typed_over_the_list": (1, {"not_allowed"}),
    "dates_as_text": (1, {"not_a_date"}),
    "formulas_for_answers": (3, {"formula"}),
    "answers_emptied": (10, {"missing"}),
    "answers_struck_out": (ALL - 2, {"missing"}),
}
REFUSED = {
    "as_csv.csv": "text_file", "as_pdf.pdf": "pdf_file", "with_their_password.ods": "password",
}  # fmt: skip


def wrong(reading: Reading, written: Mapping[Key, str]) -> list[Key]:
    """Return the answers that stand in a place where nobody gave them."""
    wanted = GIVEN[str(reading.code)]
    return [
        (a.case, a.question)
        for a in reading.answers
        if a.value is not None
        and a.value != written.get((a.case, a.question))
        and (a.value, a.note) != (wanted[a.case, a.question].value, wanted[a.case, a.question].note)
    ]


def lost(reading: Reading) -> set[Key]:
    said = {(a.case, a.question) for a in reading.answers if a.value is not None}
    return set(GIVEN[str(reading.code)]) - said


def named(reading: Reading, keys: set[Key]) -> set[str]:
    """Return the problems that name what is lost; fail where nobody is told of it."""
    codes = set()
    for case, question in keys:
        about = [p for p in reading.problems if p.is_query and p.case == case]
        telling = [p for p in about if p.question in ("", question)]
        assert telling, (case, question)
        codes |= {str(p.code) for p in telling}
    return codes


@pytest.mark.slow
def test_ordinary_edits_put_no_answer_in_a_wrong_place(edited, subtests):
    made = {path.name for path in edited.iterdir()}
    names = sorted(made - set(REFUSED) - {"ours.xlsx", "theirs.xlsx"})
    assert len(names) >= 40
    for file in names:
        name = file.partition(".")[0]
        with subtests.test(name):
            ours, *others = read_all((edited / file).read_bytes(), OURS, THEIRS)
            assert wrong(ours, WRITTEN.get(name, {})) == []
            expected, codes = LOST.get(name, (0, set()))
            missing = lost(ours)
            assert (len(missing), named(ours, missing)) == (expected, codes)
            assert all(wrong(other, {}) == [] for other in others)


def test_two_packs_in_one_book_are_two_readings(edited):
    for name in ("two_packs_in_one_book", "rows_of_another_pack_below"):
        first, second = read_all((edited / f"{name}.xlsx").read_bytes(), OURS, THEIRS)
        assert {first.code, second.code} == {"P7", "P8"}
        theirs = second if second.code == "P8" else first
        assert lost(theirs) == {("", AUDITOR_ROLE.id), ("", INDEPENDENT.id)}


def test_what_people_do_beside_answering_is_noted(edited):
    noted = {
        "a_comment_on_a_cell": "comment", "a_heading_reworded": "question_altered",
        "a_notes_column_inserted": "extra_text", "split_without_headings": "read_by_place",
        "values_pasted_without_headings": "read_by_place",
    }  # fmt: skip
    for name, code in noted.items():
        [reading] = read_all((edited / f"{name}.xlsx").read_bytes(), OURS)
        assert code in {str(p.code) for p in reading.problems if not p.is_query}, name


def test_what_is_no_workbook_any_more_says_what_to_return(edited):
    for file, code in REFUSED.items():
        [reading] = read_all((edited / file).read_bytes(), OURS)
        assert ([str(p.code) for p in reading.problems], str(reading.outcome)) == (
            [code],
            "refused",
        )


def test_every_case_and_question_is_given_an_answer():
    assert set(asked_about(OURS, required=True)) == set(GIVEN[OURS.code])
