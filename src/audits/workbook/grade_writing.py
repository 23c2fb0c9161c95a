"""A moderation workbook: a sheet a case, its agencies side by side, to be filled in together."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.grade_book import DISPUTED, GradeBook, GradeSheet
from audits.domain.question import Scale

from .cells import Cellstate, Looks, fit_row, link, print_on, put, put_formula
from .cover import write_lists, write_meanings
from .grade_sheet import GradeSheetWriter
from .layout import START, YOUR_ANSWER, as_heading
from .references import reference
from .results import with_results
from .writing import finish


MARKING = (
    "OFFICIAL-SENSITIVE. Write no names of children or families, no dates of birth, no numbers."
)
STEPS = (
    "Each case has a sheet, its agencies side by side: grades above, what they answered below.",
    "Fill in the yellow cells; choose grades from the list. What you leave empty changes nothing.",
    "If a grade is not the agency's own, say why. If it is the lowest, say who follows up by when.",
    "If the agency or somebody on the panel objects, put Yes beside Disputed and say who has it.",
    "Save the workbook and give it back to the business unit. It may be given back more than once.",
)
SECOND_STEPS = (
    "You rate these cases a second time. The first grades are left out so that yours is your own.",
    "Read what each agency answered, choose a grade from the list and say why.",
    "Speak with nobody about these cases until both grades are in.",
    "Save the workbook and give it back to the business unit.",
)
COLUMNS = 34  # characters across an agency's column


def write_grade_book(book: GradeBook, key: bytes, *, made_at: datetime) -> bytes:
    """Return a moderation workbook as .xlsx; the same book is always the same bytes."""
    file = Workbook()
    file.remove(file.worksheets[0])
    looks = Looks(file)
    scales = _scales(book)
    cover = _Cover(file, book, looks, key)
    writer = GradeSheetWriter(file, book, key, looks)
    for sheet in book.sheets:
        writer.write(sheet)
    counts = cover.overview(writer.to_fill)
    write_meanings(file, scales, looks)
    write_lists(file, scales, reference(cover.token, "A00", key))
    saved = finish(
        file, f"Moderation of {book.title} {book.cycle}", book.board, made_at,
        footer=f"{book.cycle} {cover.token}",
    )  # fmt: skip
    return with_results(saved, {1: counts})


def _scales(book: GradeBook) -> tuple[Scale, ...]:
    used = [q.scale for q in book.graded if q.scale]
    found = {scale.id: scale for scale in (*used, DISPUTED)}
    return tuple(found.values())


class _Cover:
    """Writes the first sheet: what to do, who graded, and every case with what is open."""

    def __init__(self, file: Workbook, book: GradeBook, looks: Looks, key: bytes) -> None:
        self._sheet: Worksheet = file.create_sheet(START)
        self._book, self._looks, self._key = book, looks, key
        self.token = f"{book.code}.{book.edition}"
        for letter, width in zip("ABCDEFGHIJKLM", (24, 34, 34, *[20] * 10), strict=True):
            self._sheet.column_dimensions[letter].width = width
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
        self._line((f"{book.cycle}, {len(book.sheets)} cases", looks.help))
        self._row += 1
        steps = SECOND_STEPS if book.is_second else STEPS
        for number, text in enumerate(steps, start=1):
            self._line(("How it is done" if number == 1 else "", looks.strong))
            put(self._sheet, self._row, 2, f"{number}. {text}", looks.plain)
        for name, text in (
            ("Handling", MARKING), ("Questions", book.contact), ("Reference", self.token),
        ):  # fmt: skip
            self._line((name, looks.strong))
            put(self._sheet, self._row, 2, text, looks.plain)

    def _who(self) -> None:
        looks = self._looks
        self._row += 1
        self._line(
            ("Row reference", looks.heading), ("Who", looks.heading), (YOUR_ANSWER, looks.heading)
        )
        for asked in self._book.who():
            part = reference(self.token, f"A{asked.number:02d}", self._key)
            self._line(
                (part, looks.small), (asked.asks, looks.boxed),
                ("", looks.answers[Cellstate.OPEN, asked.type]),
            )  # fmt: skip
            fit_row(self._sheet, self._row, [(asked.asks, COLUMNS)], least=2)

    def overview(self, to_fill: dict[str, Sequence[str]]) -> dict[str, int]:
        """Write a line a case, each a link, and return what the counting formulas come to."""
        looks, sheet = self._looks, self._sheet
        self._row += 1
        names = [name for name, _ in self._book.sheets[0].details] if self._book.sheets else []
        heads = ("Case", "Grades still to give", *map(as_heading, names))
        self._line(*((text, looks.heading) for text in heads))
        counts = {}
        for case in self._book.sheets:
            self._line((case.case, looks.link))
            link(sheet.cell(self._row, 1), case.case, "A1")  # type: ignore[arg-type]  # no merged cell
            cells = to_fill[case.case]
            terms = "+".join(f"('{case.case}'!{cell}=\"\")" for cell in cells) or "0"
            at = put_formula(sheet, self._row, 2, f"={terms}", looks.count)
            counts[at.coordinate] = sum(1 for _ in _empty(case, self._book, cells))
            for column, (_, text) in enumerate(case.details, start=3):
                put(sheet, self._row, column, text, looks.boxed)
        sheet.protection.sheet = True
        sheet.sheet_properties.tabColor = "FF1D3557"
        sheet.freeze_panes = None
        print_on(sheet, "landscape")
        return counts


def _empty(case: GradeSheet, book: GradeBook, cells: Sequence[str]) -> Iterator[str]:
    """Yield the cells, of those to be filled in, where nothing stood when the book was written."""
    first = book.fields[0]
    wanted = [
        column.stood(graded.id, first)[0]
        for graded in book.graded
        for column in case.columns
        if not column.says
    ]
    yield from (cell for cell, value in zip(cells, wanted, strict=True) if value is None)
