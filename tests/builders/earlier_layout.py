"""Packs as they were laid out until November 2026: some are still out with agencies.

Written by hand from a picture of them, not by the product's own writer, which lays them out anew.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from builders.packs import KEY
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.answer import Answer
from audits.domain.pack import Pack, PackForm
from audits.domain.question import AnswerType, EvidenceRule, Question
from audits.workbook.layout import asked_once
from audits.workbook.references import reference


ROWS = (
    "Row reference", "Part", "Question", "What to look for", "Your answer",
    "What the record shows", "Still to do",
)  # fmt: skip
COVER = ("For", "Return by", "Questions about it", "How to fill it in", "Still to do")
BACK = (
    "2. Save the workbook and return it the way your key list came, or as your letter says. "
    "You may return it more than once; the last one counts."
)
ACTIONS = (PackForm.ACTIONS, PackForm.AGENDA)
Given = dict[tuple[str, str], Answer]


def earlier_book(pack: Pack, answers: Sequence[Answer] = ()) -> bytes:
    """Return a pack's workbook in the earlier layout, with these answers in it."""
    book, given = Workbook(), {(a.case, a.question): a for a in answers}
    cover = book.active
    cover.title = "Start here"
    for row, text in enumerate(COVER, start=1):
        cover.cell(row, 1).value = text
    if pack.form not in ACTIONS:
        cover["B9"] = BACK
    if pack.form is PackForm.CASE_SHEETS:
        for case in pack.cases:
            _write_rows(book.create_sheet(case.ref), pack, case.number, case.ref, given)
    elif pack.form is PackForm.SELF_ASSESSMENT:
        _write_rows(book.create_sheet("Questions"), pack, 1, pack.cases[0].ref, given)
    else:
        _write_grid(book, pack, given)
    _write_once(book.create_sheet("This return"), pack, given)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_rows(sheet: Worksheet, pack: Pack, number: int, case: str, given: Given) -> None:
    sheet["A1"], sheet["A2"] = case, "Age band: 1 to 4"
    if pack.form is PackForm.SELF_ASSESSMENT:
        sheet["A1"], sheet["A2"] = "Questions", "One row is one question. Fill in the yellow cells."
    _row(sheet, 3, ROWS)
    for row, question in enumerate(pack.asked_of_a_case(), start=4):
        part = f"C{number:03d}-Q{question.number:02d}"
        _asked(
            sheet, row, reference(pack.token, part, KEY), question, given.get((case, question.id))
        )


def _write_once(sheet: Worksheet, pack: Pack, given: Given) -> None:
    sheet["A1"], sheet["A2"] = "This return", "Asked once for the whole workbook."
    _row(sheet, 3, ROWS)
    for row, question in enumerate(asked_once(pack), start=4):
        code = reference(pack.token, f"A{question.number:02d}", KEY)
        _asked(sheet, row, code, question, given.get(("", question.id)))


def _asked(sheet: Worksheet, row: int, code: str, asked: Question, given: Answer | None) -> None:
    texts = (code, asked.section, asked.asks, _look_for(asked), *_filled_in(asked, given), 0)
    _row(sheet, row, texts)


def _look_for(asked: Question) -> str:
    """Return the guidance; what each grade looks like stood below it, in one tall cell."""
    if not asked.is_grade or asked.scale is None:
        return asked.guidance
    meant = [f"{choice.label}: {choice.means}" for choice in asked.scale.choices if choice.means]
    return "\n".join(filter(None, (asked.guidance, *meant)))


def _write_grid(book: Workbook, pack: Pack, given: Given) -> None:
    title, help_ = "Cases", "One row is one child's contact. Fill in the yellow cells."
    if pack.form in ACTIONS:
        title, help_ = "Actions", "One row is one action. Fill in the yellow cells."
    sheet = book.create_sheet(title)
    sheet["A1"], sheet["A2"] = title, help_
    _row(sheet, 3, tuple(_grid_headings(pack)))
    for row, case in enumerate(pack.cases, start=4):
        texts: list[object] = [reference(pack.token, f"C{case.number:03d}", KEY), case.ref]
        texts += [text for _, text in case.details]
        for asked in pack.asked_of_a_case():
            answer, note = _filled_in(asked, given.get((case.ref, asked.id)))
            texts += [answer, note] if _has_note(asked, pack) else [answer]
        _row(sheet, row, (*texts, 0))


def _grid_headings(pack: Pack) -> Iterator[str]:
    yield from ("Row reference", "Action" if pack.form in ACTIONS else "Case", "Age band")
    for asked in pack.asked_of_a_case():
        yield f"{asked.asks}\n{reference(pack.token, f'Q{asked.number:02d}', KEY)}"
        if _has_note(asked, pack):
            words = f"What the record shows (question {asked.number})"
            if asked.id == "_known":
                words = "If not known: what was searched"
            yield f"{words}\n{reference(pack.token, f'N{asked.number:02d}', KEY)}"
    yield "Still to do"


def _has_note(asked: Question, pack: Pack) -> bool:
    return pack.form not in ACTIONS and asked.evidence is not EvidenceRule.NEVER


def _filled_in(asked: Question, given: Answer | None) -> tuple[object, str | None]:
    if given is None or given.value is None:
        return None, None
    choice = asked.choice(given.value)
    if choice:
        return choice.label, given.note or None
    if asked.type is AnswerType.DATE:
        return date.fromisoformat(given.value), given.note or None
    if asked.type is AnswerType.NUMBER:
        return float(given.value), given.note or None
    return given.value, given.note or None


def _row(sheet: Worksheet, row: int, texts: Sequence[object]) -> None:
    for column, text in enumerate(texts, start=1):
        sheet.cell(row, column).value = text or (0 if text == 0 else None)
