"""How cells look: each look of a workbook is made once, and shared by every cell that has it."""

from copy import copy
from enum import StrEnum
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

from audits.domain.question import AnswerType


FONT = "Arial"
NAVY, YELLOW, GREY, PALE, ORANGE = "FF1D3557", "FFFFF7BF", "FF6B7280", "FFF3F4F6", "FFFFD7A8"
SHADE, DARK = "FFE5E7EB", "FF374151"  # of what was answered the last time
WHITE, BLACK, SILVER = "FFFFFFFF", "FF000000", "FFB6C2CF"
LINE = Side(style="thin", color="FF9CA3AF")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


class Cellstate(StrEnum):
    """Whether a cell may be filled in, and why."""

    OPEN = "open"
    ASKED_AGAIN = "asked_again"
    CLOSED = "closed"


FORMATS = {
    AnswerType.CHOICE: "@",
    AnswerType.TEXT: "@",
    AnswerType.DATE: "d mmmm yyyy",
    AnswerType.NUMBER: "0.##",
}


class Looks:
    """The styles of one workbook, each made once and shared by every cell that has it."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet("scratch")
        top = Alignment(wrap_text=True, vertical="top")
        middle = Alignment(wrap_text=True, vertical="center")
        fill = PatternFill("solid", fgColor=YELLOW)
        opened = Protection(locked=False)
        white = Font(name=FONT, size=11, bold=True, color=WHITE)
        self.title = self._look(font=Font(name=FONT, size=20, bold=True, color=NAVY))
        self.help = self._look(font=Font(name=FONT, size=11, bold=True))
        self.strong = self._look(font=Font(name=FONT, size=11, bold=True), alignment=top)
        self.text = self._look(font=Font(name=FONT, size=11), alignment=top)
        self.boxed = self._look(font=Font(name=FONT, size=11), alignment=top, border=GRID)
        self.case = self._look(font=Font(name=FONT, size=11, bold=True), alignment=top, border=GRID)
        self.heading = self._look(
            font=white, alignment=middle, border=GRID, fill=PatternFill("solid", fgColor=NAVY)
        )
        self.small = self._look(
            font=Font(name=FONT, size=7, color=GREY), alignment=top, border=GRID
        )
        boxed = {"font": Font(name=FONT, size=11), "alignment": top, "border": GRID}
        wanted = PatternFill("solid", fgColor=ORANGE)
        self.answers = {
            (state, kind): self._look(**boxed, **how, number_format=shown)
            for state, how in (
                (Cellstate.OPEN, {"fill": fill, "protection": opened}),
                (Cellstate.ASKED_AGAIN, {"fill": wanted, "protection": opened}),
                (Cellstate.CLOSED, {}),
            )
            for kind, shown in FORMATS.items()
        }
        self.count = self._look(
            font=Font(name=FONT, size=11, bold=True), border=GRID, number_format="0",
            alignment=Alignment(horizontal="center", vertical="top"),
        )  # fmt: skip
        self._for_moderation(top, middle)
        self._around_answers(top)
        book.remove(self._sheet)

    def numbered(self, number: int) -> StyleArray:
        """Return the look of a question with this number before it, which is no part of its text.

        So the words in the cell are those that were issued, whatever number they are shown with.
        """
        if number not in self._numbered:
            self._numbered[number] = self._look(
                font=Font(name=FONT, size=11), border=GRID, number_format=f'"{number}. "@',
                alignment=Alignment(wrap_text=True, vertical="top"),
            )  # fmt: skip
        return self._numbered[number]

    def _around_answers(self, top: Alignment) -> None:
        """Make what stands around the answers: what they mean, how many there are, numbers."""
        self._numbered: dict[int, StyleArray] = {}
        self.link = self._look(
            font=Font(name=FONT, size=11, underline="single", color="FF1D4ED8"),
            alignment=top, border=GRID,
        )  # fmt: skip
        self.meaning = self._look(
            font=Font(name=FONT, size=9, color=DARK), alignment=top, border=GRID,
            fill=PatternFill("solid", fgColor=PALE),
        )  # fmt: skip
        self.meaning_in_line = self._look(font=Font(name=FONT, size=10, color=DARK))
        self.beside_title = self._look(
            font=Font(name=FONT, size=11, bold=True), alignment=Alignment(vertical="center")
        )
        self.progress = self._look(font=Font(name=FONT, size=11, bold=True, color=NAVY))
        self.answered = self._look(font=Font(name=FONT, size=11), alignment=top, border=GRID)

    def _for_moderation(self, top: Alignment, middle: Alignment) -> None:
        """Make what only moderation workbooks and answers of the last time use."""
        self.past = self._look(
            font=Font(name=FONT, size=11, color=DARK), alignment=top, border=GRID,
            fill=PatternFill("solid", fgColor=SHADE),
        )  # fmt: skip
        self.plain = self._look(font=Font(name=FONT, size=11))  # runs on over empty cells
        self.label = self._look(
            font=Font(name=FONT, size=11, bold=True), alignment=top, border=GRID,
            fill=PatternFill("solid", fgColor=PALE),
        )  # fmt: skip
        self.band = self._look(
            font=Font(name=FONT, size=12, bold=True, color=NAVY), alignment=middle, border=GRID,
            fill=PatternFill("solid", fgColor=PALE),
        )  # fmt: skip

    def _look(self, **how: object) -> StyleArray:
        cell = cast("Cell", self._sheet["A1"])
        for name in ("font", "alignment", "border", "fill", "protection", "number_format"):
            if name in how:
                setattr(cell, name, how[name])
        # openpyxl keeps a cell's whole look in one small array; its stubs do not show it.
        made: StyleArray = copy(cell._style)  # type: ignore[attr-defined]  # as said above
        cell._style = StyleArray()  # type: ignore[attr-defined]  # as said above
        return made
