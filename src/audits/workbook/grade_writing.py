"""A moderation workbook: a sheet a case, its agencies side by side, to be filled in together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from audits.domain.amounts import many
from audits.domain.grade_book import AGREE, AGREED, DISPUTED, GradeBook, GradeField, GradeSheet
from audits.domain.question import Question, Scale
from audits.xlsx import (
    Book,
    Cellstate,
    Looks,
    add_sheet,
    finish,
    fit_row,
    link,
    new_book,
    print_on,
    put,
    put_formula,
    saved,
    set_widths,
    with_results,
)

from .cover import write_lists, write_meanings
from .grade_layout import tab_names
from .grade_sheet import AGREED_ALREADY, OTHERS, GradeSheetWriter
from .headings import YOUR_ANSWER
from .help_texts import as_heading
from .layout import START
from .references import reference
from .rules import scales_in, validation


HANDLING = "Write no names of children or families, no dates of birth, no numbers."
FIRST = (
    "On each sheet, decide the grades that are open. Beside each you see why: agencies differ, it "
    "is the lowest grade, or another reason. What the agencies answered is below.",
    "Fill in the yellow cells; choose grades from the list. What you leave empty changes nothing.",
)
AGREEING = (
    "Then agree with all other grades at once: for everybody below, or sheet by sheet. To change "
    "one of them, ask the business unit, which can give a single grade.",
)
WHY = "If a grade is not the agency's own, say why."
WHY_AND_WHO = (
    "If a grade is not the agency's own, say why. Orange cells ask who follows up by when."
)
LAST = (
    "If the agency or somebody on the panel objects, put Yes beside Disputed and say who has it.",
    "Save the workbook and give it back to the business unit. It may be given back more than once.",
)
SECOND_STEPS = (
    "You rate these cases a second time. The first grades are left out so that yours is your own.",
    "Read what each agency answered, choose a grade from the list and say why.",
    "Speak with nobody about these cases until both grades are in.",
    "Save the workbook and give it back to the business unit.",
)
HEADING_WIDTH = 16.0  # characters of a bold heading over a detail
WHO_WIDTH = 40  # characters across the second and third column
AGREE_WITH = "Agree with all other grades"


def write_grade_book(book: GradeBook, key: bytes, *, made_at: datetime) -> bytes:
    """Return a moderation workbook as .xlsx; the same book is always the same bytes."""
    file = new_book()
    looks = Looks(file)
    scales = _scales(book)
    cover = _Cover(file, book, looks, key)
    writer = GradeSheetWriter(file, book, key, looks)
    names = tab_names(book.sheets)
    for sheet in book.sheets:
        writer.write(sheet, names[sheet.case])
    counts = cover.overview(writer, names)
    write_meanings(file, scales, looks)
    write_lists(file, scales, reference(book.token, "A00", key))
    finish(
        file, f"Moderation of {book.title} {book.cycle}", book.board, made_at=made_at,
        footer=f"{book.cycle} {book.token}",
    )  # fmt: skip
    return with_results(saved(file), {1: counts})


def _scales(book: GradeBook) -> tuple[Scale, ...]:
    scales = scales_in(book.graded)
    scales[DISPUTED.id] = DISPUTED
    if book.can_agree:
        scales[AGREED.id] = AGREED
    return tuple(scales.values())


def _steps(book: GradeBook) -> tuple[str, ...]:
    if book.is_second:
        return SECOND_STEPS
    steps = list(FIRST)
    if book.can_agree:
        steps += AGREEING
    why = WHY_AND_WHO if GradeField.FOLLOW_UP in book.fields else WHY
    return (*steps, why, *LAST)


class _Cover:
    """Writes the first sheet: what to do, who graded, and every case with what is open."""

    def __init__(self, file: Book, book: GradeBook, looks: Looks, key: bytes) -> None:
        self._sheet = add_sheet(file, START)
        self._book, self._looks, self._key = book, looks, key
        set_widths(self._sheet, (34, 40, 40, *[20] * 10))
        self._row = 1
        self._head()
        self._who()

    def _line(self, *texts: tuple[str, object]) -> None:
        self._row += 1
        for column, (text, look) in enumerate(texts, start=1):
            put(self._sheet, self._row, column, text, look)  # type: ignore[arg-type]  # a look

    def _head(self) -> None:
        book, looks = self._book, self._looks
        what = "Second rating" if book.is_second else "Moderation"
        put(self._sheet, 1, 1, f"{what}: {book.title}", looks.title)
        what = "organisation" if book.is_own else "case"
        self._line((f"{book.cycle}, {many(len(book.sheets), what)}", looks.help))
        self._row += 1
        name = "How it is done"
        for number, text in enumerate(_steps(book), start=1):
            self._text(name, f"{number}. {text}")
            name = ""
        for name, text in (
            ("Handling", f"{book.marking}. {HANDLING}"), ("Questions", book.contact),
            ("Reference", book.token),
        ):  # fmt: skip
            self._text(name, text)

    def _text(self, name: str, text: str) -> None:
        """Write a name and, across two columns, a text; merged rows do not grow by themselves."""
        self._line((name, self._looks.strong))
        put(self._sheet, self._row, 2, text, self._looks.text)
        self._sheet.merge_cells(f"B{self._row}:C{self._row}")
        fit_row(self._sheet, self._row, [(text, 2 * WHO_WIDTH - 4)], is_fixed=True)

    def _who(self) -> None:
        looks = self._looks
        self._row += 1
        self._line(
            ("Row reference", looks.heading), ("Who", looks.heading), (YOUR_ANSWER, looks.heading)
        )
        for asked in self._book.who():
            self._once(asked, asked.asks)
        names = dict(self._book.units)
        rule = validation(AGREE)
        rule.promptTitle = AGREE_WITH
        for number, unit in self._book.agreements().items():
            grades = self._book.others(unit)
            if grades:
                whose = names.get(unit, "everybody")
                text = f"{AGREE_WITH}: {whose} ({many(grades, 'grade')})"
                rule.add(self._once(replace(AGREE, number=number), text))
        if rule.sqref:
            self._sheet.add_data_validation(rule)

    def _once(self, asked: Question, text: str) -> str:
        """Write a line for something said once, and return the cell it is said in."""
        part = reference(self._book.token, f"A{asked.number:02d}", self._key)
        self._line(
            (part, self._looks.small), (text, self._looks.boxed),
            ("", self._looks.answers[Cellstate.OPEN, asked.type]),
        )  # fmt: skip
        fit_row(self._sheet, self._row, [(text, WHO_WIDTH)], least=2)
        return f"C{self._row}"

    def overview(self, writer: GradeSheetWriter, tabs: Mapping[str, str]) -> dict[str, int]:
        """Write a line a case, each a link, and return what the counting formulas come to."""
        looks, sheet = self._looks, self._sheet
        self._row += 1
        self._overview_heads()
        counts = {}
        for case in self._book.sheets:
            tab = tabs[case.case]
            self._row += 1
            link(put(sheet, self._row, 1, case.name or case.case, looks.link), tab, "A1")
            quoted = tab.replace("'", "''")
            terms = "+".join(f"('{quoted}'!{cell}=\"\")" for cell in writer.to_fill[case.case])
            at = put_formula(sheet, self._row, 2, f"={terms or 0}", looks.count)
            counts[at.coordinate] = writer.empty[case.case]
            others = _others(case) if self._book.can_agree else ""
            put(sheet, self._row, 3, others, looks.boxed)
            texts = [(case.name, 34.0)]
            for column, (_, text) in enumerate(case.details, start=4):
                put(sheet, self._row, column, text, looks.boxed)
                texts.append((text, 20.0))
            fit_row(sheet, self._row, texts)
        sheet.protection.sheet = True
        sheet.sheet_properties.tabColor = "FF1D3557"
        sheet.freeze_panes = None
        if self._book.is_own:
            print_on(sheet, "portrait")
        else:
            print_on(sheet, "landscape")
        return counts

    def _overview_heads(self) -> None:
        look = self._looks.heading
        first = "Organisation" if self._book.is_own else "Case"
        heads = [(first, look), ("Grades still to decide", look), (OTHERS, look)]
        texts = []
        for sheet in self._book.sheets[:1]:
            for name, _ in sheet.details:
                heads.append((as_heading(name), look))
                texts.append((as_heading(name), HEADING_WIDTH))
        self._line(*heads)
        fit_row(self._sheet, self._row, texts)


def _others(case: GradeSheet) -> str:
    count = sum(len(column.others) for column in case.columns)
    if count:
        return f"{count} to agree with"
    if any(column.is_agreed for column in case.columns):
        return AGREED_ALREADY
    return "none"
